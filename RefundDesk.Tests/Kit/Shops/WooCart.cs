using System.Globalization;
using System.Text.Json.Nodes;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>
/// Orders as WooCommerce writes them, worked out as it does it: taxes a line or over the whole order, prices with tax or without, coupons
/// over lines, fees of either sign. Amounts are decimals here, as they are in the shop.
/// </summary>
internal sealed class WooCart(string currency, int digits)
{
    private readonly JsonArray _lines = [];
    private readonly JsonArray _fees = [];
    private readonly JsonArray _shipping = [];
    private readonly List<(int RateId, decimal Percent)> _rates = [];
    private decimal _net;
    private decimal _tax;
    private int _nextId = 1;

    /// <summary>Prices are with tax.</summary>
    public bool PricesIncludeTax { get; init; }

    /// <summary>Taxes are rounded once over everything, and lines are kept more exactly.</summary>
    public bool RoundsAtTheEnd { get; init; }

    /// <summary>What the order comes to.</summary>
    public decimal Total { get; private set; }

    public WooCart Rate(int id, decimal percent)
    {
        _rates.Add((id, percent));
        return this;
    }

    /// <summary>Some units of an article.</summary>
    public WooCart Line(int quantity, decimal price, int? rate = null, decimal discount = 0, string? sku = "SKU-1", string name = "Kettle")
    {
        var (before, beforeTax) = Split(price * quantity, rate);
        var (after, afterTax) = Split((price * quantity) - discount, rate);
        _lines.Add(new JsonObject
        {
            ["id"] = _nextId++, ["name"] = name, ["product_id"] = 71, ["variation_id"] = 0, ["quantity"] = quantity, ["sku"] = sku,
            ["subtotal"] = Text(before), ["subtotal_tax"] = Text(beforeTax), ["total"] = Text(after), ["total_tax"] = Text(afterTax), ["taxes"] = Taxes(rate, afterTax),
        });
        (_net, _tax) = (_net + after, _tax + afterTax);
        return this;
    }

    public WooCart Shipping(decimal price, int? rate = null) => Other(_shipping, "method_title", "Parcel", price, rate);

    public WooCart Fee(decimal price, int? rate = null, string name = "Payment fee") => Other(_fees, "name", name, price, rate);

    /// <summary>The order as the shop answers it.</summary>
    public JsonObject Order(long id, string paidAt = "2026-05-01T10:00:00")
    {
        var round = RoundsAtTheEnd ? Round(_net) + Round(_tax) : _net + _tax;
        Total = round;
        return new JsonObject
        {
            ["id"] = id, ["number"] = id.ToString(CultureInfo.InvariantCulture), ["status"] = "processing", ["currency"] = currency, ["prices_include_tax"] = PricesIncludeTax,
            ["date_created_gmt"] = "2026-05-01T09:59:58", ["date_modified_gmt"] = "2026-05-01T10:00:01", ["date_paid_gmt"] = paidAt.Length == 0 ? null : paidAt, ["date_completed_gmt"] = null,
            ["total"] = Text(Total), ["total_tax"] = Text(_tax), ["customer_id"] = 12, ["payment_method"] = "stripe", ["payment_method_title"] = "Credit card", ["transaction_id"] = "ch_3Pq",
            ["billing"] = new JsonObject { ["first_name"] = "Ada", ["last_name"] = "Keller", ["email"] = "ada@example.com", ["country"] = "DE", ["postcode"] = "10115" },
            ["shipping"] = new JsonObject { ["first_name"] = "Ada", ["last_name"] = "Keller", ["country"] = "AT", ["postcode"] = "1010" },
            ["line_items"] = _lines, ["shipping_lines"] = _shipping, ["fee_lines"] = _fees, ["coupon_lines"] = new JsonArray(), ["refunds"] = new JsonArray(),
            ["tax_lines"] = new JsonArray([.. _rates.Select(rate => (JsonNode)new JsonObject { ["rate_id"] = rate.RateId, ["rate_percent"] = rate.Percent, ["label"] = "VAT" })]),
        };
    }

    /// <summary>A cart of chance.</summary>
    public static WooCart Of(Random random, string currency, int digits)
    {
        var unit = 1m;
        for (var i = 0; i < digits; i++)
        {
            unit /= 10;
        }

        var cart = new WooCart(currency, digits) { PricesIncludeTax = random.Next(2) == 0, RoundsAtTheEnd = random.Next(2) == 0 };
        cart.Rate(1, 19).Rate(2, 7).Rate(3, 8.875m);
        for (var lines = random.Next(1, 9); lines > 0; lines--)
        {
            var (quantity, price) = (random.Next(1, 8), random.Next(1, 50_000) * unit);
            cart.Line(quantity, price, random.Next(4) is > 0 and var rate ? rate : null, Math.Floor(price * quantity / unit * random.Next(0, 100) / 100) * unit);
        }

        if (random.Next(2) == 0)
        {
            cart.Shipping(random.Next(0, 2_000) * unit, random.Next(4) is > 0 and var rate ? rate : null);
        }

        if (random.Next(3) == 0)
        {
            cart.Fee(random.Next(1, 900) * unit, random.Next(4) is > 0 and var rate ? rate : null);
        }

        return random.Next(3) == 0 ? cart.Fee(-Math.Floor(cart._net / unit * random.Next(0, 60) / 100) * unit, null, "Loyal customer") : cart;
    }

    private WooCart Other(JsonArray to, string title, string name, decimal price, int? rate)
    {
        var (net, tax) = Split(price, rate);
        to.Add(new JsonObject { ["id"] = _nextId++, [title] = name, ["total"] = Text(net), ["total_tax"] = Text(tax), ["taxes"] = Taxes(rate, tax) });
        (_net, _tax) = (_net + net, _tax + tax);
        return this;
    }

    private (decimal Net, decimal Tax) Split(decimal price, int? rate)
    {
        var percent = rate is null ? 0 : _rates.Single(known => known.RateId == rate).Percent;
        var tax = PricesIncludeTax ? price - (price / (1 + (percent / 100))) : price * percent / 100;
        tax = RoundsAtTheEnd ? Math.Round(tax, 6, MidpointRounding.AwayFromZero) : Round(tax);
        return (PricesIncludeTax ? price - tax : price, tax);
    }

    private decimal Round(decimal amount) => Math.Round(amount, digits, MidpointRounding.AwayFromZero);

    private static JsonArray Taxes(int? rate, decimal tax) => rate is null ? [] : [new JsonObject { ["id"] = rate, ["total"] = Text(tax), ["subtotal"] = Text(tax) }];

    private static string Text(decimal amount) => amount.ToString("F6", CultureInfo.InvariantCulture);
}
