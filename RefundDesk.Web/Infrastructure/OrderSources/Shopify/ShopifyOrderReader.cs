using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>Reads an order of Shopify as the desk takes it in.</summary>
internal static class ShopifyOrderReader
{
    private const string GroupTag = "group:";
    private static readonly bool[] Both = [true, false];

    /// <summary>One order.</summary>
    /// <param name="whole">It.</param>
    /// <param name="gateway">The source's gateway.</param>
    public static SourceOrder Read(ShopifyOrder whole, string gateway)
    {
        var faults = new ShopFaults();
        var node = new ShopNode(whole.Order, "", faults);
        var key = node["id"].Text();
        var number = ShopText.Line(node["name"].TextOrNull(), 60) ?? Tail(key);
        if (!Currency.TryOf(node["presentmentCurrencyCode"].TextOrNull(), out var currency))
        {
            node["presentmentCurrencyCode"].Fault("is no currency of ISO 4217");
            return new SourceOrder(key, number, faults.First!, []);
        }

        var money = new ShopifyMoney(currency, node["taxesIncluded"].IsTrue());
        var total = money.Of(node["totalPriceSet"]);
        var made = new ShopOrder
        {
            TotalMinor = total,
            Currency = currency,
            Lines = Lines(node, [.. whole.Lines.Select((line, i) => new ShopNode(line, $"lineItems[{i}]", faults))], money, total),
            Payments = ShopifyPayments.Of(node["transactions"], money, gateway),
            GivenBack = [.. whole.Refunds.SelectMany((refund, i) => GivenBack(new ShopNode(refund, $"refunds[{i}]", faults), money))],
        };
        Limits(node);
        var draft = Buyer(node).Draft(Tail(key), number, Times(node)) with { CustomerGroup = Group(node) };
        var filled = faults.First is { } fault ? fault : made.Fill(draft);
        return filled.Succeeded ? new SourceOrder(key, number, filled.Value.Draft, filled.Value.LineKeys) : new SourceOrder(key, number, filled.Refusal, []);
    }

    private static string Tail(string key) => key[(key.LastIndexOf('/') + 1)..];

    private static void Limits(ShopNode order)
    {
        if (order["shippingLines"]["pageInfo"]["hasNextPage"].IsTrue())
        {
            order["shippingLines"].Fault("are more than are read");
        }

        if (order["transactions"].Items().Count >= 20)
        {
            order["transactions"].Fault("are more than are read");
        }
    }

    private static ShopLine[] Lines(ShopNode order, IReadOnlyList<ShopNode> items, ShopifyMoney money, long total)
    {
        var shipping = order["shippingLines"]["nodes"].Items().Select(line => Line(line, OrderLineKind.Shipping, money)).Where(line => line.ListMinor != 0);
        ShopLine[] sold = [.. items.Select(line => Line(line, OrderLineKind.Goods, money)), .. shipping];
        var fees = order["additionalFees"].Items().Select((fee, i) => Extra($"fee-{i + 1}", OrderLineKind.Extra, fee["name"].TextOrNull() ?? "Fee", Sum([fee], money), money)).ToArray();
        var duties = order["dutiesIncluded"].IsTrue() ? default : Sum([.. items.SelectMany(line => line["duties"].Items())], money);
        var tip = money.OrZero(order["totalTipReceivedSet"]);
        ShopLine[] duty = duties.Price + duties.Tax > 0 ? [Extra("duties", OrderLineKind.Duty, "Duties", duties, money)] : [];
        ShopLine[] tips = tip > 0 ? [Extra("tip", OrderLineKind.Tip, "Tip", (tip, 0), money)] : [];

        // Some channels sell a tip as a line of its own and name it again beside them, others name duties as fees: the shop's total says which.
        var ways = from withTips in Both from withFees in Both from withDuty in Both select (ShopLine[])[.. sold, .. withDuty ? duty : [], .. withFees ? fees : [], .. withTips ? tips : []];
        return ways.FirstOrDefault(way => way.Sum(line => line.ChargedMinor) == total) ?? [.. sold, .. duty, .. fees, .. tips];
    }

