using System.Globalization;
using System.Text.Json;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;
using RefundDesk.Tests.Kit.Shops;
using RefundDesk.Web.Infrastructure.OrderSources.Medusa;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>What every connector holds, against the real server.</summary>
[Collection(MedusaTests.Name)]
public sealed class MedusaContractTests(MedusaServer server) : OrderSourceContract
{
    protected override async Task<ShopUnderTest> OpenAsync()
    {
        var (shop, calls) = (await server.OpenAsync(), new SourceCalls());
        return new RealShop(shop, calls, new MedusaSource(calls.Calls, TimeProvider.System));
    }
}

/// <summary>What is Medusa's own, against the real server.</summary>
[Collection(MedusaTests.Name)]
public sealed class MedusaSourceTests(MedusaServer server) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SourceCalls _calls = new();

    [Theory]
    [InlineData("plain", "EUR")]
    [InlineData("discounted", "EUR")]
    [InlineData("trade", "USD")]
    [InlineData("free", "EUR")]
    [InlineData("invoice", "EUR")]
    [InlineData("japan", "JPY")]
    public async Task What_was_charged_is_there_to_the_cent(string name, string currency)
    {
        var shop = await server.OpenAsync();
        var fact = shop.Facts.GetProperty(name);

        var order = Taken(await FindAsync(shop, fact));

        // The shop's own total has fractions of a cent, 127.52491; a gateway was told it rounded.
        var total = decimal.Round(decimal.Parse(fact.GetProperty("total").GetString()!, CultureInfo.InvariantCulture) * order.Currency.MinorPerMajor, MidpointRounding.AwayFromZero);
        Assert.Equal((total, total), (order.Charged.Minor, order.Tenders.Sum(tender => tender.CapturedMinor)));
        Assert.Equal(currency, order.Currency.Code);
    }

    [Fact]
    public async Task Discounts_of_a_line_and_of_the_order_are_where_the_shop_put_them()
    {
        var shop = await server.OpenAsync();

        var draft = (await FindAsync(shop, shop.Facts.GetProperty("discounted"))).Order.Value;

        // 23.49891, 18.045, 80.991 and 4.99 are 127.52491: the cent that rounding down leaves over goes to the largest fraction.
        Assert.Equal(
            [("BOOK", 1, 2005L, 1804L, 700), ("BOOT", 1, 8999L, 8099L, 1900), ("MUG", 3, 3897L, 2350L, 1900), ("delivery", 1, 499L, 499L, 1900)],
            draft.Lines.OrderBy(line => line.Sku, StringComparer.Ordinal).Select(line => (line.Sku, line.Quantity, line.ListMinor, line.ListMinor - line.LineDiscountMinor, line.TaxBasisPoints)));
        Assert.Equal(12_752, draft.Lines.Sum(line => line.ListMinor - line.LineDiscountMinor));
    }

    [Fact]
    public async Task Net_prices_are_charged_with_their_tax_and_free_delivery_is_free()
    {
        var shop = await server.OpenAsync();

        var trade = (await FindAsync(shop, shop.Facts.GetProperty("trade"))).Order.Value;
        var free = (await FindAsync(shop, shop.Facts.GetProperty("free"))).Order.Value;

        Assert.All(trade.Lines, line => Assert.Equal(825, line.TaxBasisPoints));
        Assert.Equal((499L, 499L), free.Lines.Where(line => line.Kind == OrderLineKind.Shipping).Select(line => (line.ListMinor, line.LineDiscountMinor)).Single());
    }

    [Fact]
    public async Task Yen_are_whole()
    {
        var shop = await server.OpenAsync();

        var order = Taken(await FindAsync(shop, shop.Facts.GetProperty("japan")));

        Assert.Equal((14_800L, "JPY", "JP"), (order.Charged.Minor, order.Currency.Code, order.Country));
        Assert.Equal([500L, 4_500L, 9_800L], order.Lines.Select(line => line.ChargedMinor).Order());
    }

    [Fact]
    public async Task A_capture_that_does_not_change_the_order_is_seen_all_the_same()
    {
        var shop = await server.OpenAsync();
        var number = RealShop.NumberOf(await shop.DoAsync(new { verb = "sell", capture = false }));
        var (before, cursor) = await ReadAllAsync(shop, Source(100), null);

        await shop.DoAsync(new { verb = "settle", number, amount = 10 });
        var (partly, _) = await ReadAllAsync(shop, Source(100), cursor);
        await shop.DoAsync(new { verb = "settle", number });
        var (after, _) = await ReadAllAsync(shop, Source(100), cursor);

        Assert.Equal("source.order-unpaid", before.Last(order => order.Number == number).Order.Refusal?.Code);
        Assert.Equal("source.order-unpaid", partly.LastOrDefault(order => order.Number == number)?.Order.Refusal?.Code ?? "source.order-unpaid");
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
        Assert.Equal(("sandbox", 5_102L), delivered.Tenders.Select(tender => (tender.Gateway, tender.CapturedMinor)).Single());
        Assert.StartsWith("ch_", delivered.Tenders[0].ChargeReference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_shop_paid_back_itself_is_not_there_to_pay_back_again()
    {
        var shop = await server.OpenAsync();
        var number = RealShop.NumberOf(await shop.DoAsync(new { verb = "sell" }));
        var (before, _) = await ReadAllAsync(shop, Source(100), null);

        await shop.DoAsync(new { verb = "refund", number, amount = 5.25m });
        var (after, _) = await ReadAllAsync(shop, Source(100), null);

        Assert.Equal(525, before.Last(order => order.Number == number).Order.Value.Tenders[0].CapturedMinor - after.Last(order => order.Number == number).Order.Value.Tenders[0].CapturedMinor);
        Assert.NotEmpty(shop.GatewayRefunds);
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
    public async Task Tries_that_race_leave_one_entry_and_the_gateway_is_never_asked()
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

    private MedusaSource Source(int pageSize) => new(_calls.Calls, TimeProvider.System) { PageSize = pageSize };

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
