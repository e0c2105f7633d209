using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Tests.Kit.Shops;
using RefundDesk.Web.Infrastructure.OrderSources.Shopify;
using RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>Single orders of both shops: what becomes what, and what holds one back.</summary>
public sealed class ShopOrderReaderTests
{
    [Fact]
    public void An_order_of_WooCommerce_becomes_a_draft()
    {
        var cart = new WooCart("EUR", 2) { PricesIncludeTax = true };
        var draft = Woo(cart.Rate(1, 19).Line(2, 11.90m, 1, discount: 2.38m, name: "Pan &amp; lid").Shipping(4.90m, 1).Fee(-1).Order(7)).Value;

        Assert.Equal(("7", "12", "Ada Keller", "ada@example.com", "AT", "1010", "EUR"), (draft.OrderNumber, draft.CustomerReference, draft.CustomerName, draft.CustomerEmail, draft.Country, draft.Postcode, draft.Currency));
        Assert.Equal(new OrderLineDraft("SKU-1", "Pan & lid", "general", 2, 2380, 238, 1900), draft.Lines[0]);
        Assert.Equal(new OrderLineDraft("shipping", "Parcel", "shipping", 1, 490, 0, 1900, OrderLineKind.Shipping), draft.Lines[1]);
        Assert.Equal(100, draft.OrderDiscountMinor);
        Assert.Equal(new TenderDraft(TenderMethod.Card, "stripe", "ch_3Pq", "Credit card", 2532), draft.Tenders.Single());
    }

    [Fact]
    public void An_order_of_Shopify_becomes_a_draft()
    {
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: false).Line(2, 1000, 19, 0, 100, 100).Shipping(490, 19).Tip(200);
        var order = cart.Order(7);
        order["displayFulfillmentStatus"] = "FULFILLED";
        order["fulfillments"] = new JsonArray(
            new JsonObject { ["status"] = "SUCCESS", ["createdAt"] = "2026-05-02T08:00:00Z", ["deliveredAt"] = "2026-05-03T09:00:00+02:00" },
            new JsonObject { ["status"] = "SUCCESS", ["createdAt"] = "2026-05-02T09:00:00Z", ["deliveredAt"] = "2026-05-04T09:00:00Z" },
            new JsonObject { ["status"] = "CANCELLED", ["createdAt"] = "2026-05-01T09:00:00Z", ["deliveredAt"] = null });
        var draft = Shopify(order, cart).Value;

