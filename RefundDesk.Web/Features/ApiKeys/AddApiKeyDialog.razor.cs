using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>For which system of which client, and what it may do.</summary>
public partial class AddApiKeyDialog
{
    private static readonly (ApiScopes Scope, string Words)[] Scopes =
    [
        (ApiScopes.Orders, "hand orders over"),
        (ApiScopes.Requests, "ask for refunds, withdraw them, say what came back"),
        (ApiScopes.Refunds, "read refunds"),
        (ApiScopes.Reports, "read reports"),
    ];

    private IReadOnlyList<(string Key, string Name)> _clients = [];
    private string _client = string.Empty;
    private string _name = string.Empty;
    private ApiScopes _scopes = ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds;
    private int? _days;
    private string? _fault;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private CreateApiKey Create { get; set; } = default!;

    [Inject]
    private ApiKeysQuery Keys { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _clients = await Keys.ClientsAsync(CancellationToken.None);

    private async Task AddAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var issued = await Create.HandleAsync(_client, _name, _scopes, _days, CancellationToken.None);
            _fault = issued.Refusal?.Message;
            if (issued.Succeeded)
            {
                Dialog.Close(DialogResult.Ok(issued.Value));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
