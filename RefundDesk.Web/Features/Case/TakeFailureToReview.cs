using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Takes a case whose payout failed back to review, where it can be approved anew or refused.</summary>
public sealed class TakeFailureToReview(CaseSteps steps)
{
    /// <summary>Takes it to review.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.reason-missing</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(number, seenVersion, Permission.ReviewCases, hand => hand.Refund.TakeFailureToReview(hand.By, reason, hand.At), cancellationToken);
}
