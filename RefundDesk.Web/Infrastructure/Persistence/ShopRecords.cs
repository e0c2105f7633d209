using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Finds which shops are to be told of what was just paid, so that it is stored in the save that pays.</summary>
internal static class ShopRecords
{
    /// <summary>The rows that belong into the same save as these cases; none where no order of theirs is a shop's. A case that was paid before is not told again.</summary>
    public static async Task<IReadOnlyList<SourceRefundRow>> OfAsync(RefundDeskDbContext db, IEnumerable<RefundCase> refunds, CancellationToken cancellationToken)
    {
        var paid = refunds.Where(IsPaidNow).ToList();
        if (paid.Count == 0)
        {
            return [];
        }

        var orders = paid.ConvertAll(refund => refund.OrderId);
        var links = await db.SourceOrders.AsNoTracking().Where(row => row.OrderId != null && orders.Contains(row.OrderId.Value)).Select(row => new { row.SourceId, row.OrderId }).Distinct().ToListAsync(cancellationToken);
        if (links.Count == 0)
        {
            return [];
        }

        var cases = paid.ConvertAll(refund => refund.Id);
        var there = (await db.SourceRefunds.AsNoTracking().Where(row => cases.Contains(row.CaseId)).Select(row => new { row.SourceId, row.CaseId }).ToListAsync(cancellationToken)).ToHashSet();
        return
        [
            .. from refund in paid
               from link in links
               where link.OrderId == refund.OrderId && !there.Contains(new { link.SourceId, CaseId = refund.Id })
               let at = refund.PendingEvents[^1].At
               select new SourceRefundRow { SourceId = link.SourceId, CaseId = refund.Id, ClientId = refund.ClientId, CreatedAt = at, DueAt = at },
        ];
    }

    private static bool IsPaidNow(RefundCase refund) => refund.PendingEvents.Any(happened => happened.To == RefundStatus.Paid && happened.From != RefundStatus.Paid);
}
