using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>The record of a refund as WooCommerce keeps it: without money, and without putting anything back into stock.</summary>
internal static class WooRecord
{
    private const string Meta = "_refunddesk_refund";
    private static readonly string[] Lists = ["line_items", "shipping_lines", "fee_lines"];

    /// <summary>The key of the record of a refund; null where there is none. Its reason counts too: the shop stores it first, and may stop in between.</summary>
    public static string? Find(IReadOnlyList<JsonElement> refunds, string refundNumber)
    {
        foreach (var refund in refunds)
        {
            var node = new ShopNode(refund, "", new ShopFaults());
            if (RecordNote.Is(node["reason"].TextOrNull(), refundNumber)
                || node["meta_data"].Items().Any(meta => meta["key"].TextOrNull() == Meta && meta["value"].TextOrNull() == refundNumber))
            {
                return WooApi.KeyOf(refund);
            }
        }

        return null;
    }

    /// <summary>What the shop is sent.</summary>
    /// <param name="order">The order as the shop has it: it says into which taxes an amount is split.</param>
    /// <param name="refund">What was paid.</param>
    public static Outcome<JsonObject> Of(JsonElement order, SourceRefund refund)
    {
        var faults = new ShopFaults();
        var node = new ShopNode(order, "", faults);
        var currency = Currency.Of(refund.Currency);
        if (node["currency"].TextOrNull() != refund.Currency)
        {
            node["currency"].Fault($"is not {refund.Currency}, in which the refund was paid");
        }

        var left = node["total"].Minor(currency.Exponent) + node["refunds"].Items().Sum(back => back["total"].Minor(currency.Exponent));
        if (faults.First is null && refund.AmountMinor > left)
        {
            node["total"].Fault($"has {Money.Of(left, currency)} left that the shop did not give back itself, and {Money.Of(refund.AmountMinor, currency)} were paid: record it there by hand");
        }

        var items = Lists.SelectMany(list => node[list].Items()).Where(item => item["id"].Exists).DistinctBy(item => item["id"].Text()).ToDictionary(item => item["id"].Text(), StringComparer.Ordinal);
        var lines = new JsonArray();
        foreach (var line in refund.Lines.GroupBy(line => line.LineKey, StringComparer.Ordinal))
        {
            // A line the shop has no key for is in the amount alone.
            if (items.TryGetValue(line.Key, out var item) && long.TryParse(line.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                lines.Add(Line(id, item, line.Sum(part => part.Quantity), line.Sum(part => part.AmountMinor), currency));
            }
        }

        return faults.First is { } fault ? fault : new JsonObject
        {
            ["amount"] = ShopAmount.Text(refund.AmountMinor, currency.Exponent),
            ["reason"] = RecordNote.Of(refund),
            ["api_refund"] = false,
            ["api_restock"] = false,
            ["meta_data"] = new JsonArray(new JsonObject { ["key"] = Meta, ["value"] = refund.RefundNumber }),
            ["line_items"] = lines,
        };
    }

    /// <summary>The amount is split into net and taxes as the shop's own line is; the parts come to the amount.</summary>
    private static JsonObject Line(long id, ShopNode item, int quantity, long amountMinor, Currency currency)
    {
        var taxes = item["taxes"].Items().Where(tax => tax["total"].TextOrNull() is { Length: > 0 }).ToArray();
        var weights = taxes.Select(tax => Weight(tax["total"])).Prepend(Weight(item["total"])).ToArray();
        var parts = weights.All(weight => weight == 0) ? [amountMinor, .. new long[taxes.Length]] : Allocation.Split(amountMinor, weights);
        var split = new JsonArray();
        for (var i = 0; i < taxes.Length; i++)
        {
            split.Add(new JsonObject { ["id"] = taxes[i]["id"].Whole(), ["refund_total"] = Amount(parts[i + 1]) });
        }

        return new JsonObject { ["id"] = id, ["quantity"] = quantity, ["refund_total"] = Amount(parts[0]), ["refund_tax"] = split };

        // Numbers, as the contract wants them; written from text, so that they are exact.
        JsonNode Amount(long minor) => JsonNode.Parse(ShopAmount.Text(minor, currency.Exponent))!;
    }

    private static long Weight(ShopNode amount) => (long)Int128.Min(Int128.Max(0, amount.Amount(WooApi.Digits)), long.MaxValue / 4);
}
