using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>What the reader may do with a version, as buttons.</summary>
public partial class PolicyActions
{
    private static readonly DialogOptions Small = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    private bool _busy;

    /// <summary>The client.</summary>
    [Parameter, EditorRequired]
    public required PolicyVersionList Shelf { get; set; }

    /// <summary>The version.</summary>
    [Parameter, EditorRequired]
    public required PolicyVersionRow Row { get; set; }

    /// <summary>On the version's own page, where it is edited, too.</summary>
    [Parameter]
    public bool IsOnPage { get; set; }

    /// <summary>While there is something that is not stored.</summary>
    [Parameter]
    public bool IsDisabled { get; set; }

    /// <summary>A step was taken or refused: the version to look at, or why not.</summary>
    [Parameter]
    public EventCallback<Outcome<int>> Taken { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private PolicySteps Steps { get; set; } = default!;

    private async Task TakeAsync(PolicyStep step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var parameters = new DialogParameters<PolicyStepDialog> { { dialog => dialog.Step, step }, { dialog => dialog.Row, Row }, { dialog => dialog.Shelf, Shelf } };
            var dialog = await Dialogs.ShowAsync<PolicyStepDialog>(PolicyText.Of(step), parameters, Small);
            if (await dialog.Result is { Canceled: false, Data: PolicyStepInput input })
            {
                await Taken.InvokeAsync(await Steps.TakeAsync(Shelf.Key, Row, step, input, CancellationToken.None));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
