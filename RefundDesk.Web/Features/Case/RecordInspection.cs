using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>The goods came back and were looked at; the case is decided anew by what was found.</summary>
public sealed class RecordInspection(CaseSteps steps)
{
    /// <summary>Records what was found.</summary>
    /// <param name="number">The case.</param>
    /// <param name="seenVersion">The version the person looked at.</param>
    /// <param name="found">By line number; lines not named came back as announced.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.not-allowed</c>, <c>refund.line-not-asked</c>, <c>refund.field</c>, <c>refund.more-received</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, IReadOnlyDictionary<int, GoodsFound> found, CancellationToken cancellationToken) =>
        steps.TakeAsync(number, seenVersion, Permission.RecordFacts, hand => hand.Refund.TakeInspection(hand.By, found, hand.Order, hand.At), cancellationToken);
}
