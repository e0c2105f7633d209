using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>The customer contests a refusal: an agent looks again, if the units are still there.</summary>
public sealed class AppealRefund(CaseSteps steps)
{
    /// <summary>Opens the case again.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.reason-missing</c>, <c>refund.not-allowed</c>, <c>order.quantity-taken</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(number, seenVersion, Permission.ReviewCases, hand => hand.Refund.Appeal(hand.By, reason, hand.Order, hand.At), cancellationToken);
}
