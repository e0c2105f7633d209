using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>The record of a refund as Shopify keeps it: without a transaction, so that no money moves, and without putting anything back into stock.</summary>
internal static class ShopifyRecord
{
    private const string LineKey = "gid://shopify/LineItem/";

    /// <summary>The key of the record of a refund; null where there is none.</summary>
    public static string? Find(ShopNode order, string refundNumber) =>
        order["refunds"].Items().FirstOrDefault(refund => RecordNote.Is(refund["note"].TextOrNull(), refundNumber))["id"].TextOrNull();

    /// <summary>What the shop is sent, and the key by which it knows it again: the same for the same record, another for a changed one.</summary>
    /// <param name="order">The order as the shop has it: it says how shipping is taxed.</param>
    /// <param name="refund">What was paid.</param>
    public static Outcome<JsonObject> Of(JsonElement order, SourceRefund refund)
    {
        var faults = new ShopFaults();
        var node = new ShopNode(order, "", faults);
        if (node["presentmentCurrencyCode"].TextOrNull() != refund.Currency)
        {
            node["presentmentCurrencyCode"].Fault($"is not {refund.Currency}, in which the refund was paid");
        }

        var lines = new JsonArray();
        foreach (var line in refund.Lines.Where(line => line.LineKey.StartsWith(LineKey, StringComparison.Ordinal) && line.Quantity > 0).GroupBy(line => line.LineKey, StringComparer.Ordinal))
        {
            lines.Add(new JsonObject { ["lineItemId"] = line.Key, ["quantity"] = line.Sum(part => part.Quantity), ["restockType"] = "NO_RESTOCK" });
        }

        var input = new JsonObject
        {
            ["orderId"] = refund.OrderKey,
            ["note"] = RecordNote.Of(refund),
            ["notify"] = false,
            ["currency"] = refund.Currency,
            ["processedAt"] = ChangeCursor.Text(refund.PaidAt),
            ["refundLineItems"] = lines,
            ["transactions"] = new JsonArray(),
        };
        if (refund.Lines.Where(line => line.Kind == OrderLineKind.Shipping).Sum(line => line.AmountMinor) is > 0 and var shipping && faults.First is null)
        {
            input["shipping"] = Shipping(node, shipping, Currency.Of(refund.Currency));
        }

        return faults.First is { } fault ? fault : new JsonObject { ["input"] = input, ["key"] = Key(input) };
    }

    /// <summary>Shopify adds the tax of shipping itself where prices are without.</summary>
    private static JsonObject Shipping(ShopNode order, long paidMinor, Currency currency)
    {
        var money = new ShopifyMoney(currency, order["taxesIncluded"].IsTrue());
        var (net, gross) = (0L, 0L);
        foreach (var line in order["shippingLines"]["nodes"].Items())
        {
            var price = money.Of(line["discountedPriceSet"]);
            net += price;
            gross += price + (money.TaxesIncluded ? 0 : money.Taxes(line["taxLines"]).Minor);
        }

        return paidMinor == gross
            ? new JsonObject { ["fullRefund"] = true }
            : new JsonObject { ["amount"] = ShopAmount.Text(gross <= 0 ? paidMinor : Rounding.HalfAwayFromZero((Int128)paidMinor * net, gross), currency.Exponent) };
    }

    private static string Key(JsonObject input) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(input.ToJsonString())).AsSpan(0, 16)).ToString();
}
