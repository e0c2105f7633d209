using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Medusa;

/// <summary>Makes drafts of the orders of a Medusa shop. It keeps amounts as exact decimals of major units, finer than money is paid.</summary>
internal static class MedusaOrders
{
    /// <summary>What is asked for of an order.</summary>
    public const string Fields = "id,display_id,custom_display_id,status,email,currency_code,created_at,updated_at,total,raw_total,credit_line_total,raw_credit_line_total,"
        + "customer_id,*customer.groups,*items,*items.tax_lines,*items.adjustments,*shipping_methods,*shipping_methods.tax_lines,*shipping_methods.adjustments,"
        + "*shipping_address,*billing_address,*payment_collections.payments,*payment_collections.payments.captures,*payment_collections.payments.refunds,*fulfillments";

    /// <summary>One order. Its lines are what was charged for each, every discount in it: Medusa has spread those of the whole order already.</summary>
    /// <param name="order">As the Admin API gives it.</param>
    /// <param name="gateway">Who pays back what was paid over the shop.</param>
    public static SourceOrder Read(JsonElement order, string gateway)
    {
        var (key, number) = (order.Needed("id"), order.Text("custom_display_id") ?? order.Needed("display_id"));
        if (!Currency.TryOf(order.Text("currency_code"), out var currency))
        {
            return new SourceOrder(key, number, OrderRefusals.Currency(order.Text("currency_code") ?? "nothing"), []);
        }

        try
        {
            JsonElement[] items = [.. order.Each("items").Where(item => Exact(item, "quantity") > 0)];
            SummedLine[] lines = [.. items.Select(item => Goods(item, currency)), .. order.Each("shipping_methods").Select(method => Delivery(method, currency))];
            return new SourceOrder(key, number, Draft(order, number, items, lines, currency, gateway), [.. lines.Select(line => line.Key)]);
        }
        catch (UnreadableShopAnswerException fault)
        {
            return new SourceOrder(key, number, fault.OfOneOrder, []);
        }
    }

    private static Outcome<OrderDraft> Draft(JsonElement order, string number, JsonElement[] items, SummedLine[] lines, Currency currency, string gateway)
    {
        if (order.Text("status") == "canceled")
        {
            return new Refusal("source.order-cancelled", "It was cancelled at the shop.");
        }

        if (Array.Exists(items, item => Exact(item, "quantity") is var quantity && (quantity != decimal.Truncate(quantity) || quantity > int.MaxValue)))
        {
            return new Refusal("source.order-quantity", "A line of it is of parts of a unit; only whole units can be given back.");
        }

        // Credit (gift cards, goodwill) is taken off the total and not off the lines: what it paid is not paid back here.
        var credit = SourceAmounts.Minor(Optional(order, "credit_line_total") ?? 0, currency);
        var drafts = SourceAmounts.AddUp(lines, SourceAmounts.Minor(Exact(order, "total"), currency) + credit, currency);
        if (!drafts.Succeeded)
        {
            return drafts.Refusal;
        }

        JsonElement[] payments = [.. order.Each("payment_collections").SelectMany(collection => collection.Each("payments"))];
        if (Array.Exists(payments, payment => payment.Time("canceled_at") is null && Captured(payment) < Exact(payment, "amount")))
        {
            return new Refusal("source.order-unpaid", "Not all of its payment is captured at the shop yet.");
        }

        TenderDraft[] tenders = [.. payments.Select(payment => Tender(payment, currency, gateway)).Where(tender => tender.CapturedMinor > 0)];
        if (tenders.Length == 0)
        {
            return new Refusal("source.order-unpaid", "No payment of it is captured at the shop, or all of it was paid back there.");
        }

        var (dispatched, delivered) = Parcels(order);
        var address = order.At("shipping_address").Text("country_code") is null ? order.At("billing_address") : order.At("shipping_address");
        return new OrderDraft(
            number,
            ShopText.Line(order.Text("customer_id"), 60, order.Needed("id")),
            ShopText.Line($"{address.Text("first_name")} {address.Text("last_name")}", 120, "Guest"),
            order.Text("email") is { Length: > 0 } mail ? mail : null,
            (address.Text("country_code") ?? string.Empty).ToUpperInvariant(),
            currency.Code,
            order.Time("created_at") ?? throw new UnreadableShopAnswerException("'created_at' is missing."),
            dispatched,
            delivered,
            OrderDiscountMinor: 0,
            drafts.Value,
            tenders)
        {
            CustomerGroup = order.At("customer").Each("groups").Select(group => ShopText.Line(group.Text("name"), 40)).FirstOrDefault(group => group is not null),
            Postcode = ShopText.Line(address.Text("postal_code"), 16),
        };
    }

