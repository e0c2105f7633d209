using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>The steps a person may take with a case, with their keys; a step that is off says why.</summary>
public partial class CaseActionBar
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true, BackdropClick = false };

    private Refusal? _refusal;
    private bool _busy;
    private long _seen;

    /// <summary>The case as the person sees it.</summary>
    [Parameter, EditorRequired]
    public required CaseView View { get; set; }

    /// <summary>More classes.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>More buttons.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>A step was taken.</summary>
    [Parameter]
    public EventCallback<CaseStep> Taken { get; set; }

    /// <summary>The person wants to see the case as it is now.</summary>
    [Parameter]
    public EventCallback LookAgain { get; set; }

    [Inject]
    private CaseStepRunner Steps { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private bool IsLost => _refusal?.Code == RefundRefusals.Stale.Code;

    private string? WhyNot => View.Actions.FirstOrDefault(action => action.WhyNot is not null) is { } off ? $"{off.Label} is off: {off.WhyNot!.Message}" : null;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_seen != View.Version)
        {
            _seen = View.Version;
            _refusal = null;
        }
    }

    private bool CanTake(CaseAction action) => action.WhyNot is null && !_busy;

    private async Task TakeAsync(CaseAction action)
    {
        if (!CanTake(action))
        {
            return;
        }

        _busy = true;
        try
        {
            var view = View;
            if (await InputAsync(action, view) is not { } input)
            {
                return;
            }

            var taken = await Steps.RunAsync(action.Step, view.Number, view.Version, input, Gone);
            _refusal = taken.Refusal;
            if (taken.Succeeded)
            {
                Snackbar.Add($"{view.Number}: {CaseDialog.Done(action)}", Severity.Normal, options => (options.ShowCloseIcon, options.HideIcon) = (false, true));
                await Taken.InvokeAsync(action.Step);
            }
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>Asks for what the step needs, and says before an approval what it comes to. Null where the person thought better of it.</summary>
    private async Task<CaseInput?> InputAsync(CaseAction action, CaseView view)
    {
        if (action.Step == CaseStep.Approve && view.Approval is null)
        {
            return new CaseInput();
        }

        var dialog = await Dialogs.ShowAsync<CaseDialog>(
            CaseDialog.TitleOf(action.Step), new DialogParameters<CaseDialog> { { shown => shown.Action, action }, { shown => shown.View, view } }, Options);
        return await dialog.Result is { Canceled: false, Data: CaseInput input } ? input : null;
    }

    private Task LookAgainAsync()
    {
        _refusal = null;
        return LookAgain.InvokeAsync();
    }
}
