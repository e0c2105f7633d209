using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>A person refuses; the customer reads the reason.</summary>
public sealed class RejectRefund(CaseSteps steps)
{
    /// <summary>Refuses it.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.needs-supervisor</c>, <c>refund.reason-missing</c>, <c>refund.unlawful</c>, <c>refund.partly-paid</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string reason, RefusalGround ground, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand => await hand.MayDecideWaitingAsync(cancellationToken) is { Succeeded: false } refused
                ? refused
                : hand.Refund.Reject(hand.By, reason, hand.Order, hand.At, ground),
            cancellationToken);
}
