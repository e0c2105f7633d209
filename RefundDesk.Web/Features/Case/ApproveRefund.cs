using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>A person approves: the case is paid by automation, goes on to a second person where it is above this one's authority, or waits for the second of two approvals.</summary>
public sealed class ApproveRefund(CaseSteps steps)
{
    /// <summary>Approves it. What it came to is the case's new status.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.four-eyes</c>, <c>refund.second-approver</c>, <c>refund.needs-supervisor</c>, <c>refund.above-limit</c>, <c>refund.nothing-to-pay</c>, <c>refund.not-allowed</c>, <c>order.above-ceiling</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, CancellationToken cancellationToken) =>
        steps.TakeTogetherAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand =>
            {
                var authorities = await hand.AuthoritiesAsync(cancellationToken);
                var policies = await hand.PoliciesAsync(cancellationToken);
                return hand.Refund.Approve(hand.By, authorities.Best, hand.Order, policies.Promise.TenderRule, hand.At);
            },
            cancellationToken);
}
