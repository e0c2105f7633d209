using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>A client's way out, step after step.</summary>
public partial class LeavingDialog
{
    private LeavingView? _view;
    private DateOnly _ends;
    private DateOnly _from;
    private string _again = string.Empty;
    private string? _fault;
    private bool _busy;

    /// <summary>Which client.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private LeavingQuery Clients { get; set; } = default!;

    [Inject]
    private ClientLeavingSteps Steps { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        var today = DateOnly.FromDateTime(Time.GetLocalNow().DateTime);
        (_ends, _from) = (_view?.ContractEndsOn ?? today.AddMonths(1), _view?.ErasableFrom ?? today.AddMonths(2));
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string ErasureWords(LeavingView client) =>
        client.IsBeingErased ? "Two administrators agreed: automation is erasing everything."
        : client.ErasureAskedBy is { } by ? client.IsAskedByMe ? "You asked for it: another administrator must confirm." : $"{by} asked for it."
        : client.ErasableFrom is { } from ? $"From {Day(from)} on; one administrator asks, another one confirms."
        : "One administrator asks, another one confirms.";

    private string? Mark(ClientState reached) => _view!.State >= reached ? "done" : null;

    private async Task LoadAsync() => _view = await Clients.FindAsync(Key, CancellationToken.None);

    private Task NoticeAsync() => OnceAsync(() => Steps.Notice.HandleAsync(Key, _ends, _from, CancellationToken.None));

    private Task StayAsync() => OnceAsync(() => Steps.Keep.HandleAsync(Key, CancellationToken.None));

    private Task LeftAsync() => OnceAsync(() => Steps.Close.HandleAsync(Key, CancellationToken.None));

    private Task AskAsync() => OnceAsync(() => Steps.Ask.HandleAsync(Key, CancellationToken.None));

    private Task ConfirmAsync() => OnceAsync(() => Steps.Confirm.HandleAsync(Key, _again, CancellationToken.None));

    private async Task OnceAsync(Func<Task<Outcome>> step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _fault = (await step()).Refusal?.Message;
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
