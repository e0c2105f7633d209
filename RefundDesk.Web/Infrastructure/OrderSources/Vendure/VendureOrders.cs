using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Vendure;

/// <summary>Makes drafts of the orders of a Vendure shop.</summary>
internal static class VendureOrders
{
    /// <summary>One order. Its lines are what was charged for each, every discount in it: Vendure has spread those of the whole order already.</summary>
    /// <param name="order">As the Admin API gives it.</param>
    /// <param name="precision">Decimal digits of the shop's whole numbers, the same for every currency: 1 000 yen are 100000 where it is 2.</param>
    /// <param name="gateway">Who pays back what was paid over the shop.</param>
    public static SourceOrder Read(JsonElement order, int precision, string gateway)
    {
        var (key, number) = (order.Needed("id"), order.Needed("code"));
        if (!Currency.TryOf(order.Text("currencyCode"), out var currency))
        {
            return new SourceOrder(key, number, OrderRefusals.Currency(order.Text("currencyCode") ?? "nothing"), []);
        }

        try
        {
            var amounts = new VendureAmounts(precision, currency);
            var lines = Lines(order, amounts);
            return new SourceOrder(key, number, Draft(order, lines, amounts, gateway), [.. lines.Select(line => line.Key)]);
        }
        catch (UnreadableShopAnswerException fault)
        {
            return new SourceOrder(key, number, fault.OfOneOrder, []);
        }
    }

    private static Outcome<OrderDraft> Draft(JsonElement order, IReadOnlyList<SummedLine> lines, VendureAmounts amounts, string gateway)
    {
        if (Unfinished(order.Text("state")) is { } unfinished)
        {
            return unfinished;
        }

        var discount = -order.Each("surcharges").Select(amounts.Gross).Where(gross => gross < 0).Sum();
        var drafts = SourceAmounts.AddUp(lines, amounts.Of(order, "totalWithTax") + discount, amounts.Currency);
        if (!drafts.Succeeded)
        {
            return drafts.Refusal;
        }

        TenderDraft[] tenders = [.. order.Each("payments").Where(payment => payment.Text("state") == "Settled").Select(payment => Tender(payment, amounts, gateway)).Where(tender => tender.CapturedMinor > 0)];
        if (tenders.Length == 0)
        {
            return new Refusal("source.order-unpaid", "No payment of it is settled at the shop, or all of it was paid back there.");
        }

        var (dispatched, delivered) = Parcels(order);
        var (customer, address) = (order.At("customer"), order.At("shippingAddress").Text("countryCode") is null ? order.At("billingAddress") : order.At("shippingAddress"));
        var name = $"{customer.Text("firstName")} {customer.Text("lastName")}";
        return new OrderDraft(
            order.Needed("code"),
            ShopText.Line(customer.Text("id"), 60, $"order-{order.Needed("id")}"),
            ShopText.Line(name.Trim().Length > 0 ? name : address.Text("fullName"), 120, "Guest"),
            customer.Text("emailAddress") is { Length: > 0 } mail ? mail : null,
            address.Text("countryCode") ?? string.Empty,
            amounts.Currency.Code,
            order.Time("orderPlacedAt") ?? throw new UnreadableShopAnswerException("'orderPlacedAt' is missing."),
            dispatched,
            delivered,
            SourceAmounts.Whole(discount),
            drafts.Value,
            tenders)
        {
            CustomerGroup = customer.Each("groups").Select(group => ShopText.Line(group.Text("name"), 40)).FirstOrDefault(group => group is not null),
            Postcode = ShopText.Line(address.Text("postalCode"), 16),
        };
    }

    /// <summary>What was sold and paid is never taken in twice, so an order is taken in once both are settled.</summary>
    private static Refusal? Unfinished(string? state) => state switch
    {
        "Cancelled" => new Refusal("source.order-cancelled", "It was cancelled at the shop."),
        "PaymentAuthorized" => new Refusal("source.order-unpaid", "Its payment is authorised at the shop and not settled yet."),
        "Draft" or "Modifying" or "ArrangingPayment" or "ArrangingAdditionalPayment" => new Refusal("source.order-open", $"It is being changed at the shop (state {state})."),
        _ => null,
    };

    private static SummedLine[] Lines(JsonElement order, VendureAmounts amounts)
    {
        decimal[] rates = [.. order.Each("taxSummary").Select(summary => summary.NeededNumber("taxRate")).Append(0).Distinct()];
        return
        [
            .. order.Each("lines").Where(line => line.Count("quantity") > 0).Select(line => Goods(line, amounts)),
            .. order.Each("shippingLines").Select(line => Delivery(line, rates, amounts)),
            .. order.Each("surcharges").Where(surcharge => amounts.Gross(surcharge) > 0).Select(surcharge => Extra(surcharge, amounts)),
        ];
    }

