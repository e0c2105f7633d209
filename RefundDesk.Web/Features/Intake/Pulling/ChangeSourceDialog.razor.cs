using Microsoft.AspNetCore.Components;
using MudBlazor;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What can be changed of a shop: the secret, and whether refunds are told; or it is taken away, which is asked for twice.</summary>
public partial class ChangeSourceDialog
{
    private string _secret = string.Empty;
    private bool _tells;
    private string? _fault;
    private bool _busy;
    private bool _removing;

    /// <summary>The shop.</summary>
    [Parameter, EditorRequired]
    public ListedSource Source { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private SourcePageSteps Steps { get; set; } = default!;

    /// <inheritdoc />
    protected override void OnInitialized() => _tells = Source.TellsRefunds;

    private Task ChangeAsync() => TakeAsync(async () =>
        (_secret.Length == 0 ? null : (await Steps.Secret.HandleAsync(Source.Id, _secret, CancellationToken.None)).Refusal)
        ?? (await Steps.Telling.HandleAsync(Source.Id, _tells, CancellationToken.None)).Refusal);

    private Task RemoveAsync() => TakeAsync(async () => (await Steps.Remove.HandleAsync(Source.Id, CancellationToken.None)).Refusal);

    /// <summary>Takes a step, one at a time, and closes where it was done.</summary>
    private async Task TakeAsync(Func<Task<Refusal?>> step)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            _fault = (await step())?.Message;
            if (_fault is null)
            {
                Dialog.Close(DialogResult.Ok(true));
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
