using System.Globalization;
using System.Text.Json.Nodes;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>Orders as Shopify writes them, in minor units here: discounts are allocated to lines already, taxes are inside the prices or beside them.</summary>
internal sealed class ShopifyCart(string currency, int digits, bool taxesIncluded)
{
    private readonly List<JsonObject> _lines = [];
    private readonly JsonArray _shipping = [];
    private readonly JsonArray _fees = [];
    private readonly JsonArray _transactions = [];
    private long _total;
    private int _nextId = 1;

    /// <summary>What the order comes to, minor units.</summary>
    public long TotalMinor => _total;

    /// <summary>A tip; it is in the total.</summary>
    public long TipMinor { get; private set; }

    public IReadOnlyList<JsonObject> Lines => _lines;

    public ShopifyCart Line(int quantity, long priceMinor, decimal percent = 0, long dutyMinor = 0, params long[] discounts)
    {
        var original = priceMinor * quantity;
        _lines.Add(new JsonObject
        {
            ["id"] = $"gid://shopify/LineItem/{_nextId++}", ["sku"] = $"SKU-{_nextId}", ["name"] = "Lamp - Brass", ["quantity"] = quantity, ["isGiftCard"] = false, ["originalTotalSet"] = Bag(original),
            ["discountAllocations"] = Allocations(discounts), ["taxLines"] = Taxes(original - discounts.Sum(), percent),
            ["duties"] = dutyMinor == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["price"] = Bag(dutyMinor), ["taxLines"] = Taxes(dutyMinor, percent) }),
        });
        _total += Gross(original - discounts.Sum(), percent) + (dutyMinor == 0 ? 0 : Gross(dutyMinor, percent));
        return this;
    }

    public ShopifyCart Shipping(long priceMinor, decimal percent = 0, params long[] discounts)
    {
        _shipping.Add(new JsonObject { ["id"] = $"gid://shopify/ShippingLine/{_nextId++}", ["title"] = "Standard", ["discountedPriceSet"] = Bag(priceMinor - discounts.Sum()), ["discountAllocations"] = Allocations(discounts), ["taxLines"] = Taxes(priceMinor - discounts.Sum(), percent) });
        _total += Gross(priceMinor - discounts.Sum(), percent);
        return this;
    }

    public ShopifyCart Tip(long minor)
    {
        (TipMinor, _total) = (TipMinor + minor, _total + minor);
        return this;
    }

    public ShopifyCart Fee(long minor, decimal percent = 0)
    {
        _fees.Add(new JsonObject { ["name"] = "Handling", ["price"] = Bag(minor), ["taxLines"] = Taxes(minor, percent) });
        _total += Gross(minor, percent);
        return this;
    }

    public ShopifyCart Transaction(string kind, long minor, string gateway = "stripe", string status = "SUCCESS", string? parent = null, JsonObject? details = null, string? receipt = null)
    {
        _transactions.Add(new JsonObject
        {
            ["id"] = $"gid://shopify/OrderTransaction/{_nextId++}", ["kind"] = kind, ["status"] = status, ["gateway"] = gateway, ["paymentId"] = "rXy.1", ["authorizationCode"] = null, ["receiptJson"] = receipt,
            ["amountSet"] = Bag(minor), ["parentTransaction"] = parent is null ? null : new JsonObject { ["id"] = parent }, ["paymentDetails"] = details,
        });
        return this;
    }

    /// <summary>The id the next thing gets.</summary>
    public int NextId => _nextId;

    /// <summary>The order without its lines; paid by card where nothing else was said.</summary>
    public JsonObject Order(long id)
    {
        if (_transactions.Count == 0 && _total > 0)
        {
            Transaction("SALE", _total, details: new JsonObject { ["company"] = "Visa", ["number"] = "•••• •••• •••• 4242" }, receipt: """{"id":"pi_3Q","object":"payment_intent"}""");
        }

        return new JsonObject
        {
            ["id"] = $"gid://shopify/Order/{id}", ["name"] = $"#{id}", ["updatedAt"] = "2026-05-01T10:00:01Z", ["processedAt"] = "2026-05-01T09:59:58Z", ["createdAt"] = "2026-05-01T10:00:00Z",
            ["email"] = "ada@example.com", ["tags"] = new JsonArray("vip", "group:Trade"), ["presentmentCurrencyCode"] = currency, ["taxesIncluded"] = taxesIncluded, ["dutiesIncluded"] = false,
            ["displayFulfillmentStatus"] = "UNFULFILLED", ["totalPriceSet"] = Bag(_total), ["totalTipReceivedSet"] = Bag(TipMinor),
            ["customer"] = new JsonObject { ["id"] = "gid://shopify/Customer/77", ["displayName"] = "Ada Keller", ["tags"] = new JsonArray() },
            ["shippingAddress"] = new JsonObject { ["name"] = "Ada Keller", ["zip"] = "1010", ["countryCodeV2"] = "AT" }, ["billingAddress"] = null,
            ["shippingLines"] = new JsonObject { ["pageInfo"] = new JsonObject { ["hasNextPage"] = false }, ["nodes"] = _shipping }, ["additionalFees"] = _fees, ["fulfillments"] = new JsonArray(),
            ["refunds"] = new JsonArray(), ["transactions"] = _transactions,
        };
    }

    /// <summary>A cart of chance.</summary>
    public static ShopifyCart Of(Random random, string currency, int digits)
    {
        decimal[] rates = [0, 7, 19, 8.875m];
        var cart = new ShopifyCart(currency, digits, random.Next(2) == 0);
        for (var lines = random.Next(1, 9); lines > 0; lines--)
        {
            var (quantity, price) = (random.Next(1, 8), random.NextInt64(1, 50_000));
            var discount = price * quantity * random.Next(0, 100) / 100;
            cart.Line(quantity, price, rates[random.Next(4)], random.Next(5) == 0 ? random.NextInt64(1, 900) : 0, discount / 3, discount - (discount / 3));
        }

        if (random.Next(2) == 0)
        {
            var price = random.NextInt64(1, 2_000);
            cart.Shipping(price, rates[random.Next(4)], random.Next(3) == 0 ? price : 0);
        }

        if (random.Next(4) == 0)
        {
            cart.Fee(random.NextInt64(1, 500), rates[random.Next(4)]);
        }

        return random.Next(3) == 0 ? cart.Tip(random.NextInt64(1, 500)) : cart;
    }

    /// <summary>An amount as Shopify writes it: without zeros at the end, but with one digit after the point.</summary>
    public JsonObject Bag(long minor)
    {
        var amount = (decimal)minor;
        for (var i = 0; i < digits; i++)
        {
            amount /= 10;
        }

        return new JsonObject { ["presentmentMoney"] = new JsonObject { ["amount"] = amount.ToString("0.0###", CultureInfo.InvariantCulture), ["currencyCode"] = currency } };
    }

    private long Gross(long price, decimal percent) => price + (taxesIncluded ? 0 : Tax(price, percent));

    private long Tax(long price, decimal percent) => (long)Math.Round(taxesIncluded ? price - (price / (1 + (percent / 100))) : price * percent / 100, MidpointRounding.AwayFromZero);

    private JsonArray Taxes(long price, decimal percent) => percent == 0 ? [] : [new JsonObject { ["ratePercentage"] = percent, ["priceSet"] = Bag(Tax(price, percent)) }];

    private JsonArray Allocations(long[] discounts) => [.. discounts.Where(discount => discount > 0).Select(discount => (JsonNode)new JsonObject { ["allocatedAmountSet"] = Bag(discount) })];
}
