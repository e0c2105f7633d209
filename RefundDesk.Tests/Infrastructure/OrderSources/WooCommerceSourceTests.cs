using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit.Shops;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

public sealed class WooCommerceSourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hundreds_of_orders_that_change_while_they_are_read_all_come_as_they_last_were()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 450; i++)
        {
            numbers.Add(i % 3 == 0 ? await shop.SellAsync() : shop.Add(Cart()));
        }

        for (var i = 0; i < 3; i++)
        {
            var changed = numbers[i * 40];
            shop.AfterList.Enqueue(() => shop.Touch(long.Parse(changed, CultureInfo.InvariantCulture)));
        }

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        var (orders, cursor) = await ReadAllAsync(shop, null);

        Assert.Equal(numbers.Order(), orders.Select(order => order.Number).Distinct().Order());
        Assert.True(orders.Count <= 460, $"{orders.Count} orders came, some far more often than they changed.");
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange((await ReadAllAsync(shop, cursor)).Orders.Count, 0, 103);
    }

    [Fact]
    public async Task A_second_of_more_orders_than_a_page_holds_is_read_whole_and_left()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var numbers = Enumerable.Range(0, 330).Select(_ => shop.Add(Cart())).ToList();
        numbers.Add(await shop.SellAsync());
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        shop.AfterList.Enqueue(() => { });
        for (var i = 0; i < 6; i++)
        {
            var changed = long.Parse(numbers[i], CultureInfo.InvariantCulture);
            shop.AfterList.Enqueue(() => shop.Touch(changed)); // leaves the second while it is turned by page
        }

        var (orders, _) = await ReadAllAsync(shop, null);

        Assert.Equal(numbers.Order(), orders.Select(order => order.Number).Distinct().Order());
        Assert.True(shop.Asked.Count < 60, $"{shop.Asked.Count} requests.");
    }

    [Fact]
    public async Task A_shop_that_sorts_by_local_time_skips_nothing_in_the_hour_that_comes_twice()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var numbers = new List<string>();
        for (var i = 0; i < 240; i++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(29));
            numbers.Add(shop.Add(Cart()));
        }

        shop.SortsByLocalTime = true;
        shop.Time.Advance(TimeSpan.FromHours(3));

        var (orders, _) = await ReadAllAsync(shop, null);

        Assert.Equal(numbers.Order(), orders.Select(order => order.Number).Distinct().Order());
    }

    [Fact]
    public async Task A_record_moves_no_money_and_splits_the_amount_as_the_line_is_taxed()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        var order = (await ReadAllAsync(shop, null)).Orders.Single();

        var made = await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA1", 1250, new SourceRefundLine(order.LineKeys[0], OrderLineKind.Goods, 1, 1250)), Cancelled);

        Assert.Null(made.Refusal);
        var record = shop.Records(number).Single();
        Assert.Equal("12.50", record["amount"]!.GetValue<string>());
        Assert.False(record["api_refund"]!.GetValue<bool>());
        Assert.False(record["api_restock"]!.GetValue<bool>());
        Assert.Equal("RefundDesk RD-AAAA-AAA1: Damaged", record["reason"]!.GetValue<string>());
        Assert.Equal("""[{"id":1,"quantity":1,"refund_total":10.50,"refund_tax":[{"id":1,"refund_total":2.00}]}]""", record["line_items"]!.ToJsonString());
        Assert.Equal("""[{"key":"_refunddesk_refund","value":"RD-AAAA-AAA1"}]""", record["meta_data"]!.ToJsonString());
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_record_was_made_makes_no_second_one()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        var order = (await ReadAllAsync(shop, null)).Orders.Single();
        shop.LosesTheNextRecord = true;

        var first = await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA1", 500), Cancelled);
        var second = await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA1", 500), Cancelled);

        Assert.Equal(first.Value, second.Value);
        Assert.Single(shop.Records(number));
    }

    [Fact]
    public async Task A_record_of_more_than_the_shop_has_left_is_refused_in_words()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        var order = (await ReadAllAsync(shop, null)).Orders.Single();
        shop.GiveBack(number, "30.00");

        var refused = await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA1", 1000), Cancelled);

        Assert.Equal("source.answer", refused.Refusal?.Code);
        Assert.Contains("record it there by hand", refused.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_begins_like_another_is_another()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        var order = (await ReadAllAsync(shop, null)).Orders.Single();

        await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA12", 100), Cancelled);
        await shop.Source.RecordAsync(shop.Access, Refund(order, "RD-AAAA-AAA1", 100), Cancelled);

        Assert.Equal(2, shop.Records(number).Count);
    }

    [Fact]
    public async Task What_the_shop_gave_back_itself_is_not_offered_again()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        shop.GiveBack(number, "12.50", [new JsonObject { ["id"] = 900, ["quantity"] = -1, ["total"] = "-10.500000", ["total_tax"] = "-2.000000", ["meta_data"] = new JsonArray(new JsonObject { ["key"] = "_refunded_item_id", ["value"] = "1" }) }]);

        var draft = (await ReadAllAsync(shop, null)).Orders.Single().Order.Value;

        Assert.Equal((1, 1249L), (draft.Lines[0].Quantity, draft.Lines[0].ListMinor - draft.Lines[0].LineDiscountMinor));
        Assert.Equal(3, draft.Lines.Count);
        Assert.Equal(2308, draft.Tenders.Single().CapturedMinor);
    }

    [Fact]
    public async Task An_order_whose_money_the_shop_gave_back_altogether_is_held_back()
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        var number = await shop.SellAsync();
        shop.GiveBack(number, "35.58");

        Assert.Equal("source.order-given-back", (await ReadAllAsync(shop, null)).Orders.Single().Order.Refusal?.Code);
    }

    [Theory]
    [InlineData(401, "source.denied")]
    [InlineData(403, "source.denied")]
    [InlineData(404, "source.answer")]
    [InlineData(301, "source.answer")]
    [InlineData(429, "source.unreachable")]
    [InlineData(503, "source.unreachable")]
    public async Task Every_fault_of_a_shop_has_its_code(int status, string code)
    {
        await using var shop = await FakeWooCommerce.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            shop.Instead.Enqueue(async context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "0";
                await context.Response.WriteAsync("""{"code":"rest_no_route","message":"No route was found matching the URL and request method."}""");
                return true;
            });
        }

        Assert.Equal(code, (await shop.Source.ReadAsync(shop.Access, null, Cancelled)).Refusal?.Code);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        await using var shop = await FakeWooCommerce.StartAsync(("OrderSources:MaxAnswerMegabytes", "1"));
        shop.Instead.Enqueue(async context =>
        {
            var junk = new byte[1_000_000];
            for (var i = 0; i < 50 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(junk);
            }

            return true;
        });

        Assert.Equal("source.answer", (await shop.Source.ReadAsync(shop.Access, null, Cancelled)).Refusal?.Code);
    }

    internal static async Task<(List<SourceOrder> Orders, string? Cursor)> ReadAllAsync(Kit.ShopUnderTest shop, string? cursor)
    {
        var orders = new List<SourceOrder>();
        for (var calls = 0; calls < 2_000; calls++)
        {
            var page = await shop.Source.ReadAsync(shop.Access, cursor, Cancelled);
            Assert.Null(page.Refusal);
            orders.AddRange(page.Value.Orders);
            cursor = page.Value.Cursor;
            if (!page.Value.HasMore)
            {
                return (orders, cursor);
            }
        }

        throw new InvalidOperationException("The cursor does not move.");
    }

    internal static SourceRefund Refund(SourceOrder order, string number, long minor, params SourceRefundLine[] lines) =>
        new(number, order.Key, order.Number, minor, order.Order.Value.Currency, "Damaged", new DateTimeOffset(2026, 5, 2, 11, 0, 0, TimeSpan.Zero), lines);

    private static WooCart Cart() => new WooCart("EUR", 2).Rate(1, 19).Line(1, 10, 1);
}
