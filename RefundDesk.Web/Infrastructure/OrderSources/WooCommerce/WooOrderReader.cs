using System.Text.Json;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>Reads an order of WooCommerce as the desk takes it in.</summary>
internal static class WooOrderReader
{
    private static readonly string[] Lists = ["line_items", "shipping_lines", "fee_lines"];

    /// <summary>Whether the shop gave something back itself; records of ours do not count.</summary>
    public static bool HasForeignRefunds(JsonElement order) =>
        new ShopNode(order, "", new ShopFaults())["refunds"].Items().Any(refund => !RecordNote.IsOurs(refund["reason"].TextOrNull()));

    /// <summary>One order.</summary>
    /// <param name="order">It, with amounts of <see cref="WooApi.Digits"/> places.</param>
    /// <param name="refunds">Its refunds in full, where it has any that are not ours.</param>
    /// <param name="gateway">The source's gateway.</param>
    public static SourceOrder Read(JsonElement order, IReadOnlyList<JsonElement> refunds, string gateway)
    {
        var faults = new ShopFaults();
        var node = new ShopNode(order, "", faults);
        var key = WooApi.KeyOf(order);
        var number = ShopText.Line(node["number"].TextOrNull(), 60) ?? key;
        if (!Currency.TryOf(node["currency"].TextOrNull(), out var currency))
        {
            node["currency"].Fault("is no currency of ISO 4217");
            return new SourceOrder(key, number, faults.First!, []);
        }

        var foreign = refunds.Select((refund, i) => new ShopNode(refund, $"refunds[{i}]", faults)).Where(refund => !RecordNote.IsOurs(refund["reason"].TextOrNull())).ToArray();
        var sum = WooSum.Of(node, currency, faults);
        var made = new ShopOrder
        {
            TotalMinor = sum.TotalMinor,
            Currency = currency,
            DiscountMinor = sum.DiscountMinor,
            Lines = sum.Lines,
            Payments = Payments(node, foreign, currency, gateway, number),
            GivenBack = [.. foreign.SelectMany(refund => Lists.SelectMany(list => refund[list].Items())).Select(item => GivenBack(item, currency))],
        };
        var times = (node["date_created_gmt"].Time(), node["date_completed_gmt"].TimeOrNull(), (DateTimeOffset?)null);
        var filled = faults.First is { } fault ? fault : made.Fill(Buyer(node).Draft(key, number, times));
        return filled.Succeeded ? new SourceOrder(key, number, filled.Value.Draft, filled.Value.LineKeys) : new SourceOrder(key, number, filled.Refusal, []);
    }

    private static ShopBuyer Buyer(ShopNode order)
    {
        var (shipping, billing) = (order["shipping"], order["billing"]);
        var customer = order["customer_id"].TextOrNull();
        return new ShopBuyer(
            customer is null or "0" or "" ? null : ShopText.Line(customer, 60),
            ShopText.Name(billing["first_name"].TextOrNull(), billing["last_name"].TextOrNull()) ?? ShopText.Name(shipping["first_name"].TextOrNull(), shipping["last_name"].TextOrNull()),
            ShopText.Email(billing["email"].TextOrNull()),
            ShopText.Line(shipping["country"].TextOrNull(), 60) ?? ShopText.Line(billing["country"].TextOrNull(), 60),
            ShopText.Line(shipping["postcode"].TextOrNull(), 16) ?? ShopText.Line(billing["postcode"].TextOrNull(), 16));
    }

    /// <summary>WooCommerce knows one payment an order. It is captured once the shop dates it.</summary>
    private static TenderDraft[] Payments(ShopNode order, ShopNode[] refunds, Currency currency, string gateway, string number)
    {
        var (name, title) = (order["payment_method"].TextOrNull(), ShopText.Line(order["payment_method_title"].TextOrNull(), 60));
        var capturedMinor = order["total"].Minor(currency.Exponent) - refunds.Sum(refund => refund["amount"].Minor(currency.Exponent));
        if (order["date_paid_gmt"].TimeOrNull() is null || order["total"].Minor(currency.Exponent) == 0)
        {
            return [];
        }

        var (method, key) = ShopGateways.Of(name, gateway);
        var reference = ShopText.Line(order["transaction_id"].TextOrNull(), 120) ?? $"order {number}";
        return [new TenderDraft(method, key, reference, title ?? ShopText.Line(name, 60) ?? "Payment", Math.Max(0, capturedMinor))];
    }

    private static ShopGivenBack GivenBack(ShopNode item, Currency currency)
    {
        var line = item["meta_data"].Items().FirstOrDefault(meta => meta["key"].TextOrNull() == "_refunded_item_id")["value"].TextOrNull() ?? "";
        var amount = -(item["total"].Amount(WooApi.Digits) + (item["total_tax"].Exists ? item["total_tax"].Amount(WooApi.Digits) : 0));
        return new ShopGivenBack(line, item["quantity"].Exists ? Math.Abs(item["quantity"].Whole()) : 0, WooSum.Minor(amount, currency));
    }
}
