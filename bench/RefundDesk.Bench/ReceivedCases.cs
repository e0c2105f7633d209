using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;
using Microsoft.EntityFrameworkCore;

namespace RefundDesk.Bench;

/// <summary>Requests that were just received, each of an order of its own: one to three lines, one card, a customer with two orders.</summary>
internal static class ReceivedCases
{
    private const int Part = 2_000;
    private const int Clients = 4;

    /// <summary>Adds them, quickly and without events.</summary>
    /// <param name="desk">Where to.</param>
    /// <param name="refunds">How many.</param>
    /// <param name="seed">Of numbers.</param>
    /// <param name="like">Copies the orders and cases of this desk instead of making some, so that rows about them can be stored.</param>
    /// <param name="limits">At which pace automation stops itself.</param>
    public static async Task AddAsync(BenchDesk desk, int refunds, int seed, BenchDesk? like = null, params BreakerLimit[] limits)
    {
        if (like is not null)
        {
            await CopyAsync(like, desk);
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        var random = new Random(seed);
        var clients = await AddClientsAsync(desk, seed, now, limits);
        for (var start = 0; start < refunds; start += Part)
        {
            var made = Enumerable.Range(start, Math.Min(Part, refunds - start)).Select(i => Make(clients[i % Clients], i, seed, random, now)).ToList();
            await StoreAsync(desk, made.ConvertAll(pair => pair.Order), made.ConvertAll(pair => pair.Refund));
        }
    }

    private static async Task<List<Client>> AddClientsAsync(BenchDesk desk, int seed, DateTimeOffset now, BreakerLimit[] limits)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
        var clients = Enumerable.Range(0, Clients).Select(i => Client.Add($"shop-{seed}-{i}", $"Shop {i}", "EUR", "Europe/Berlin", now.AddYears(-1)).Value).ToList();
        db.AddRange(clients);
        db.AddRange(clients.Select(client => Loading.RowOf(client.Id, ReturnPolicy.Standard(client.CreatedAt, 100) with { AutomaticApprovalMinor = 300_00, Breaker = limits })));
        await db.SaveChangesAsync();
        return clients;
    }

    private static (Order Order, RefundCase Refund) Make(Client client, int i, int seed, Random random, DateTimeOffset now)
    {
        var lines = Enumerable.Range(1, 1 + (i % 3)).Select(line => new OrderLineDraft($"SKU-{line}", $"Article {line}", "general", 1, 10_00 + random.Next(20_00), TaxBasisPoints: 1_900)).ToArray();
        var draft = new OrderDraft(
            $"O-{seed}-{i}", $"C-{seed}-{i / 8}-{i % 4}", $"Customer {i / 8}", $"customer-{i / 8}@example.org", "DE", "EUR", now.AddDays(-10), now.AddDays(-9), now.AddDays(-6), 0,
            lines, [new TenderDraft(TenderMethod.Card, "sandbox", $"ch_{seed}_{i}", "Visa ·· 4242", lines.Sum(line => line.ListMinor))]);
        var order = Order.TakeIn(client.Id, draft, now).Value;
        var request = new RefundRequest(RequestChannel.Api, $"key-{seed}-{i}", now, "It does not fit.", [.. lines.Select((_, line) => new RequestedLine(line + 1, 1, RefundReason.WrongSize, GoodsCondition.Opened))]);
        var number = RefundNumber.FromRandom((ulong)random.NextInt64());
        var refund = RefundCase.Receive(order, request, number, Actor.System("bench"), now.AddHours(8), now).Value;
        refund.ClearPending();
        return (order, refund);
    }

    private static async Task StoreAsync(BenchDesk desk, List<Order> orders, List<RefundCase> refunds)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
        await db.InTransactionAsync(
            async stop =>
            {
                await db.InsertOrdersAsync(orders, stop);
                await db.Dialect.InsertAsync(db, BulkRows.Of(db, refunds), stop);
                var lines = refunds.SelectMany(refund => refund.Lines.Select(line => (line, (object)refund.Id)));
                await db.Dialect.InsertAsync(db, BulkRows.Of(db, RefundCaseConfiguration.CaseKey, lines), stop);
                return 0;
            },
            default);
    }

    private static async Task CopyAsync(BenchDesk from, BenchDesk to)
    {
        await using var source = await from.Database.OpenAsync(ClientScope.Everything, default);
        await using (var db = await to.Database.OpenAsync(ClientScope.Everything, default))
        {
            db.AddRange(await source.Clients.AsNoTracking().ToListAsync());
            await db.SaveChangesAsync();
        }

        var orders = await source.WholeOrders().AsNoTracking().ToListAsync();
        var refunds = await source.WholeCases().AsNoTracking().ToListAsync();
        foreach (var part in orders.Chunk(Part))
        {
            await StoreAsync(to, [.. part], []);
        }

        foreach (var part in refunds.Chunk(Part))
        {
            await StoreAsync(to, [], [.. part]);
        }
    }
}
