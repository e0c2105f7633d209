using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>Withdraws a request before it is approved, on the customer's or the retailer's behalf.</summary>
public sealed class CancelRefund(CaseSteps steps)
{
    /// <summary>Withdraws it.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string? reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.RequestRefunds,
            async hand => hand.Refund.Cancel(hand.By, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), hand.Order, hand.At, (await hand.ClientAsync(cancellationToken)).Calendar),
            cancellationToken);
}