    private static SummedLine Goods(JsonElement line, VendureAmounts amounts)
    {
        var variant = line.At("productVariant");
        var category = variant.Each("facetValues").FirstOrDefault(value => value.At("facet").Text("code") == "category");
        var draft = new OrderLineDraft(
            ShopText.Line(variant.Text("sku"), 60, line.Needed("id")),
            ShopText.Line(variant.Text("name"), 200, "Article"),
            ShopText.Line(category.Text("name"), 60, "Goods"),
            line.Count("quantity"),
            ListMinor: 0,
            TaxBasisPoints: SourceAmounts.BasisPoints(line.NeededNumber("taxRate")));
        return new SummedLine(draft, line.Needed("id"), amounts.Of(line, "linePriceWithTax"), amounts.Of(line, "proratedLinePriceWithTax"));
    }

    private static SummedLine Delivery(JsonElement line, IReadOnlyList<decimal> rates, VendureAmounts amounts)
    {
        var method = line.At("shippingMethod");
        var draft = new OrderLineDraft(
            ShopText.Line(method.Text("code"), 60, "delivery"),
            ShopText.Line(method.Text("name"), 200, "Delivery"),
            "Delivery",
            Quantity: 1,
            ListMinor: 0,
            TaxBasisPoints: SourceAmounts.BasisPoints(RateOf(line.NeededNumber("price"), line.NeededNumber("priceWithTax"), rates)),
            Kind: OrderLineKind.Shipping);
        return new SummedLine(draft, string.Empty, amounts.Of(line, "priceWithTax"), amounts.Of(line, "discountedPriceWithTax"));
    }

    private static SummedLine Extra(JsonElement surcharge, VendureAmounts amounts)
    {
        var draft = new OrderLineDraft(
            ShopText.Line(surcharge.Text("sku"), 60, "surcharge"),
            ShopText.Line(surcharge.Text("description"), 200, "Surcharge"),
            "Surcharge",
            Quantity: 1,
            ListMinor: 0,
            TaxBasisPoints: SourceAmounts.BasisPoints(surcharge.NeededNumber("taxRate")),
            Kind: OrderLineKind.Extra);
        return new SummedLine(draft, string.Empty, amounts.Gross(surcharge), amounts.Gross(surcharge));
    }

    /// <summary>Vendure does not say the rate of a delivery, only its prices: it is the one of the order's rates that makes the one price of the other.</summary>
    private static decimal RateOf(decimal net, decimal gross, IReadOnlyList<decimal> rates) =>
        net <= 0 ? 0 : rates.MinBy(rate => Math.Abs((net * (100 + rate) / 100) - gross));

    /// <summary>
    /// A settled payment, less what the shop paid back by itself. What it keeps of our own refunds is not taken off: the desk counts those.
    /// </summary>
    private static TenderDraft Tender(JsonElement payment, VendureAmounts amounts, string gateway)
    {
        var method = payment.Text("method") ?? "payment";
        var back = payment.Each("refunds").Where(refund => refund.Text("state") != "Failed" && !RecordNote.IsOurs(refund.Text("reason"))).Sum(refund => amounts.Of(refund, "total"));
        return new TenderDraft(
            ShopGateways.Of(method, gateway).Method,
            gateway.Length > 0 ? gateway : ShopText.Line(method, 40, "shop"),
            ShopText.Line(payment.Text("transactionId"), 120, $"vendure-payment-{payment.Needed("id")}"),
            ShopText.Line(method, 60, "Payment"),
            SourceAmounts.Whole(amounts.Of(payment, "amount") - back));
    }

    /// <summary>When the first parcel left, and when the last one came where all have come. The history has the very times; where it was not kept, the parcels' last change.</summary>
    private static (DateTimeOffset? Dispatched, DateTimeOffset? Delivered) Parcels(JsonElement order)
    {
        DateTimeOffset?[] When(string state, params string[] reached)
        {
            var told = order.At("history").Each("items").Where(entry => entry.At("data").Text("to") == state).Select(entry => entry.Time("createdAt")).ToArray();
            return told.Length > 0 ? told : [.. order.Each("fulfillments").Where(parcel => reached.Contains(parcel.Text("state"))).Select(parcel => parcel.Time("updatedAt"))];
        }

        return (When("Shipped", "Shipped", "Delivered").Min(), order.Text("state") == "Delivered" ? When("Delivered", "Delivered").Max() : null);
    }
}

/// <summary>Reads amounts of a Vendure shop as minor units of a currency; fractions of one are kept.</summary>
/// <param name="precision">Decimal digits of the shop's numbers.</param>
/// <param name="currency">The order's.</param>
internal sealed class VendureAmounts(int precision, Currency currency)
{
    private readonly decimal _divisor = Enumerable.Repeat(10m, Math.Clamp(precision, 0, 8)).Aggregate(1m, (product, ten) => product * ten);

    /// <summary>The order's currency.</summary>
    public Currency Currency { get; } = currency;

    /// <summary>An amount that must be there.</summary>
    public decimal Of(JsonElement element, string name) => SourceAmounts.Minor(element.NeededNumber(name) / _divisor, Currency);

    /// <summary>The price of a surcharge, tax included; below zero where it is a discount.</summary>
    public decimal Gross(JsonElement surcharge) => Of(surcharge, "priceWithTax");
}
