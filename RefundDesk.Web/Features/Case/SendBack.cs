using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>The second person sends the case back to review.</summary>
public sealed class SendBack(CaseSteps steps)
{
    /// <summary>Sends it back.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.needs-supervisor</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.reason-missing</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, string reason, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand => await hand.MayDecideWaitingAsync(cancellationToken) is { Succeeded: false } refused ? refused : hand.Refund.SendBack(hand.By, reason, hand.At),
            cancellationToken);
}
