using System.Net;
using System.Net.Sockets;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>What every connector holds, whichever shop it is for.</summary>
public abstract class OrderSourceContract
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Ends a test that takes too long.</summary>
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>A shop of its own for one test; it may have orders already.</summary>
    protected abstract Task<ShopUnderTest> OpenAsync();

    /// <summary>Starts a server that answers with what no shop answers.</summary>
    /// <returns>Its address, and how it is ended.</returns>
    protected virtual async Task<(Uri Address, IAsyncDisposable Server)> RubbishAsync()
    {
        var server = await RubbishServer.StartAsync();
        return (server.Address, server);
    }

    /// <summary>An address where nothing listens.</summary>
    protected virtual Uri Nowhere()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
    }

    [Fact]
    public async Task The_right_way_in_is_found_right()
    {
        await using var shop = await OpenAsync();

        Assert.Null((await shop.Source.TryAsync(shop.Access, Cancelled)).Refusal);
    }

    [Fact]
    public async Task Orders_come_in_the_order_of_their_change_and_can_be_taken_in()
    {
        await using var shop = await OpenAsync();
        string[] sold = [await shop.SellAsync(), await shop.SellAsync(), await shop.SellAsync()];

        var (orders, _) = await ReadAllAsync(shop, null);

        Assert.Equal(sold, orders.Select(order => order.Number).Where(sold.Contains));
        Assert.All(orders.Where(order => sold.Contains(order.Number)), order =>
        {
            Assert.Null(order.Order.Refusal);
            Assert.InRange(order.Key.Length, 1, 120);
            Assert.Equal(order.Number, order.Order.Value.OrderNumber);
            Assert.Equal(order.Order.Value.Lines.Count, order.LineKeys.Count);
            Assert.Contains(order.Order.Value.Lines.Zip(order.LineKeys), line => line.First is { Kind: OrderLineKind.Goods, Quantity: 2 } && line.Second.Length > 0);
            Assert.Null(Order.TakeIn(ClientId.New(Now), order.Order.Value, Now).Refusal);
            Assert.True(order.Order.Value.Tenders.Sum(tender => tender.CapturedMinor) > 0);
        });
    }

    [Fact]
    public async Task The_same_cursor_gives_the_same_orders_or_newer_ones()
    {
        await using var shop = await OpenAsync();
        var first = await shop.SellAsync();
        var (before, cursor) = await ReadAllAsync(shop, null);

        var second = await shop.SellAsync();
        var (after, _) = await ReadAllAsync(shop, cursor);
        var (again, _) = await ReadAllAsync(shop, cursor);
        var (whole, _) = await ReadAllAsync(shop, null);

        Assert.Contains(first, before.Select(order => order.Number));
        Assert.Contains(second, after.Select(order => order.Number));
        Assert.Contains(second, again.Select(order => order.Number));
        Assert.Superset(before.Select(order => order.Key).ToHashSet(), whole.Select(order => order.Key).ToHashSet());
        Assert.Contains(second, whole.Select(order => order.Number));
    }

    [Fact]
    public async Task An_order_that_changed_comes_again_under_the_same_key()
    {
        await using var shop = await OpenAsync();
        var (changed, other) = (await shop.SellAsync(), await shop.SellAsync());
        var (before, cursor) = await ReadAllAsync(shop, null);

        await shop.ChangeAsync(changed);
        var (after, _) = await ReadAllAsync(shop, cursor);

        var (old, fresh) = (before.Last(order => order.Number == changed), after.Last(order => order.Number == changed));
        Assert.Equal((old.Key, old.Order.Value.Lines.Count), (fresh.Key, fresh.Order.Value.Lines.Count));
        Assert.Equal(old.LineKeys, fresh.LineKeys);
        Assert.Contains(other, before.Select(order => order.Number));
    }

    [Fact]
    public async Task Nothing_that_changed_before_the_beginning_is_read()
    {
        await using var shop = await OpenAsync();
        await shop.SellAsync();
        var later = shop.Access with { Since = TimeProvider.System.GetUtcNow().AddYears(1) };

        var page = await shop.Source.ReadAsync(later, null, Cancelled);

        Assert.Null(page.Refusal);
        Assert.Empty(page.Value.Orders);
        Assert.False(page.Value.HasMore);
        Assert.InRange(page.Value.Cursor.Length, 1, 400);
    }

    [Fact]
    public async Task A_refund_that_is_recorded_twice_is_on_record_once()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var refund = RefundOf((await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number), "RD-AAAA-AAA1", 1);

        var first = await shop.Source.RecordAsync(shop.Access, refund, Cancelled);
        var second = await shop.Source.RecordAsync(shop.Access, refund, Cancelled);

        Assert.Null(first.Refusal);
        Assert.Null(second.Refusal);
        Assert.InRange(first.Value.Length, 1, 120);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(1, await shop.RecordsOfAsync(number));
    }

    [Fact]
    public async Task Two_refunds_of_an_order_are_two_records()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var order = (await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number);

        var first = await shop.Source.RecordAsync(shop.Access, RefundOf(order, "RD-AAAA-AAA1", 1), Cancelled);
        var second = await shop.Source.RecordAsync(shop.Access, RefundOf(order, "RD-BBBB-BBB2", 1), Cancelled);

        Assert.Null(first.Refusal);
        Assert.Null(second.Refusal);
        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(2, await shop.RecordsOfAsync(number));
    }

    [Fact]
    public async Task A_refund_does_not_make_the_order_another_one()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var (before, cursor) = await ReadAllAsync(shop, null);
        var order = before.Last(order => order.Number == number);
        await shop.Source.RecordAsync(shop.Access, RefundOf(order, "RD-AAAA-AAA1", 1), Cancelled);
        await shop.ChangeAsync(number);

        var again = (await ReadAllAsync(shop, cursor)).Orders.Last(other => other.Number == number);

        Assert.Null(again.Order.Refusal);
        var (old, fresh) = (order.Order.Value, again.Order.Value);
        Assert.Equal(old.Lines, fresh.Lines);
        Assert.Equal(old.Tenders, fresh.Tenders);
        Assert.Equal((old.PlacedAt, old.CustomerReference, old.Country, old.Currency, old.OrderDiscountMinor), (fresh.PlacedAt, fresh.CustomerReference, fresh.Country, fresh.Currency, fresh.OrderDiscountMinor));
    }

    [Fact]
    public async Task A_refund_of_an_order_the_shop_does_not_have_is_refused()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var refund = RefundOf((await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number), "RD-AAAA-AAA1", 1) with { OrderKey = UnknownKey, OrderNumber = "no-such-order" };

        Assert.Equal("source.order-gone", (await shop.Source.RecordAsync(shop.Access, refund, Cancelled)).Refusal?.Code);
    }

    /// <summary>A key of the right form that no order has.</summary>
    protected virtual string UnknownKey => "999999999";

    [Fact]
    public async Task A_wrong_secret_is_denied()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var refund = RefundOf((await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number), "RD-AAAA-AAA1", 1);

        await RefusedAsync(shop, shop.Access with { Secret = shop.Access.Secret + "-wrong" }, refund, "source.denied");
        Assert.Equal(0, await shop.RecordsOfAsync(number));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var refund = RefundOf((await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number), "RD-AAAA-AAA1", 1);

        await RefusedAsync(shop, shop.Access with { Address = Nowhere() }, refund, "source.unreachable");
    }

    [Fact]
    public async Task Rubbish_is_no_answer()
    {
        await using var shop = await OpenAsync();
        var number = await shop.SellAsync();
        var refund = RefundOf((await ReadAllAsync(shop, null)).Orders.Last(order => order.Number == number), "RD-AAAA-AAA1", 1);
        var (address, server) = await RubbishAsync();
        await using (server)
        {
            await RefusedAsync(shop, shop.Access with { Address = address }, refund, "source.answer");
        }
    }

    /// <summary>Reads until the shop has no more.</summary>
    protected static async Task<(IReadOnlyList<SourceOrder> Orders, string? Cursor)> ReadAllAsync(ShopUnderTest shop, string? cursor)
    {
        ArgumentNullException.ThrowIfNull(shop);
        var orders = new List<SourceOrder>();
        for (var pages = 0; pages < 1_000; pages++)
        {
            var page = await shop.Source.ReadAsync(shop.Access, cursor, Cancelled);
            Assert.Null(page.Refusal);
            Assert.InRange(page.Value.Cursor.Length, 1, 400);
            orders.AddRange(page.Value.Orders);
            cursor = page.Value.Cursor;
            if (!page.Value.HasMore)
            {
                return (orders, cursor);
            }
        }

        throw new InvalidOperationException("A thousand pages and still more: the cursor does not move.");
    }

    /// <summary>Some units of an order's goods, paid back.</summary>
    protected static SourceRefund RefundOf(SourceOrder order, string refundNumber, int quantity)
    {
        ArgumentNullException.ThrowIfNull(order);
        var draft = order.Order.Value;
        var (line, key) = draft.Lines.Zip(order.LineKeys).First(line => line.First.Kind == OrderLineKind.Goods && line.First.Quantity >= quantity);
        var amount = (line.ListMinor - line.LineDiscountMinor) * quantity / line.Quantity;
        return new SourceRefund(refundNumber, order.Key, order.Number, amount, draft.Currency, "Damaged", Now, [new SourceRefundLine(key, line.Kind, quantity, amount)]);
    }

    private static async Task RefusedAsync(ShopUnderTest shop, SourceAccess access, SourceRefund refund, string code)
    {
        Refusal?[] refusals =
        [
            (await shop.Source.TryAsync(access, Cancelled)).Refusal,
            (await shop.Source.ReadAsync(access, null, Cancelled)).Refusal,
            (await shop.Source.RecordAsync(access, refund, Cancelled)).Refusal,
        ];
        Assert.Equal([code, code, code], refusals.Select(refusal => refusal?.Code));
        Assert.All(refusals, refusal => Assert.DoesNotContain(access.Secret, refusal!.Message, StringComparison.Ordinal));
    }
}