    private static ShopLine Line(ShopNode line, OrderLineKind kind, ShopifyMoney money)
    {
        var isGoods = kind == OrderLineKind.Goods;
        var discount = money.Discounts(line);
        var price = isGoods ? money.Of(line["originalTotalSet"]) - discount : money.Of(line["discountedPriceSet"]);
        var (list, charged, rate) = money.Charged(price, discount, line["taxLines"]);
        var key = line["id"].Text();
        var sku = isGoods ? ShopText.Line(line["sku"].TextOrNull(), 60) ?? $"line-{Tail(key)}" : "shipping";
        var category = !isGoods ? "shipping" : line["isGiftCard"].IsTrue() ? "gift card" : "general";
        return new ShopLine(key, kind, sku, ShopText.Line(line[isGoods ? "name" : "title"].TextOrNull(), 200) ?? sku, category, isGoods ? line["quantity"].Whole() : 1, list, charged, rate);
    }

    /// <summary>Price and tax of duties or fees together.</summary>
    private static (long Price, long Tax) Sum(IReadOnlyList<ShopNode> parts, ShopifyMoney money) =>
        (parts.Sum(part => money.Of(part["price"])), parts.Sum(part => money.Taxes(part["taxLines"]).Minor));

    private static ShopLine Extra(string sku, OrderLineKind kind, string name, (long Price, long Tax) sum, ShopifyMoney money)
    {
        var charged = sum.Price + (money.TaxesIncluded ? 0 : sum.Tax);
        return new ShopLine("", kind, sku, ShopText.Line(name, 200) ?? sku, kind == OrderLineKind.Extra ? "fee" : sku, 1, charged, charged, ShopAmount.TaxBasisPoints(charged, sum.Tax, null));
    }

    private static IEnumerable<ShopGivenBack> GivenBack(ShopNode refund, ShopifyMoney money)
    {
        foreach (var (list, line, price, tax) in new[]
        {
            ("refundLineItems", "lineItem", "subtotalSet", "totalTaxSet"),
            ("refundShippingLines", "shippingLine", "subtotalAmountSet", "taxAmountSet"),
        })
        {
            if (refund[list]["pageInfo"]["hasNextPage"].IsTrue())
            {
                refund[list].Fault("are more than are read");
            }

            foreach (var item in refund[list]["nodes"].Items())
            {
                var amount = money.Of(item[price]) + (money.TaxesIncluded ? 0 : money.OrZero(item[tax]));
                yield return new ShopGivenBack(item[line]["id"].TextOrNull() ?? "none", item["quantity"].Exists ? item["quantity"].Whole() : 0, amount);
            }
        }
    }

    private static ShopBuyer Buyer(ShopNode order)
    {
        var (shipping, billing, customer) = (order["shippingAddress"], order["billingAddress"], order["customer"]);
        return new ShopBuyer(
            customer["id"].TextOrNull() is { Length: > 0 } id ? ShopText.Line(Tail(id), 60) : null,
            ShopText.Line(customer["displayName"].TextOrNull(), 120) ?? ShopText.Line(billing["name"].TextOrNull(), 120) ?? ShopText.Line(shipping["name"].TextOrNull(), 120),
            ShopText.Email(order["email"].TextOrNull()),
            ShopText.Line(shipping["countryCodeV2"].TextOrNull(), 60) ?? ShopText.Line(billing["countryCodeV2"].TextOrNull(), 60),
            ShopText.Line(shipping["zip"].TextOrNull(), 16) ?? ShopText.Line(billing["zip"].TextOrNull(), 16));
    }

    /// <summary>Tags come and go; one of the form <c>group:trade</c> is meant for the desk.</summary>
    private static string? Group(ShopNode order) => order["tags"].Items().Concat(order["customer"]["tags"].Items())
        .Select(tag => tag.TextOrNull() ?? "")
        .Where(tag => tag.StartsWith(GroupTag, StringComparison.OrdinalIgnoreCase))
        .Select(tag => ShopText.Line(tag[GroupTag.Length..], 40))
        .FirstOrDefault(group => group is not null);

    /// <summary>Delivered is the order once everything left and every parcel came: then it is the last one.</summary>
    private static (DateTimeOffset Placed, DateTimeOffset? Dispatched, DateTimeOffset? Delivered) Times(ShopNode order)
    {
        var parcels = order["fulfillments"].Items().Where(parcel => parcel["status"].TextOrNull() is "SUCCESS" or "PENDING" or "OPEN").ToArray();
        var delivered = parcels.Select(parcel => parcel["deliveredAt"].TimeOrNull()).ToArray();
        var isWhole = order["displayFulfillmentStatus"].TextOrNull() == "FULFILLED" && delivered.Length is > 0 and < 20 && Array.TrueForAll(delivered, time => time is not null);
        return (
            order["processedAt"].TimeOrNull() ?? order["createdAt"].Time(),
            parcels.Select(parcel => parcel["createdAt"].TimeOrNull()).Min(),
            isWhole ? delivered.Max() : null);
    }
}
