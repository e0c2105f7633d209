using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>A person changes what goes back; whatever was approved is approved anew, by somebody else.</summary>
public sealed class ChangeAmount(CaseSteps steps)
{
    /// <summary>Changes it.</summary>
    /// <param name="number">The case.</param>
    /// <param name="seenVersion">The version the person looked at.</param>
    /// <param name="changes">By line number; lines not named stay as they are.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ground">On what ground less is given than the law gives.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>
    /// Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.reason-missing</c>, <c>refund.not-allowed</c>,
    /// <c>refund.already-approved</c>, <c>refund.line-not-asked</c>, <c>refund.kept-back</c>, <c>refund.amount-same</c>, <c>refund.nothing-to-pay</c>, <c>refund.unlawful-amount</c>.
    /// </returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, IReadOnlyDictionary<int, LineChange> changes, string reason, RefusalGround ground, CancellationToken cancellationToken) =>
        steps.TakeAsync(number, seenVersion, Permission.ReviewCases, hand => hand.Refund.ChangeAmount(hand.By, changes, reason, hand.Order, hand.At, ground), cancellationToken);
}
