using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Demo;

/// <summary>Fills a fresh database: shops, policies, past refunds, and orders whose customers have not asked for anything yet.</summary>
public sealed class DemoSeed(DeskDatabase database, TimeProvider time)
{
    private const int Seed = 20_261_122;
    private const int DaysBack = 60;
    private const int OrdersAhead = 900;
    private const int Batch = 250;

    /// <summary>Adds the shops with their policies, if they are not there yet.</summary>
    /// <returns>The shops by key; empty where the database is not fresh.</returns>
    public async Task<IReadOnlyDictionary<string, ClientId>> AddShopsAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        if (await db.Clients.AnyAsync(cancellationToken))
        {
            return new Dictionary<string, ClientId>();
        }

        var since = time.GetUtcNow().AddDays(-400);
        foreach (var shop in DemoCatalogue.Shops)
        {
            var client = Client.Add(shop.Key, shop.Name, shop.Currency, shop.TimeZone, since).Value;
            db.Clients.Add(client);
            db.Policies.Add(Loading.RowOf(client.Id, shop.Policy(ReturnPolicy.Standard(since, client.Currency.MinorPerMajor))));
        }

        await db.SaveChangesAsync(cancellationToken);
        return await db.Clients.ToDictionaryAsync(client => client.Key, client => client.Id, cancellationToken);
    }

    /// <summary>Adds past refunds and open orders.</summary>
    /// <param name="pastRefunds">How many.</param>
    /// <param name="agent">The person who reviewed them.</param>
    /// <param name="supervisor">The person who approved what needed a second one.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task AddHistoryAsync(int pastRefunds, Actor agent, Actor supervisor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var random = new Random(Seed);
        var orders = new DemoOrders(random);
        var history = new DemoHistory(random, orders, agent, supervisor);
        var clients = await ClientsAsync(cancellationToken);
        var asked = Enumerable.Range(0, pastRefunds).Select(_ => AskedAt(random, now)).Order().ToArray();
        foreach (var batch in asked.Chunk(Batch))
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            foreach (var at in batch)
            {
                var (shop, client, policy) = clients[random.Next(10) switch { < 5 => 0, < 8 => 2, _ => 1 }];
                var (order, refund) = history.Make(shop, client, policy, at, now);
                db.Add(order);
                db.Add(refund);
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        await AddOpenOrdersAsync(orders, random, clients, now, cancellationToken);
        await AddSoldTogetherAsync(history, clients, now, cancellationToken);

        // The past was told long ago: nothing of it leaves now.
        await using var outbox = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await outbox.InTransactionAsync(
            stop => outbox.Outbox.Where(row => row.DeliveredAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, (DateTimeOffset?)null).SetProperty(row => row.DeliveredAt, row => row.CreatedAt), stop),
            cancellationToken);
    }

    private async Task<(DemoShop Shop, Client Client, ReturnPolicy Policy)[]> ClientsAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var all = new List<(DemoShop, Client, ReturnPolicy)>();
        foreach (var shop in DemoCatalogue.Shops)
        {
            var client = await db.Clients.AsNoTracking().SingleAsync(c => c.Key == shop.Key, cancellationToken);
            all.Add((shop, client, (await db.LoadPoliciesAsync(client.Id, time.GetUtcNow(), time.GetUtcNow(), cancellationToken)).Current));
        }

        return [.. all];
    }

    private async Task AddSoldTogetherAsync(DemoHistory history, (DemoShop Shop, Client Client, ReturnPolicy Policy)[] clients, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        foreach (var (order, request, client, policy) in DemoSoldTogether.Of(clients, now))
        {
            db.AddRange(order, history.Begin(client, policy, order, request, request.AskedAt));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task AddOpenOrdersAsync(DemoOrders orders, Random random, (DemoShop Shop, Client Client, ReturnPolicy Policy)[] clients, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        db.AddRange(Enumerable.Range(0, OrdersAhead).Select(_ =>
        {
            var (shop, client, _) = clients[random.Next(clients.Length)];
            return orders.Make(shop, client, now.AddDays(-random.Next(4, random.Next(8) == 0 ? 60 : 25)).AddMinutes(-random.Next(1_440)), now);
        }));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>More by day than by night, more on Mondays, and growing towards today as before a holiday.</summary>
    private static DateTimeOffset AskedAt(Random random, DateTimeOffset now)
    {
        while (true)
        {
            var at = now.AddDays(-DaysBack * (1 - Math.Sqrt(random.NextDouble()))).AddMinutes(-random.Next(5, 60));
            var weight = (at.Hour is >= 7 and <= 21 ? 1.0 : 0.25) * (at.DayOfWeek == DayOfWeek.Monday ? 1.0 : 0.75);
            if (random.NextDouble() < weight)
            {
                return at;
            }
        }
    }
}
