using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>A person asks the goods back, where automation does not: of what came by mail it decides nothing by itself.</summary>
public sealed class AskGoodsBack(CaseSteps steps)
{
    /// <summary>Asks for them, within the policy's time.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.stale</c>, <c>refund.already-approved</c>, <c>refund.not-allowed</c>.</returns>
    public Task<Outcome> HandleAsync(RefundNumber number, long seenVersion, CancellationToken cancellationToken) =>
        steps.TakeAsync(
            number,
            seenVersion,
            Permission.ReviewCases,
            async hand => hand.Refund.AskGoodsBack(hand.By, hand.At.AddDays((await hand.PoliciesAsync(cancellationToken)).Promise.ReturnDeadlineDays), hand.At),
            cancellationToken);
}
