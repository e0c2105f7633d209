using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>Takes what gateways say by themselves. A lost race is run again: the news stays true.</summary>
internal sealed class LateReplies(DeskDatabase database, TimeProvider time) : IGatewayNews
{
    private const int MostAttempts = 6;

    public async Task<Outcome> TakeAsync(PayoutId payoutId, GatewayReply reply, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            var refund = await db.WholeCases(few: true).SingleOrDefaultAsync(refund => refund.Payouts.Any(payout => payout.Id == payoutId), cancellationToken);
            if (refund is null)
            {
                return RefundRefusals.NotFound;
            }

            var order = await db.WholeOrders(few: true).SingleAsync(order => order.Id == refund.OrderId, cancellationToken);
            var saved = await DeskDatabase.SaveAsync(db, refund.TakeReply(payoutId, reply, order, time.GetUtcNow()), cancellationToken);
            if (saved.Succeeded || saved.Refusal.Code != RefundRefusals.Stale.Code)
            {
                return saved;
            }
        }

        return RefundRefusals.Stale;
    }
}
