using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit.Shops;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

public sealed class ShopifySourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_that_change_while_they_are_read_all_come_as_they_last_were()
    {
        await using var shop = await FakeShopify.StartAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            numbers.Add(i % 3 == 0 ? await shop.SellAsync() : shop.Add(Cart()));
        }

        for (var i = 0; i < 8; i++)
        {
            var changed = 1001 + (i * 5);
            shop.AfterList.Enqueue(() => shop.Touch(changed));
        }

        shop.Time.Advance(TimeSpan.FromMinutes(5));
        var (orders, cursor) = await WooCommerceSourceTests.ReadAllAsync(shop, null);

        Assert.Equal(numbers.Order(), orders.Select(order => order.Number).Distinct().Order());
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        (orders, cursor) = await WooCommerceSourceTests.ReadAllAsync(shop, cursor);
        Assert.Empty((await WooCommerceSourceTests.ReadAllAsync(shop, cursor)).Orders);
    }

    [Fact]
    public async Task A_second_of_more_orders_than_a_page_holds_is_read_whole_and_left()
    {
        await using var shop = await FakeShopify.StartAsync();
        var numbers = Enumerable.Range(0, 20).Select(_ => shop.Add(Cart())).ToList();
        numbers.Add(await shop.SellAsync());
        shop.Time.Advance(TimeSpan.FromMinutes(5));

        var (orders, _) = await WooCommerceSourceTests.ReadAllAsync(shop, null);

        Assert.Equal(numbers.Order(), orders.Select(order => order.Number).Order());
    }

    [Fact]
    public async Task A_query_that_costs_too_much_is_made_smaller_and_long_orders_are_read_to_their_end()
    {
        await using var shop = await FakeShopify.StartAsync();
        shop.MostLines = 6;
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true);
        for (var i = 0; i < 95; i++)
        {
            cart.Line(1, 1000 + i, 19);
        }

        shop.Add(cart);

        var order = (await WooCommerceSourceTests.ReadAllAsync(shop, null)).Orders.Single();

        Assert.Equal(95, order.Order.Value.Lines.Count);
        Assert.Equal(cart.TotalMinor, order.Order.Value.Lines.Sum(line => line.ListMinor - line.LineDiscountMinor));
    }

    [Fact]
    public async Task A_shop_that_is_asked_too_much_is_waited_for_as_long_as_it_says()
    {
        await using var shop = await FakeShopify.StartAsync();
        await shop.SellAsync();
        shop.Instead.Enqueue(context => SayAsync(context, """{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":900,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":200,"restoreRate":100.0}}}}"""));

        var reading = shop.Source.ReadAsync(shop.Access, null, Cancelled);
        var before = shop.Time.GetUtcNow();
        while (!reading.IsCompleted && shop.Time.GetUtcNow() - before < TimeSpan.FromSeconds(30))
        {
            await Task.WhenAny(reading, Task.Delay(20, Cancelled));
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single((await reading).Value.Orders);
        Assert.InRange(shop.Time.GetUtcNow() - before, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task A_record_moves_no_money_tells_nobody_and_puts_nothing_into_stock()
    {
        await using var shop = await FakeShopify.StartAsync();
        var number = await shop.SellAsync();
        var order = (await WooCommerceSourceTests.ReadAllAsync(shop, null)).Orders.Single();

        var made = await shop.Source.RecordAsync(
            shop.Access,
            WooCommerceSourceTests.Refund(order, "RD-AAAA-AAA1", 1542, new SourceRefundLine(order.LineKeys[0], OrderLineKind.Goods, 1, 1250), new SourceRefundLine(order.LineKeys[2], OrderLineKind.Shipping, 1, 292)),
            Cancelled);

        Assert.Null(made.Refusal);
        var record = shop.Records(number).Single();
        Assert.Equal("RefundDesk RD-AAAA-AAA1: Damaged", record["note"]!.GetValue<string>());
        Assert.Equal("[]", record["transactions"]!.ToJsonString());
        Assert.False(record["notify"]!.GetValue<bool>());
        Assert.Equal("""[{"lineItemId":"gid://shopify/LineItem/1","quantity":1,"restockType":"NO_RESTOCK"}]""", record["refundLineItems"]!.ToJsonString());
        Assert.Equal("""{"amount":"2.45"}""", record["shipping"]!.ToJsonString());
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_record_was_made_makes_no_second_one()
    {
        await using var shop = await FakeShopify.StartAsync();
        var number = await shop.SellAsync();
        var order = (await WooCommerceSourceTests.ReadAllAsync(shop, null)).Orders.Single();
        shop.LosesTheNextRecord = true;
        var refund = WooCommerceSourceTests.Refund(order, "RD-AAAA-AAA1", 1250, new SourceRefundLine(order.LineKeys[0], OrderLineKind.Goods, 1, 1250));

        var first = await shop.Source.RecordAsync(shop.Access, refund, Cancelled);
        var second = await shop.Source.RecordAsync(shop.Access, refund, Cancelled);

        Assert.Equal(first.Value, second.Value);
        Assert.Single(shop.Records(number));
    }

    [Fact]
    public async Task What_the_shop_will_not_record_is_refused_in_its_own_words()
    {
        await using var shop = await FakeShopify.StartAsync();
        await shop.SellAsync();
        var order = (await WooCommerceSourceTests.ReadAllAsync(shop, null)).Orders.Single();

        var refused = await shop.Source.RecordAsync(shop.Access, WooCommerceSourceTests.Refund(order, "RD-AAAA-AAA1", 1250, new SourceRefundLine(order.LineKeys[0], OrderLineKind.Goods, 9, 1250)), Cancelled);

        Assert.Equal("source.answer", refused.Refusal?.Code);
        Assert.Contains("more items than were purchased", refused.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_shop_gave_back_itself_is_not_offered_again()
    {
        await using var shop = await FakeShopify.StartAsync();
        var cart = new ShopifyCart("EUR", 2, taxesIncluded: true).Line(3, 1000, 19, 0, 300).Line(1, 500).Shipping(490, 19);
        var number = shop.Add(cart.Transaction("SALE", cart.TotalMinor));
        var sale = $"gid://shopify/OrderTransaction/{cart.NextId - 1}";
        var back = new ShopifyCart("EUR", 2, true).Transaction("REFUND", 1390, parent: sale).Order(1)["transactions"]![0]!.DeepClone().AsObject();
        shop.GiveBack(
            number,
            [new JsonObject { ["quantity"] = 1, ["lineItem"] = new JsonObject { ["id"] = "gid://shopify/LineItem/1" }, ["subtotalSet"] = cart.Bag(900), ["totalTaxSet"] = cart.Bag(144) }],
            [new JsonObject { ["shippingLine"] = new JsonObject { ["id"] = "gid://shopify/ShippingLine/3" }, ["subtotalAmountSet"] = cart.Bag(490), ["taxAmountSet"] = cart.Bag(78) }],
            back);

        var order = (await WooCommerceSourceTests.ReadAllAsync(shop, null)).Orders.Single();

        var draft = order.Order.Value;
        Assert.Equal([(2, 1800L), (1, 500L)], draft.Lines.Select(line => (line.Quantity, line.ListMinor - line.LineDiscountMinor)));
        Assert.Equal(["gid://shopify/LineItem/1", "gid://shopify/LineItem/2"], order.LineKeys);
        Assert.Equal(2300, draft.Tenders.Single().CapturedMinor);
    }

    [Fact]
    public async Task A_client_id_and_secret_are_changed_for_a_token_that_is_kept_and_renewed()
    {
        await using var shop = await FakeShopify.StartAsync();
        await shop.SellAsync();
        var access = shop.Access with { Account = "client-1", Secret = "shpss_1" };
        shop.Token = "shpat_day";
        Task<bool> Token(HttpContext context)
        {
            Assert.Equal("/admin/oauth/access_token", context.Request.Path);
            return SayAsync(context, """{"access_token":"shpat_day","scope":"read_orders","expires_in":86399}""");
        }

        shop.Instead.Enqueue(Token);
        Assert.Single((await shop.Source.ReadAsync(access, null, Cancelled)).Value.Orders);
        Assert.Single((await shop.Source.ReadAsync(access, null, Cancelled)).Value.Orders);
        shop.Time.Advance(TimeSpan.FromDays(1));
        shop.Instead.Enqueue(Token);
        Assert.Single((await shop.Source.ReadAsync(access, null, Cancelled)).Value.Orders);
        Assert.Empty(shop.Instead);
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        await using var shop = await FakeShopify.StartAsync();
        shop.Scopes = ["read_orders"];

        var denied = (await shop.Source.TryAsync(shop.Access, Cancelled)).Refusal;

        Assert.Equal("source.denied", denied?.Code);
        Assert.Contains("read_customers and write_orders", denied!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"Access denied for customer field. Required access: `read_customers` access scope.","extensions":{"code":"ACCESS_DENIED"}}],"data":null}""", "source.denied")]
    [InlineData("""{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}""", "source.unreachable")]
    [InlineData("""{"errors":[{"message":"Field 'x' doesn't exist"}]}""", "source.answer")]
    [InlineData("""{"errors":"nope"}""", "source.answer")]
    [InlineData("""{"data":{"orders":{"nodes":[{"id":1}]}}}""", "source.answer")]
    [InlineData("""{}""", "source.answer")]
    [InlineData("""[]""", "source.answer")]
    [InlineData("""<html></html>""", "source.answer")]
    public async Task Every_fault_of_an_answer_has_its_code(string answer, string code)
    {
        await using var shop = await FakeShopify.StartAsync();
        shop.Instead.Enqueue(context => SayAsync(context, answer));

        Assert.Equal(code, (await shop.Source.ReadAsync(shop.Access, null, Cancelled)).Refusal?.Code);
    }

    private static async Task<bool> SayAsync(HttpContext context, string answer)
    {
        await context.Response.WriteAsync(answer);
        return true;
    }

    private static ShopifyCart Cart() => new ShopifyCart("EUR", 2, taxesIncluded: true).Line(1, 1000, 19);
}
