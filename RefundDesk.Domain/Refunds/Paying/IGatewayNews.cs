using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds.Paying;

/// <summary>Takes what a gateway says by itself: before its answer arrived, twice, out of order, or long after.</summary>
public interface IGatewayNews
{
    /// <summary>Stores the news with the payout it is about; whatever was known before, the outcome is the same as if it had been the answer.</summary>
    /// <returns>Ok; or <c>refund.not-found</c> where there is no such payout, <c>refund.stale</c> where others kept being faster.</returns>
    Task<Outcome> TakeAsync(PayoutId payoutId, GatewayReply reply, CancellationToken cancellationToken);
}
