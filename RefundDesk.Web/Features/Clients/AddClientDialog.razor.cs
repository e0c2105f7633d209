using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace RefundDesk.Web.Features.Clients;

/// <summary>A retailer's name, key, currency and time zone.</summary>
public partial class AddClientDialog
{
    private string _name = string.Empty;
    private string _key = string.Empty;
    private string _currency = "EUR";
    private string _zone = "Europe/Berlin";
    private string? _fault;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private AddClient Add { get; set; } = default!;

    private async Task AddAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var added = await Add.HandleAsync(_key.Trim(), _name.Trim(), _currency.Trim().ToUpperInvariant(), _zone.Trim(), CancellationToken.None);
            _fault = added.Refusal?.Message;
            if (added.Succeeded)
            {
                Dialog.Close(DialogResult.Ok(added.Value.Key));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
