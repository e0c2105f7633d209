using System.Text.Json;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;
using RefundDesk.Web.Infrastructure.OrderSources.Vendure;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>What every connector holds, against the real server.</summary>
[Collection(VendureTests.Name)]
public sealed class VendureContractTests(VendureServer server) : OrderSourceContract
{
    protected override async Task<ShopUnderTest> OpenAsync()
    {
        var (shop, calls) = (await server.OpenAsync(), new SourceCalls());
        return new RealShop(shop, calls, new VendureSource(calls.Calls, TimeProvider.System));
    }
}

/// <summary>What is Vendure's own, against the real server.</summary>
[Collection(VendureTests.Name)]
public sealed class VendureSourceTests(VendureServer server) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SourceCalls _calls = new();

    [Theory]
    [InlineData("plain", "EUR")]
    [InlineData("discounted", "EUR")]
    [InlineData("trade", "EUR")]
    [InlineData("free", "EUR")]
    [InlineData("invoice", "EUR")]
    [InlineData("plus", "EUR")]
    public async Task What_was_charged_is_there_to_the_cent(string name, string currency)
    {
        var shop = await server.OpenAsync();
        var fact = shop.Facts.GetProperty(name);

        var order = Taken(await FindAsync(shop, fact));

        // The shop's own total; for the order with a later surcharge it is the newer one.
        var total = name == "plus" ? 1299 + 500 + 250 : fact.GetProperty("totalWithTax").GetInt64();
        Assert.Equal((total, total), (order.Charged.Minor, order.Tenders.Sum(tender => tender.CapturedMinor)));
        Assert.Equal(currency, order.Currency.Code);
    }

    [Fact]
    public async Task Discounts_of_a_line_and_of_the_order_are_where_the_shop_put_them()
    {
        var shop = await server.OpenAsync();

        var draft = (await FindAsync(shop, shop.Facts.GetProperty("discounted"))).Order.Value;

        // 3 x 12.99 less 33 % and then 10 %; 20.05 and 89.99 less 10 %; delivery without a discount.
        Assert.Equal(
            [("MUG", 3, 3897L, 1547L, 1900), ("BOOK", 1, 2005L, 200L, 700), ("BOOT", 1, 8999L, 900L, 1000), ("parcel", 1, 500L, 0L, 1900)],
            draft.Lines.Select(line => (line.Sku, line.Quantity, line.ListMinor, line.LineDiscountMinor, line.TaxBasisPoints)));
        Assert.Equal([OrderLineKind.Goods, OrderLineKind.Goods, OrderLineKind.Goods, OrderLineKind.Shipping], draft.Lines.Select(line => line.Kind));
    }

    [Fact]
    public async Task Net_prices_are_charged_with_their_tax_and_free_delivery_is_free()
    {
        var shop = await server.OpenAsync();

        var trade = (await FindAsync(shop, shop.Facts.GetProperty("trade"))).Order.Value;
        var free = (await FindAsync(shop, shop.Facts.GetProperty("free"))).Order.Value;

        Assert.Equal([(3923L, 412L, 1900), (4010L, 378L, 700), (595L, 0L, 1900)], trade.Lines.Select(line => (line.ListMinor, line.LineDiscountMinor, line.TaxBasisPoints)));
        Assert.Equal((500L, 500L), free.Lines.Where(line => line.Kind == OrderLineKind.Shipping).Select(line => (line.ListMinor, line.LineDiscountMinor)).Single());
    }

    [Fact]
    public async Task Yen_are_whole_although_the_shop_keeps_them_with_two_digits()
    {
        var shop = await server.OpenAsync();
        var fact = shop.Facts.GetProperty("japan");

        var order = Taken(await FindAsync(shop, fact));

        Assert.Equal((14_305L, "JPY", "JP"), (order.Charged.Minor, order.Currency.Code, order.Country));
        Assert.Equal(fact.GetProperty("totalWithTax").GetInt64(), order.Charged.Minor * 100);
        Assert.Equal([4_500L, 9_800L, 5L], order.Lines.Select(line => line.ChargedMinor));
    }

    [Fact]
    public async Task What_the_shop_cancelled_and_paid_back_itself_is_not_there_to_pay_back_again()
    {
        var shop = await server.OpenAsync();

        var order = Taken(await FindAsync(shop, shop.Facts.GetProperty("cancelled")));

        Assert.Equal((3_804L, 3_804L), (order.Charged.Minor, order.Tenders.Single().CapturedMinor));
        Assert.Equal(1, order.Lines.Single(line => line.Sku == "MUG").Quantity);
    }

    [Fact]
    public async Task A_payment_that_is_only_reserved_holds_the_order_back_until_it_is_settled()
    {
        var shop = await server.OpenAsync();
        var number = RealShop.NumberOf(await shop.DoAsync(new { verb = "sell", method = "reserve" }));
        var (before, cursor) = await ReadAllAsync(shop, Source(100), null);

        await shop.DoAsync(new { verb = "settle", number });
        var (after, _) = await ReadAllAsync(shop, Source(100), cursor);

        Assert.Equal("source.order-unpaid", before.Last(order => order.Number == number).Order.Refusal?.Code);
        Assert.Null(after.Last(order => order.Number == number).Order.Refusal);
    }

    [Fact]
    public async Task When_it_left_and_came_is_known_to_the_second()
    {
        var shop = await server.OpenAsync();

        var (delivered, sent) = ((await FindAsync(shop, shop.Facts.GetProperty("plain"))).Order.Value, (await FindAsync(shop, shop.Facts.GetProperty("free"))).Order.Value);

        Assert.True(delivered.PlacedAt < delivered.DispatchedAt && delivered.DispatchedAt < delivered.DeliveredAt);
        Assert.True(sent.DispatchedAt > sent.PlacedAt);
        Assert.Null(sent.DeliveredAt);
        Assert.Equal(("ada@shopper.example", "Ada Ångström", "DE", "10115"), (sent.CustomerEmail, sent.CustomerName, sent.Country, sent.Postcode));
        Assert.Equal(("sandbox", 5_103L), delivered.Tenders.Select(tender => (tender.Gateway, tender.CapturedMinor)).Single());
        Assert.StartsWith("ch_", delivered.Tenders[0].ChargeReference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_basket_is_no_order()
    {
        var shop = await server.OpenAsync();

        var (orders, _) = await ReadAllAsync(shop, Source(100), null);

        Assert.DoesNotContain(orders, order => order.Number == shop.Facts.GetProperty("basket").GetString());
        Assert.Contains(orders, order => order.Number == RealShop.NumberOf(shop.Facts.GetProperty("plain")));
    }

    [Fact]
    public async Task A_key_lets_in_without_an_account_and_a_wrong_one_does_not()
    {
        var shop = await server.OpenAsync();
        var key = shop.Access with { Account = string.Empty, Secret = shop.Facts.GetProperty("key").GetString()! };

        var tried = await Source(100).TryAsync(key, TestContext.Current.CancellationToken);
        var read = await Source(100).ReadAsync(key, null, TestContext.Current.CancellationToken);
        var wrong = await Source(100).TryAsync(key with { Secret = "0000" + key.Secret[4..] }, TestContext.Current.CancellationToken);

        Assert.Null(tried.Refusal);
        Assert.NotEmpty(read.Value.Orders);
        Assert.Equal("source.denied", wrong.Refusal?.Code);
    }

    [Fact]
    public async Task Pages_of_two_miss_nothing_while_an_order_changes_between_them()
    {
        var shop = await server.OpenAsync();
        var source = Source(2);
        var (all, _) = await ReadAllAsync(shop, Source(100), null);
        var changed = RealShop.NumberOf(shop.Facts.GetProperty("invoice"));
        var seen = new List<SourceOrder>();
        string? cursor = null;
        for (var (page, hasMore) = (0, true); hasMore; page++)
        {
            var read = await source.ReadAsync(shop.Access, cursor, TestContext.Current.CancellationToken);
            Assert.Null(read.Refusal);
            seen.AddRange(read.Value.Orders);
            (cursor, hasMore) = (read.Value.Cursor, read.Value.HasMore);
            if (page == 1)
            {
                await shop.DoAsync(new { verb = "touch", number = changed });
            }

            Assert.True(page < 500);
        }

        Assert.Superset(all.Select(order => order.Key).ToHashSet(), seen.Select(order => order.Key).ToHashSet());
        Assert.Equal("20095", seen.Last(order => order.Number == changed).Order.Value.Postcode);
    }

    [Fact]
    public async Task A_server_that_is_killed_between_pages_goes_on_where_it_was()
    {
        var shop = await server.OpenAsync();
        var source = Source(2);
        var (all, _) = await ReadAllAsync(shop, Source(100), null);
        var first = await source.ReadAsync(shop.Access, null, TestContext.Current.CancellationToken);

        await shop.KillAsync();
        var dead = await source.ReadAsync(shop.Access, first.Value.Cursor, TestContext.Current.CancellationToken);
        await shop.StartAsync();
        var (rest, _) = await ReadAllAsync(shop, source, first.Value.Cursor);

        Assert.Equal("source.unreachable", dead.Refusal?.Code);
        Assert.Superset(all.Select(order => order.Key).ToHashSet(), first.Value.Orders.Concat(rest).Select(order => order.Key).ToHashSet());
    }

    [Fact]
    public async Task Tries_that_race_leave_one_note_and_the_gateway_is_never_asked()
    {
        var shop = await server.OpenAsync();
        var number = RealShop.NumberOf(await shop.DoAsync(new { verb = "sell" }));
        var order = (await ReadAllAsync(shop, Source(100), null)).Orders.Last(order => order.Number == number);
        var refund = new SourceRefund("RD-RACE-1234", order.Key, order.Number, 1299, "EUR", "Damaged", Now, [new SourceRefundLine(order.LineKeys[0], OrderLineKind.Goods, 1, 1299)]);
        var asked = shop.GatewayRefunds.Count;

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Source(100).RecordAsync(shop.Access, refund, TestContext.Current.CancellationToken)));
        var last = await Source(100).RecordAsync(shop.Access, refund, TestContext.Current.CancellationToken);

        Assert.All(tries, tried => Assert.Null(tried.Refusal));
        Assert.Null(last.Refusal);
        Assert.Equal(1, (await shop.DoAsync(new { verb = "records", number })).GetProperty("count").GetInt32());
        Assert.Equal(asked, shop.GatewayRefunds.Count);
    }

    public void Dispose() => _calls.Dispose();

    private VendureSource Source(int pageSize) => new(_calls.Calls, TimeProvider.System) { PageSize = pageSize };

    private async Task<SourceOrder> FindAsync(NodeShop shop, JsonElement fact) =>
        (await ReadAllAsync(shop, Source(100), null)).Orders.Last(order => order.Number == RealShop.NumberOf(fact));

    private static Order Taken(SourceOrder order)
    {
        Assert.Null(order.Order.Refusal);
        var taken = Order.TakeIn(ClientId.New(Now), order.Order.Value, Now);
        Assert.Null(taken.Refusal);
        return taken.Value;
    }

    private static async Task<(IReadOnlyList<SourceOrder> Orders, string Cursor)> ReadAllAsync(NodeShop shop, IOrderSource source, string? cursor)
    {
        var orders = new List<SourceOrder>();
        for (var page = 0; page < 500; page++)
        {
            var read = await source.ReadAsync(shop.Access, cursor, TestContext.Current.CancellationToken);
            Assert.Null(read.Refusal);
            orders.AddRange(read.Value.Orders);
            cursor = read.Value.Cursor;
            if (!read.Value.HasMore)
            {
                return (orders, cursor);
            }
        }

        throw new InvalidOperationException("500 pages and still more: the cursor does not move.");
    }
}