        Assert.Equal(("#7", "77", "Ada Keller", "AT", "1010", "Trade"), (draft.OrderNumber, draft.CustomerReference, draft.CustomerName, draft.Country, draft.Postcode, draft.CustomerGroup));
        Assert.Equal(new OrderLineDraft("SKU-2", "Lamp - Brass", "general", 2, 2342, 200, 1900), draft.Lines[0]);
        Assert.Equal(new OrderLineDraft("shipping", "Standard", "shipping", 1, 583, 0, 1900, OrderLineKind.Shipping), draft.Lines[1]);
        Assert.Equal(new OrderLineDraft("tip", "Tip", "tip", 1, 200, 0, 0, OrderLineKind.Tip), draft.Lines[2]);
        Assert.Equal(new TenderDraft(TenderMethod.Card, "stripe", "pi_3Q", "Visa ·· 4242", 2925), draft.Tenders.Single());
        Assert.Equal((new DateTimeOffset(2026, 5, 2, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero)), (draft.DispatchedAt, draft.DeliveredAt));
    }

    [Fact]
    public void A_tip_that_is_a_line_already_is_not_charged_twice()
    {
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true).Line(1, 1000).Line(1, 200);
        var order = cart.Order(7);
        order["totalTipReceivedSet"] = cart.Bag(200);

        Assert.Equal(2, Shopify(order, cart).Value.Lines.Count);
    }

    [Fact]
    public void Only_money_that_came_in_is_a_payment_and_what_went_back_is_taken_off_it()
    {
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true).Line(1, 10_000);
        cart.Transaction("SALE", 4_000, "gift_card").Transaction("AUTHORIZATION", 6_000).Transaction("CAPTURE", 6_000, "shopify_payments").Transaction("SALE", 9_000, status: "FAILURE");
        cart.Transaction("REFUND", 500, parent: "gid://shopify/OrderTransaction/4").Transaction("REFUND", 300, status: "PENDING", parent: "gid://shopify/OrderTransaction/2");

        var tenders = Shopify(cart.Order(7), cart).Value.Tenders;

        Assert.Equal([(TenderMethod.GiftCard, "desk", 3_700L), (TenderMethod.Card, "desk", 5_500L)], tenders.Select(tender => (tender.Method, tender.Gateway, tender.CapturedMinor)));
    }

    [Fact]
    public void An_amount_more_exact_than_its_currency_is_refused_by_its_place()
    {
        var cart = new ShopifyCart("JPY", 0, taxesIncluded: true).Line(1, 1000).Line(1, 500);
        cart.Lines[1]["originalTotalSet"]!["presentmentMoney"]!["amount"] = "500.5";

        Assert.Equal(
            new Refusal("source.order-answer", "lineItems[1].originalTotalSet.presentmentMoney.amount is more exact than the currency: it has more than 0 digits after the point."),
            Shopify(cart.Order(7), cart).Refusal);
    }

    [Fact]
    public void An_amount_in_another_currency_is_refused()
    {
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true).Line(1, 1000);
        cart.Lines[0]["originalTotalSet"]!["presentmentMoney"]!["currencyCode"] = "USD";

        Assert.Contains("is USD, the order is in EUR", Shopify(cart.Order(7), cart).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_total_that_does_not_add_up_says_by_how_much()
    {
        var order = new WooCart("EUR", 2).Rate(1, 19).Line(1, 10, 1).Order(7);
        order["total"] = "11.89";

        var refusal = Woo(order).Refusal!;

        Assert.Equal("source.order-amounts", refusal.Code);
        Assert.Contains("11.90", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("11.89", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0.01", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_finer_than_the_currency_do_not_excuse_more_than_rounding()
    {
        var order = new WooCart("EUR", 2) { RoundsAtTheEnd = true }.Rate(1, 8.875m).Line(3, 3.33m, 1).Line(1, 0.07m, 1).Order(7);
        Assert.Null(Woo(order.DeepClone().AsObject()).Refusal);
        order["total"] = "11.20";

        Assert.Equal("source.order-amounts", Woo(order).Refusal?.Code);
    }

    [Fact]
    public void An_order_nobody_paid_is_held_back()
    {
        Assert.Equal("source.order-unpaid", Woo(new WooCart("EUR", 2).Line(1, 10).Order(7, paidAt: "")).Refusal?.Code);

        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true).Line(1, 1000).Transaction("AUTHORIZATION", 1000);
        Assert.Equal("source.order-unpaid", Shopify(cart.Order(7), cart).Refusal?.Code);
    }

    [Theory]
    [InlineData("currency", "\"EURO\"", "currency is no currency")]
    [InlineData("total", "\"12,90\"", "total is no amount")]
    [InlineData("total", "null", "total is missing")]
    [InlineData("date_created_gmt", "\"soon\"", "date_created_gmt is no time")]
    [InlineData("line_items", "{}", "line_items is no list")]
    [InlineData("line_items", """[{"id":1,"quantity":1.5,"total":"5","total_tax":"0"}]""", "line_items[0].quantity is no whole number")]
    public void What_is_not_as_the_contract_says_is_named(string field, string value, string words)
    {
        var order = new WooCart("EUR", 2).Line(1, 10).Order(7);
        order[field] = JsonNode.Parse(value);

        Assert.Contains(words, Woo(order).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_without_names_and_addresses_can_still_be_served()
    {
        var order = new WooCart("EUR", 2).Line(1, 10, sku: null).Order(7);
        (order["customer_id"], order["billing"], order["shipping"]) = (0, new JsonObject { ["email"] = "not an address" }, new JsonObject());

        var draft = Woo(order).Value;

        Assert.Equal(("guest 7", "Guest", null, "unknown", "product-71"), (draft.CustomerReference, draft.CustomerName, draft.CustomerEmail, draft.Country, draft.Lines[0].Sku));
    }

    private static Outcome<OrderDraft> Woo(JsonObject order) => WooOrderReader.Read(Json(order), [], "desk").Order;

    private static Outcome<OrderDraft> Shopify(JsonObject order, ShopifyCart cart) => ShopifyOrderReader.Read(new ShopifyOrder(Json(order), [.. cart.Lines.Select(Json)], []), "desk").Order;

    private static JsonElement Json(JsonObject node) => JsonSerializer.Deserialize<JsonElement>(node.ToJsonString());
}
