using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case.Replaying;

namespace RefundDesk.Web.Features.Case;

/// <summary>Shows that what was stored still gives the decisions that were taken, or what does not.</summary>
public partial class CaseReplay
{
    private IReadOnlyList<ReplayedDecision>? _decisions;
    private Refusal? _fault;
    private bool _busy;

    /// <summary>The case.</summary>
    [Parameter, EditorRequired]
    public required RefundNumber Number { get; set; }

    [Inject]
    private ReplayCase Replay { get; set; } = default!;

    private async Task ReplayAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var replayed = await Replay.HandleAsync(Number, Gone);
            (_decisions, _fault) = (replayed.Succeeded ? replayed.Value : null, replayed.Refusal);
        }
        finally
        {
            _busy = false;
        }
    }
}
