using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Pulling;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Intake.Pulling;

/// <summary>Orders are pulled page by page, each page stored together with the place to go on from.</summary>
public sealed class PullRoundTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task Orders_come_with_the_shops_keys_until_there_are_no_more_and_then_at_their_time(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        string[] sold = [.. Enumerable.Range(0, 5).Select(_ => desk.Shop.Sell())];

        var first = await desk.Pull.RunOnceAsync("node-1", Cancelled);
        var second = await desk.Pull.RunOnceAsync("node-1", Cancelled);

        Assert.Equal((1, 0, 3), (first, second, desk.Shop.Reads));
        Assert.Equal(sold.Order(StringComparer.Ordinal), (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        var (keys, orders) = (await desk.KeysAsync(), (await desk.OrdersAsync()).ToDictionary(order => order.OrderNumber, order => order.Id));
        Assert.All(keys, row => Assert.Equal(($"key-{row.OrderNumber}", orders[row.OrderNumber], $"[\"key-{row.OrderNumber}/1\",\"\"]", null), (row.ShopKey, row.OrderId!.Value, row.LineKeysJson, row.HeldCode)));
        var source = await desk.SourceAsync();
        Assert.Equal(("5", 5L, null, null), (source.Cursor, source.OrdersTaken, source.LeaseOwner, source.FaultCode));
        Assert.Equal(desk.Data.Time.GetUtcNow().AddSeconds(60), source.NextLookAt);

        desk.Data.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await desk.Pull.RunOnceAsync("node-1", Cancelled));
        Assert.Equal(5, (await desk.OrdersAsync()).Count);
    }

    [Theory, DatabaseMatrix]
    public async Task What_became_known_is_learnt_and_what_was_sold_is_never_overwritten(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        var (learnt, contradicted, other) = (desk.Shop.Sell(), desk.Shop.Sell(), desk.Shop.Sell());
        await desk.PullAllAsync();
        var before = (await desk.OrdersAsync()).Single(order => order.OrderNumber == contradicted);

        desk.Shop.Change(learnt, draft => draft with { DeliveredAt = Now.AddDays(-1) });
        desk.Shop.Change(contradicted, draft => draft with { Lines = [draft.Lines[0] with { ListMinor = 41_00 }, .. draft.Lines.Skip(1)] });
        desk.Shop.Change(other, draft => draft with { Postcode = "10115" });
        await desk.PullAllAsync();

        var orders = (await desk.OrdersAsync()).ToDictionary(order => order.OrderNumber);
        Assert.Equal((Now.AddDays(-1), "10115"), (orders[learnt].DeliveredAt!.Value, orders[other].Postcode));
        Assert.Equal((before.Version, 40_00L), (orders[contradicted].Version, orders[contradicted].Lines[0].ChargedMinor));
        var held = Assert.Single(await desk.KeysAsync(), row => row.HeldCode is not null);
        Assert.Equal((contradicted, "order.differs", before.Id), (held.OrderNumber, held.HeldCode, held.OrderId!.Value));

        desk.Shop.Change(contradicted, draft => draft with { Lines = [draft.Lines[0] with { ListMinor = 40_00 }, .. draft.Lines.Skip(1)] });
        await desk.PullAllAsync();
        Assert.DoesNotContain(await desk.KeysAsync(), row => row.HeldCode is not null);
    }

    [Fact]
    public async Task A_refused_order_is_listed_with_its_reason_and_tried_again_when_the_shop_changes_it()
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.SellRefused("R-1", new Refusal("order.field", "tenders: nobody captured the payment."));
        var bad = desk.Shop.Sell(AnOrder().WithLine(10_00).With(draft => draft with { Currency = "XXX", OrderNumber = "R-2" }));
        var good = desk.Shop.Sell();

        await desk.PullAllAsync();

        Assert.Equal([good], (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        var held = await desk.AskAsync<SourcesQuery, IReadOnlyList<HeldBack>>(query => query.HeldAsync(Cancelled));
        Assert.Equal([("R-1", "order.field"), ("R-2", "order.currency")], held.Select(order => (order.Number, order.Code)).Order());
        Assert.Equal(2, Assert.Single(await desk.AskAsync<SourcesQuery, IReadOnlyList<ListedSource>>(query => query.ReadAsync(Cancelled))).Held);

        desk.Shop.Change(bad, draft => draft with { Currency = "EUR" });
        desk.Shop.Sell(AnOrder().WithLine(10_00).With(draft => draft with { OrderNumber = "R-1" }));
        await desk.PullAllAsync();

        Assert.Equal(3, (await desk.OrdersAsync()).Count);
        Assert.DoesNotContain(await desk.KeysAsync(), row => row.HeldCode is not null || row.OrderId is null);
    }

    [Theory, DatabaseMatrix]
    public async Task Stopped_at_any_step_nothing_is_lost_and_nothing_doubled(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        string[] sold = [.. Enumerable.Range(0, 9).Select(_ => desk.Shop.Sell())];

        // Each look is ended one page later than the one before: by the process going down, by the connector, by a lease that another node took.
        for (var step = 1; step <= 8; step++)
        {
            using var down = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var (way, last) = (step % 3, desk.Shop.Reads + 1 + (step / 3));
            desk.Shop.AfterRead = async reads =>
            {
                if (reads < last)
                {
                    return;
                }

                switch (way)
                {
                    case 0:
                        await down.CancelAsync();
                        break;
                    case 1:
                        throw new InvalidOperationException("The connector broke.");
                    default:
                        await using (var db = await desk.Data.OpenAsync())
                        {
                            await db.OrderSources.ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, "another node").SetProperty(row => row.LeaseUntil, desk.Data.Time.GetUtcNow().AddMinutes(5)), Cancelled);
                        }

                        break;
                }
            };
            desk.Data.Time.Advance(TimeSpan.FromHours(2));
            try
            {
                await desk.Pull.RunOnceAsync("node-1", down.Token);
            }
            catch (OperationCanceledException) when (down.IsCancellationRequested)
            {
                // As the service does when it stops.
            }

            var source = await desk.SourceAsync();
            Assert.Equal((await desk.OrdersAsync()).Count, int.Parse(source.Cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture));
        }

        desk.Shop.AfterRead = _ => Task.CompletedTask;
        await desk.PullAllAsync();

        Assert.Equal(sold.Order(StringComparer.Ordinal), (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        Assert.Equal((9L, "9", null), ((await desk.SourceAsync()).OrdersTaken, (await desk.SourceAsync()).Cursor, (await desk.SourceAsync()).FaultCode));
    }

    [Fact]
    public async Task A_page_that_fails_behind_its_orders_leaves_no_order()
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.Sell();
        await SqlAsync(desk, "CREATE TRIGGER broken BEFORE INSERT ON SourceOrders BEGIN SELECT RAISE(ABORT, 'no space left'); END");

        await desk.PullAllAsync();

        Assert.Empty(await desk.OrdersAsync());
        Assert.Equal((null, "source.defect", 0L), ((await desk.SourceAsync()).Cursor, (await desk.SourceAsync()).FaultCode, (await desk.SourceAsync()).OrdersTaken));

        await SqlAsync(desk, "DROP TRIGGER broken");
        await desk.PullAllAsync();
        Assert.Single(await desk.OrdersAsync());
        Assert.Null((await desk.SourceAsync()).FaultCode);
    }

    [Fact]
    public async Task An_order_that_the_database_refuses_is_held_back_alone()
    {
        await using var desk = await ShopDesk.OpenAsync(shop: new FakeShop { PageSize = 10 });
        string[] sold = [desk.Shop.Sell(), desk.Shop.Sell(), desk.Shop.Sell()];
        await SqlAsync(desk, $"CREATE TRIGGER broken BEFORE INSERT ON Orders WHEN NEW.OrderNumber = '{sold[1]}' BEGIN SELECT RAISE(ABORT, 'refused'); END");

        await desk.PullAllAsync();

        Assert.Equal(new[] { sold[0], sold[2] }.Order(StringComparer.Ordinal), (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        var held = Assert.Single(await desk.KeysAsync(), row => row.HeldCode is not null);
        Assert.Equal((sold[1], "order.unstorable", null), (held.OrderNumber, held.HeldCode, held.OrderId));
        Assert.Equal(("3", null), ((await desk.SourceAsync()).Cursor, (await desk.SourceAsync()).FaultCode));
    }

    [Theory, DatabaseMatrix]
    public async Task Two_nodes_that_look_at_once_store_every_order_once(DatabaseProvider provider)
    {
        await using var desk = await ShopDesk.OpenAsync(provider);
        for (var i = 0; i < 12; i++)
        {
            desk.Shop.Sell();
        }

        var nodes = Enumerable.Range(1, 3).Select(_ => desk.AnotherNode().Services.GetRequiredService<PullRound>()).ToArray();
        await Task.WhenAll(nodes.Select((node, i) => node.RunOnceAsync($"node-{i}", Cancelled)));

        Assert.Equal((12, 12L), ((await desk.OrdersAsync()).Count, (await desk.SourceAsync()).OrdersTaken));
        Assert.Equal(6, desk.Shop.Reads);
    }

    [Fact]
    public async Task A_shop_with_a_fault_is_shown_with_it_and_asked_less_and_less_until_it_is_well()
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.Fault = new Refusal("source.denied", "The secret is not known there.");
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            await desk.Pull.RunOnceAsync("node-1", Cancelled);
            pauses.Add(((await desk.SourceAsync()).NextLookAt - desk.Data.Time.GetUtcNow()).TotalMinutes);
            desk.Data.Time.Advance(TimeSpan.FromMinutes(pauses[^1]));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        var listed = Assert.Single(await desk.AskAsync<SourcesQuery, IReadOnlyList<ListedSource>>(query => query.ReadAsync(Cancelled)));
        Assert.Equal((SourceState.Failing, "The secret is not known there."), (listed.State, listed.FaultText));

        desk.Shop.Fault = null;
        desk.Shop.Sell();
        await desk.PullAllAsync();
        Assert.Equal((SourceState.Read, null), Assert.Single(await desk.AskAsync<SourcesQuery, IReadOnlyList<ListedSource>>(query => query.ReadAsync(Cancelled))) is var now ? (now.State, now.FaultText) : default);
    }

    [Fact]
    public async Task A_shop_of_a_client_that_leaves_and_a_paused_one_are_left_alone()
    {
        await using var desk = await ShopDesk.OpenAsync();
        desk.Shop.Sell();
        var id = (await desk.SourceAsync()).Id;
        Done(await desk.AskAsync<PauseSource, Outcome>(pause => pause.HandleAsync(id, paused: true, Cancelled)));
        await desk.PullAllAsync();
        Assert.Equal("source.paused", Refused(await desk.AskAsync<LookAtSource, Outcome<PulledOrders>>(look => look.HandleAsync(id, "me", Cancelled))).Code);
        Assert.Empty(await desk.OrdersAsync());

        Done(await desk.AskAsync<PauseSource, Outcome>(pause => pause.HandleAsync(id, paused: false, Cancelled)));
        await using (var db = await desk.Data.OpenAsync())
        {
            var client = await db.Clients.SingleAsync(Cancelled);
            Done(client.GiveNotice(DateOnly.FromDateTime(Now.UtcDateTime), DateOnly.FromDateTime(Now.UtcDateTime).AddDays(30)));
            await db.SaveChangesAsync(Cancelled);
        }

        await desk.PullAllAsync();
        Assert.Empty(await desk.OrdersAsync());
        Assert.Equal(0, desk.Shop.Reads);
    }

    private static async Task SqlAsync(ShopDesk desk, string sql)
    {
        await using var db = await desk.Data.OpenAsync();
        await db.Database.ExecuteSqlRawAsync(sql, Cancelled);
    }
}
