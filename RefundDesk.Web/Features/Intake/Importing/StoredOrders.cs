using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Orders that are there already, held against those of a file.</summary>
internal static class StoredOrders
{
    /// <summary>The orders of these numbers, whole, by number; what nobody stored is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, Order>> FindAsync(RefundDeskDbContext db, ClientId client, string[] numbers, CancellationToken cancellationToken)
    {
        // Most batches are new: the quick question first, whole orders only where there are any.
        var known = await db.Orders.AsNoTracking()
            .Where(order => order.ClientId == client && EF.Parameter(numbers).Contains(order.OrderNumber))
            .Select(order => order.OrderNumber)
            .ToArrayAsync(cancellationToken);
        if (known.Length == 0)
        {
            return new Dictionary<string, Order>();
        }

        var orders = await db.WholeOrders().AsNoTracking()
            .Where(order => order.ClientId == client && EF.Parameter(known).Contains(order.OrderNumber))
            .ToListAsync(cancellationToken);
        return orders.ToDictionary(order => order.OrderNumber, StringComparer.Ordinal);
    }

    /// <summary>What differs between an order as stored and as a file has it; null where nothing does. What refunds changed since does not count.</summary>
    public static string? FirstDifference(Order stored, Order fresh) =>
        (stored.CustomerName, stored.CustomerEmail, stored.Postcode) != (fresh.CustomerName, fresh.CustomerEmail, fresh.Postcode) ? "customer's name or address"
        : (stored.DispatchedAt, stored.DeliveredAt) != (fresh.DispatchedAt, fresh.DeliveredAt) ? "time"
        : FirstContradiction(stored, fresh);

    /// <summary>What differs of what was sold and paid; what becomes known only later (<see cref="Order.Learn"/>) is left out.</summary>
    public static string? FirstContradiction(Order stored, Order fresh)
    {
        return stored.CustomerReference != fresh.CustomerReference ? "customer"
            : (stored.Country, stored.CustomerGroup) != (fresh.Country, fresh.CustomerGroup) ? "country or group"
            : stored.Currency != fresh.Currency ? "currency"
            : stored.TimeZoneId != fresh.TimeZoneId ? "time zone"
            : stored.PlacedAt != fresh.PlacedAt ? "time of purchase"
            : stored.Lines.Count != fresh.Lines.Count ? "number of lines"
            : stored.Lines.Zip(fresh.Lines).FirstOrDefault(pair => !IsSame(pair.First, pair.Second)) is { First: { } line } ? $"line {line.LineNumber}"
            : stored.Tenders.Count != fresh.Tenders.Count || stored.Tenders.Zip(fresh.Tenders).Any(pair => !IsSame(pair.First, pair.Second)) ? "payment"
            : null;
    }

    private static bool IsSame(OrderLine stored, OrderLine fresh) =>
        stored.Kind == fresh.Kind && stored.Sku == fresh.Sku && stored.Description == fresh.Description && stored.Category == fresh.Category
        && stored.Quantity == fresh.Quantity && stored.ListMinor == fresh.ListMinor && stored.ChargedMinor == fresh.ChargedMinor
        && stored.TaxMinor == fresh.TaxMinor && stored.IsFinalSale == fresh.IsFinalSale && stored.Terms == fresh.Terms;

    private static bool IsSame(Tender stored, Tender fresh) =>
        stored.Method == fresh.Method && stored.Gateway == fresh.Gateway && stored.ChargeReference == fresh.ChargeReference
        && stored.Label == fresh.Label && stored.CapturedMinor == fresh.CapturedMinor;
}