    private static SummedLine Goods(JsonElement item, Currency currency)
    {
        var (product, variant) = (item.Text("product_title") ?? item.Text("title"), item.Text("variant_title"));
        var draft = new OrderLineDraft(
            ShopText.Line(item.Text("variant_sku") ?? item.Text("variant_id"), 60, "article"),
            ShopText.Line(variant is null ? product : $"{product}, {variant}", 200, "Article"),
            ShopText.Line(item.Text("product_type") ?? item.Text("product_collection"), 60, "Goods"),
            (int)Math.Min(int.MaxValue, Exact(item, "quantity")),
            ListMinor: 0,
            TaxBasisPoints: Rate(item));
        return new SummedLine(draft, item.Needed("id"), SourceAmounts.Minor(Exact(item, "original_total"), currency), SourceAmounts.Minor(Exact(item, "total"), currency));
    }

    private static SummedLine Delivery(JsonElement method, Currency currency)
    {
        var draft = new OrderLineDraft(
            "delivery",
            ShopText.Line(method.Text("name"), 200, "Delivery"),
            "Delivery",
            Quantity: 1,
            ListMinor: 0,
            TaxBasisPoints: Rate(method),
            Kind: OrderLineKind.Shipping);
        return new SummedLine(draft, string.Empty, SourceAmounts.Minor(Exact(method, "original_total"), currency), SourceAmounts.Minor(Exact(method, "total"), currency));
    }

    private static int Rate(JsonElement line) => SourceAmounts.BasisPoints(line.Each("tax_lines").Sum(tax => Exact(tax, "rate")));

    /// <summary>
    /// What was captured, less what the shop paid back by itself. What it keeps of our own refunds is not taken off: the desk counts those.
    /// </summary>
    private static TenderDraft Tender(JsonElement payment, Currency currency, string gateway)
    {
        var provider = payment.Text("provider_id") ?? "payment";
        var name = provider.StartsWith("pp_", StringComparison.Ordinal) ? provider[3..] : provider;
        var back = payment.Each("refunds").Where(refund => !RecordNote.IsOurs(refund.Text("note"))).Sum(refund => Exact(refund, "amount"));
        return new TenderDraft(
            ShopGateways.Of(name, gateway).Method,
            gateway.Length > 0 ? gateway : ShopText.Line(name, 40, "shop"),
            ShopText.Line(payment.At("data").Text("id"), 120, payment.Needed("id")),
            ShopText.Line(name == "system_default" ? "Paid by hand" : name, 60, "Payment"),
            SourceAmounts.Whole(SourceAmounts.Minor(Captured(payment), currency)) - SourceAmounts.Whole(SourceAmounts.Minor(back, currency)));
    }

    /// <summary>When the first parcel left, and when the last one came where everything was sent and has come.</summary>
    private static (DateTimeOffset? Dispatched, DateTimeOffset? Delivered) Parcels(JsonElement order)
    {
        JsonElement[] parcels = [.. order.Each("fulfillments").Where(parcel => parcel.Time("canceled_at") is null)];
        var isAllThere = parcels.Length > 0
            && Array.TrueForAll(parcels, parcel => parcel.Time("delivered_at") is not null)
            && order.Each("items").All(item => (Optional(item.At("detail"), "delivered_quantity") ?? 0) >= Exact(item, "quantity"));
        return (parcels.Select(parcel => parcel.Time("shipped_at")).Min(), isAllThere ? parcels.Select(parcel => parcel.Time("delivered_at")).Max() : null);
    }

    private static decimal Captured(JsonElement payment) => payment.Each("captures").Sum(capture => Exact(capture, "amount"));

    private static decimal Exact(JsonElement element, string name) => Optional(element, name) ?? throw new UnreadableShopAnswerException($"'{name}' is missing.");

    /// <summary>The exact value stands beside the number, as a text under <c>raw_…</c>; the number itself went through a float.</summary>
    private static decimal? Optional(JsonElement element, string name) => element.At("raw_" + name).Number("value") ?? element.Number(name);
}
