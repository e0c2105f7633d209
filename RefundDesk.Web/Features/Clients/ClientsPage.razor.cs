using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Features.Clients.Leaving;

namespace RefundDesk.Web.Features.Clients;

/// <summary>The retailers the desk works for.</summary>
public partial class ClientsPage
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private static readonly DialogOptions Wide = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    private IReadOnlyList<ClientRow>? _rows;

    [Inject]
    private ClientsQuery Clients { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _rows = await Clients.ReadAsync(Gone);

    private async Task ChangeAsync(ClientRow row)
    {
        var client = new DialogParameters<EditClientDialog> { { dialog => dialog.Key, row.Key } };
        await (await Dialogs.ShowAsync<EditClientDialog>("Change a client", client, Small)).Result;
        _rows = await Clients.ReadAsync(Gone);
    }

    private static string ToneOf(ClientState state) => state switch { ClientState.Active => "ok", ClientState.Leaving => "warn", _ => "calm" };

    private static string WayOut(ClientRow row) => row.State == ClientState.Active ? "Leaves" : "Way out";

    private async Task LeaveAsync(ClientRow row)
    {
        var client = new DialogParameters<LeavingDialog> { { dialog => dialog.Key, row.Key } };
        await (await Dialogs.ShowAsync<LeavingDialog>("The way out", client, Wide)).Result;
        _rows = await Clients.ReadAsync(Gone);
    }

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddClientDialog>("Add a client", Small);
        if (await dialog.Result is { Canceled: false })
        {
            _rows = await Clients.ReadAsync(Gone);
        }
    }
}
