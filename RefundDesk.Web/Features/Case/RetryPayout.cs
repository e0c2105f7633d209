using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Pays anew what failed, to the payments that can still take it. The amount was approved already and does not change.</summary>
public sealed class RetryPayout(CaseSteps steps)
{
    /// <summary>Pays it anew.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.no-failed-payout</c>, <c>refund.not-allowed</c>, <c>order.above-ceiling</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand => hand.Refund.RetryPayout(hand.By, hand.Order, (await hand.PoliciesAsync(cancellationToken)).Promise.TenderRule, hand.At),
            cancellationToken);
}
