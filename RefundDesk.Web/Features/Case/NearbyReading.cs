using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>
/// Finds the requests a case may have been split into: of the same order, the same customer, or the same card. Brand and four digits are shared
/// by too many people to go by alone: a card is the same by the gateway's charge, or by its label and the same name.
/// </summary>
internal static class NearbyReading
{
    private const int AtMost = 50;

    /// <summary>The requests, refused and withdrawn ones left out.</summary>
    public static async Task<NearbyCases> LoadAsync(RefundDeskDbContext db, RefundCase refund, Order order, int windowDays, CancellationToken cancellationToken)
    {
        var (from, to) = (refund.AskedAt.AddDays(-windowDays), refund.AskedAt.AddDays(windowDays));
        var since = from.AddDays(-1);
        var charges = order.Tenders.Select(tender => tender.ChargeReference).ToArray();
        var cards = order.Tenders.Where(tender => tender.Method is TenderMethod.Card or TenderMethod.Wallet or TenderMethod.BankTransfer).Select(tender => tender.Label).ToArray();
        var (client, id, orderId, email, name) = (refund.ClientId, refund.Id, refund.OrderId, refund.CustomerEmail, refund.CustomerName);
        var customer = (await KnownCustomers.LoadAsync(db, [client], [refund.CustomerReference], cancellationToken)).ReferencesOf(client, refund.CustomerReference).ToArray();
        var rows = await db.RefundCases.AsNoTracking()
            .Where(other => other.ClientId == client && other.ReceivedAt >= since && other.AskedAt >= from && other.AskedAt <= to && other.Id != id)
            .Where(other => other.Status != RefundStatus.Rejected && other.Status != RefundStatus.Cancelled)
            .Where(other => other.OrderId == orderId || customer.Contains(other.CustomerReference) || (email != null && other.CustomerEmail == email)
                || db.Orders.Any(purchase => purchase.Id == other.OrderId
                    && purchase.Tenders.Any(tender => charges.Contains(tender.ChargeReference) || (other.CustomerName == name && cards.Contains(tender.Label)))))
            .OrderBy(other => other.AskedAt).ThenBy(other => other.Id).Take(AtMost)
            .Select(other => new
            {
                other.Number, other.Status, other.AskedAt, other.OrderId, other.CustomerReference, other.CustomerEmail, other.Currency, other.ApprovedMinor, other.ProposedMinor,
            })
            .ToListAsync(cancellationToken);
        return new NearbyCases(
            rows.ConvertAll(row => new NearbyCase(
                row.Number,
                Money.Of(row.ApprovedMinor > 0 ? row.ApprovedMinor : row.ProposedMinor, row.Currency),
                row.Status,
                row.AskedAt,
                row.OrderId == orderId ? "same order" : customer.Contains(row.CustomerReference) || row.CustomerEmail == email ? "same customer" : "same card")),
            windowDays);
    }
}
