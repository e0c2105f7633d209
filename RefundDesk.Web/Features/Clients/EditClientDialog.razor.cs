using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Clients;

/// <summary>What may change about a retailer.</summary>
public partial class EditClientDialog
{
    private ClientToEdit? _client;
    private Refusal? _fault;
    private string _name = string.Empty;
    private string _sender = string.Empty;
    private string _zone = string.Empty;
    private string _currency = string.Empty;
    private string? _hours;
    private string? _closed;
    private string? _colour;
    private string? _support;
    private bool _withdrawal;
    private bool _busy;

    /// <summary>Which client.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ClientsQuery Clients { get; set; } = default!;

    [Inject]
    private ChangeClient Change { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _client = await Clients.FindAsync(Key, CancellationToken.None);
        if (_client is not null)
        {
            (_name, _sender, _currency, _zone) = _client.Details;
            (_hours, _closed) = (_client.Details.BusinessHours, _client.Details.ClosedDays);
            (_colour, _support, _withdrawal) = (_client.Details.BrandColour, _client.Details.SupportContact, _client.Details.OffersWithdrawal);
        }
    }

    private async Task SaveAsync()
    {
        if (_busy || _client is null)
        {
            return;
        }

        _busy = true;
        try
        {
            var wanted = new ClientDetails(_name.Trim(), _sender.Trim(), _currency.Trim().ToUpperInvariant(), _zone.Trim()) 
            {
                BusinessHours = _hours, ClosedDays = _closed, BrandColour = _colour, SupportContact = _support, OffersWithdrawal = _withdrawal,
            };
            var changed = await Change.HandleAsync(Key, _client.Version, wanted, CancellationToken.None);
            _fault = changed.Refusal;
            if (changed.Succeeded)
            {
                Dialog.Close();
            }
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>A refusal's code begins with the field's.</summary>
    private string IsWrong(string field) => _fault?.Code.StartsWith(field, StringComparison.Ordinal) == true ? "true" : "false";
}
