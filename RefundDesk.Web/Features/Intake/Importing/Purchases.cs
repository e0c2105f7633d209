using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Units of a line that a case asked for.</summary>
internal sealed record AskedUnits(RefundCaseId CaseId, string? RequestKey, OrderId OrderId, string OrderNumber, int LineNumber, string Sku, int Quantity);

/// <summary>The purchases that a batch of requests may be about, and what was asked for of them before.</summary>
internal sealed class Purchases
{
    private readonly ILookup<(string Customer, string Sku), Purchase> _byCustomer;
    private readonly ILookup<string, Purchase> _byOrder;
    private readonly ILookup<string, AskedUnits> _askedByKey;

    private Purchases(IReadOnlyCollection<Purchase> ofCustomers, IReadOnlyCollection<Purchase> ofOrders, IReadOnlyCollection<AskedUnits> asked)
    {
        _byCustomer = ofCustomers.ToLookup(purchase => (purchase.CustomerReference, purchase.Sku.ToUpperInvariant()));
        _byOrder = ofOrders.ToLookup(purchase => purchase.OrderNumber, StringComparer.Ordinal);
        _askedByKey = asked.Where(units => units.RequestKey is not null).ToLookup(units => units.RequestKey!, StringComparer.Ordinal);
    }

    /// <summary>Loads them in a handful of questions, whatever the size of the batch.</summary>
    /// <remarks>
    /// Where the customer alone is named, a unit that any return ever spoke for counts as returned, whatever became of that return:
    /// the answer must be the same in a second run, and while automation works on the cases of the first. Where the order is
    /// named, units are open as the order has them. What a rehearsal asked for counts as asked for.
    /// </remarks>
    public static async Task<Purchases> LoadAsync(RefundDeskDbContext db, ClientId client, IReadOnlyCollection<RequestRow> rows, Rehearsal? rehearsal, CancellationToken cancellationToken)
    {
        var customers = rows.Where(row => row.OrderNumber is null).Select(row => row.CustomerReference!).Distinct().ToArray();
        var skus = rows.Where(row => row.OrderNumber is null).Select(row => row.Sku!.ToUpperInvariant()).Distinct().ToArray();
        var written = rows.Where(row => row.OrderNumber is null).Select(row => row.Sku!).Distinct().ToArray();
        var numbers = rows.Where(row => row.OrderNumber is not null).Select(row => row.OrderNumber!).Distinct().ToArray();
        var ofClient = db.Orders.AsNoTracking().Where(order => order.ClientId == client);
        var found = customers.Length == 0 ? [] : await ofClient
            .Where(order => EF.Parameter(customers).Contains(order.CustomerReference))
            .SelectMany(order => order.Lines, (order, line) => new { order, line })
#pragma warning disable CA1304, CA1311 // Translated to the database's own upper(); SQLite's knows ASCII only, so the article as written is asked for too.
            .Where(pair => EF.Parameter(skus).Contains(pair.line.Sku.ToUpper()) || EF.Parameter(written).Contains(pair.line.Sku))
#pragma warning restore CA1304, CA1311
            .Select(pair => new Found(
                new Purchase(pair.order.Id, pair.order.OrderNumber, pair.order.CustomerReference, pair.order.PlacedAt, pair.order.Currency, pair.line.LineNumber, pair.line.Sku, pair.line.Quantity, pair.line.ListMinor, pair.line.ChargedMinor),
                pair.line.ReservedQuantity))
            .ToListAsync(cancellationToken);
        var named = numbers.Length == 0 ? [] : await ofClient
            .Where(order => EF.Parameter(numbers).Contains(order.OrderNumber))
            .SelectMany(order => order.Lines, (order, line) => new Found(
                new Purchase(order.Id, order.OrderNumber, order.CustomerReference, order.PlacedAt, order.Currency, line.LineNumber, line.Sku, line.Quantity, line.ListMinor, line.ChargedMinor),
                line.ReservedQuantity))
            .ToListAsync(cancellationToken);

        var orders = found.Concat(named).Select(line => line.Purchase.OrderId).Distinct().ToArray();
        var asked = orders.Length == 0 ? [] : await db.RefundCases.AsNoTracking()
            .Where(refund => refund.ClientId == client && EF.Parameter(orders).Contains(refund.OrderId))
            .SelectMany(refund => refund.Lines, (refund, line) => new AskedUnits(refund.Id, refund.RequestKey, refund.OrderId, refund.OrderNumber, line.LineNumber, line.Sku, line.Quantity))
            .ToListAsync(cancellationToken);
        List<AskedUnits> rehearsed = [.. rehearsal?.AskedOf(orders) ?? []];
        asked.AddRange(rehearsed);
        var (spokenFor, onlyRehearsed) = (ByLine(asked), ByLine(rehearsed));
        found.ForEach(line => line.Purchase.Open = Math.Max(0, line.Purchase.Quantity - spokenFor.GetValueOrDefault((line.Purchase.OrderId, line.Purchase.LineNumber))));
        named.ForEach(line => line.Purchase.Open = line.Purchase.Quantity - line.ReservedQuantity - onlyRehearsed.GetValueOrDefault((line.Purchase.OrderId, line.Purchase.LineNumber)));
        return new Purchases(found.ConvertAll(line => line.Purchase), named.ConvertAll(line => line.Purchase), asked);
    }

    /// <summary>The purchases a line may be about.</summary>
    public IEnumerable<Purchase> For(RequestRow row) => row.OrderNumber is null
        ? _byCustomer[(row.CustomerReference!, row.Sku!.ToUpperInvariant())]
        : _byOrder[row.OrderNumber].Where(purchase =>
            (row.LineNumber is null || purchase.LineNumber == row.LineNumber)
            && (row.Sku is null || string.Equals(purchase.Sku, row.Sku, StringComparison.OrdinalIgnoreCase))
            && (row.CustomerReference is null || purchase.CustomerReference == row.CustomerReference));

    /// <summary>Whether an order of this number is there.</summary>
    public bool HasOrder(string number) => _byOrder.Contains(number);

    /// <summary>What cases of a request asked for; empty where it was not taken in before.</summary>
    public IReadOnlyList<AskedUnits> AskedUnder(string requestKey, IEnumerable<RequestRow> rows)
    {
        var orders = rows.SelectMany(row => For(row).Select(purchase => purchase.OrderNumber)).Distinct(StringComparer.Ordinal);
        return [.. orders.SelectMany(order => _askedByKey[CaseKey(requestKey, order)])];
    }

    /// <summary>The key of the case that a request makes of an order.</summary>
    public static string CaseKey(string requestKey, string orderNumber) => $"{requestKey}/{orderNumber}";

    private static Dictionary<(OrderId Order, int Line), int> ByLine(IEnumerable<AskedUnits> asked) =>
        asked.GroupBy(units => (units.OrderId, units.LineNumber)).ToDictionary(group => group.Key, group => group.Sum(units => units.Quantity));

    private sealed record Found(Purchase Purchase, int ReservedQuantity);
}
