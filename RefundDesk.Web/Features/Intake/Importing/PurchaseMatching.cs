using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>One line of a purchase, with the units that may still come back.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="OrderNumber">Its number.</param>
/// <param name="CustomerReference">Who bought.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="Currency">Of the prices.</param>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Sku">The article.</param>
/// <param name="Quantity">Units bought.</param>
/// <param name="ListMinor">Their price before discounts, minor units.</param>
/// <param name="ChargedMinor">What they were charged, minor units.</param>
public sealed record Purchase(
    OrderId OrderId,
    string OrderNumber,
    string CustomerReference,
    DateTimeOffset PlacedAt,
    Currency Currency,
    int LineNumber,
    string Sku,
    int Quantity,
    long ListMinor,
    long ChargedMinor)
{
    /// <summary>Units no return has spoken for.</summary>
    public int Open { get; set; }

    /// <summary>Whether a price of one unit is the one this was bought at, before or after discounts.</summary>
    /// <param name="unit">As the return has it; null where it names none: then any price is the same.</param>
    /// <param name="isMinor">Whether it is in minor units.</param>
    public bool IsAtPrice(DecimalText? unit, bool isMinor)
    {
        if (unit is not { } price)
        {
            return true;
        }

        var whole = price.Times(Quantity, isMinor ? 1 : Currency.MinorPerMajor);
        return whole == ListMinor || whole == ChargedMinor;
    }
}

/// <summary>What comes back, as far as finding its purchase wants to know.</summary>
/// <param name="Quantity">Units.</param>
/// <param name="UnitPrice">Price of one unit; null where not named.</param>
/// <param name="PriceIsMinor">Whether that is in minor units.</param>
/// <param name="AskedAt">When it came back; later purchases are left out.</param>
public sealed record ReturnedUnits(int Quantity, DecimalText? UnitPrice, bool PriceIsMinor, DateTimeOffset AskedAt);

/// <summary>
/// Finds the purchases that units come back from, where nothing but customer, article and time links them. The rule: 1. the latest
/// purchase of which exactly as many units are open, at the same price; 2. the latest with enough open at that price; 3. the latest
/// with enough open at any price; 4. over several, latest first, as far as they reach.
/// </summary>
/// <remarks>Other fair rules find other invoices; <c>docs/importing.md</c> says what does not depend on it.</remarks>
public static class PurchaseMatching
{
    /// <summary>Takes units off purchases.</summary>
    /// <param name="purchases">Of one customer and article, in any order; what is taken is no longer open.</param>
    /// <param name="wanted">What comes back.</param>
    /// <returns>Purchases and units; together at most what comes back, less where purchases do not reach.</returns>
    public static IReadOnlyList<(Purchase Purchase, int Units)> Take(IEnumerable<Purchase> purchases, ReturnedUnits wanted)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(wanted);
        var open = purchases
            .Where(purchase => purchase.Open > 0 && purchase.PlacedAt <= wanted.AskedAt)
            .OrderByDescending(purchase => purchase.PlacedAt)
            .ThenByDescending(purchase => purchase.OrderNumber, StringComparer.Ordinal)
            .ThenByDescending(purchase => purchase.LineNumber)
            .ToList();
        var atPrice = open.FindAll(purchase => purchase.IsAtPrice(wanted.UnitPrice, wanted.PriceIsMinor));
        var one = atPrice.Find(purchase => purchase.Open == wanted.Quantity)
            ?? atPrice.Find(purchase => purchase.Open >= wanted.Quantity)
            ?? open.Find(purchase => purchase.Open >= wanted.Quantity);

        var taken = new List<(Purchase, int)>();
        var left = wanted.Quantity;
        foreach (var purchase in one is null ? open : [one])
        {
            var units = Math.Min(left, purchase.Open);
            if (units == 0)
            {
                break;
            }

            purchase.Open -= units;
            left -= units;
            taken.Add((purchase, units));
        }

        return taken;
    }
}
