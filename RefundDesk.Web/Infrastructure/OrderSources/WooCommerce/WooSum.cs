using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>
/// The lines of an order of WooCommerce in minor units. Where the shop rounds taxes over the whole order, its lines are more exact than the
/// currency: the total, which was paid, is then spread over them, each within a minor unit of its exact amount.
/// </summary>
internal sealed record WooSum(long TotalMinor, long DiscountMinor, IReadOnlyList<ShopLine> Lines)
{
    private static readonly string[] Lists = ["line_items", "shipping_lines", "fee_lines"];

    /// <summary>Reads lines, shipping and fees; a fee below zero is a discount over everything.</summary>
    public static WooSum Of(ShopNode order, Currency currency, ShopFaults faults)
    {
        var fine = Fine(currency);
        var rates = Rates(order);
        var items = Lists.SelectMany(list => order[list].Items().Select(item => WooItem.Read(list, item, rates))).ToArray();
        var total = order["total"].Minor(currency.Exponent);
        var charged = items.Where(item => item.Charged >= 0).ToArray();
        foreach (var item in items.Where(item => item.Charged < 0 && item.Kind != OrderLineKind.Extra))
        {
            item.Node["total"].Fault("is below zero");
        }

        var exactDiscount = -items.Where(item => item.Charged < 0).Aggregate((Int128)0, (sum, item) => sum + item.Charged);
        var exact = charged.Aggregate((Int128)0, (sum, item) => sum + item.Charged);
        var isFiner = items.Any(item => item.Charged % fine != 0);
        var off = Int128.Abs(exact - exactDiscount - ((Int128)total * fine));
        var discount = Minor(exactDiscount, currency);

        // The shop rounds its items, shipping and fees, and each tax of both, once: more cannot be off than half a unit for each of them.
        var isSpread = isFiner && off * 2 <= (Int128)fine * (3 + (2 * rates.Count)) && exact <= long.MaxValue && faults.First is null && charged.Length > 0;
        var parts = isSpread ? Allocation.Split(total + discount, [.. charged.Select(item => (long)item.Charged)]) : charged.Select(item => Minor(item.Charged, currency)).ToArray();
        return new WooSum(total, discount, [.. charged.Select((item, i) => item.Line(parts[i], currency))]);
    }

    /// <summary>Minor units of an exact amount, rounded half away from zero.</summary>
    public static long Minor(Int128 exact, Currency currency) =>
        Int128.Abs(exact) > (Int128)long.MaxValue ? long.MaxValue / 1_000_000 : Rounding.HalfAwayFromZero(exact, Fine(currency));

    private static long Fine(Currency currency)
    {
        var fine = 1L;
        for (var digit = currency.Exponent; digit < WooApi.Digits; digit++)
        {
            fine *= 10;
        }

        return fine;
    }

    /// <summary>The shop's tax rates by their ids, hundredths of a percent.</summary>
    private static Dictionary<string, int> Rates(ShopNode order)
    {
        var rates = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in order["tax_lines"].Items())
        {
            if (line["rate_id"].TextOrNull() is { } id && line["rate_percent"].Rate(100) is { } rate)
            {
                rates[id] = rate;
            }
        }

        return rates;
    }
}

/// <summary>An item of an order, exact.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="List">Before discounts, tax included.</param>
/// <param name="Charged">What was charged, tax included.</param>
/// <param name="Tax">The tax in that.</param>
/// <param name="Rate">Its rates together, hundredths of a percent; null where the shop names none.</param>
internal sealed record WooItem(ShopNode Node, OrderLineKind Kind, Int128 List, Int128 Charged, Int128 Tax, int? Rate)
{
    public static WooItem Read(string list, ShopNode item, Dictionary<string, int> rates)
    {
        var kind = list switch { "line_items" => OrderLineKind.Goods, "shipping_lines" => OrderLineKind.Shipping, _ => OrderLineKind.Extra };
        var tax = Exact(item["total_tax"]);
        var charged = item["total"].Amount(WooApi.Digits) + tax;
        var before = kind == OrderLineKind.Goods && item["subtotal"].Exists ? item["subtotal"].Amount(WooApi.Digits) + Exact(item["subtotal_tax"]) : charged;
        var taxed = item["taxes"].Items().Where(part => part["total"].TextOrNull() is { Length: > 0 }).Select(part => part["id"].TextOrNull() ?? "").ToArray();
        return new WooItem(item, kind, before, charged, tax, taxed.Length > 0 && Array.TrueForAll(taxed, rates.ContainsKey) ? taxed.Sum(id => rates[id]) : null);
    }

    /// <summary>The line that was charged this much.</summary>
    public ShopLine Line(long chargedMinor, Currency currency)
    {
        var key = Node["id"].Text();
        var (sku, name) = Kind switch
        {
            OrderLineKind.Goods => (ShopText.Line(Node["sku"].TextOrNull(), 60) ?? $"product-{Product()}", Node["name"].TextOrNull()),
            OrderLineKind.Shipping => ("shipping", Node["method_title"].TextOrNull()),
            _ => ("fee", Node["name"].TextOrNull()),
        };
        var listMinor = Math.Max(chargedMinor, WooSum.Minor(List, currency));
        var taxMinor = WooSum.Minor(Tax, currency);
        return new ShopLine(
            key, Kind, sku, ShopText.Line(name, 200) ?? sku, Kind == OrderLineKind.Goods ? "general" : sku, Kind == OrderLineKind.Goods ? Node["quantity"].Whole() : 1,
            listMinor, chargedMinor, ShopAmount.TaxBasisPoints(chargedMinor, taxMinor, Rate));
    }

    private string Product() => Node["variation_id"].TextOrNull() is { } variation and not "0" ? variation : Node["product_id"].TextOrNull() ?? "0";

    private static Int128 Exact(ShopNode amount) => amount.Exists ? amount.Amount(WooApi.Digits) : 0;
}
