using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Features.Case.Replaying;
using RefundDesk.Web.Features.Policies.Simulating;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Bench;

/// <summary>How long does it take to try a draft out on 100,000 past cases, and to take all of them anew?</summary>
internal static class SimulationBench
{
    private const string Question = "simulation";
    private const int Decisions = 100_000;
    private const string Shop = "alder";

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            var name = provider.ToString();
            await using var desk = await BenchDesk.CreateAsync(provider);
            await AddAsync(desk);
            foreach (var (measure, version) in new[] { ("the active version over 100,000 cases", 1), ("a draft over 100,000 cases", 2) })
            {
                var (seconds, cpu, report) = await TimedAsync(desk, services => services.GetRequiredService<SimulatePolicy>().HandleAsync(new SimulationOrder(Shop, version, 30), null, default));
                var result = report.Value.Result;
                if (result.Decisions != Decisions || result.Unreadable > 0 || (version == 1) != (result.Different == 0))
                {
                    throw new InvalidOperationException($"{result.Decisions} decisions, {result.Different} different, {result.Unreadable} unreadable: the figure would mean nothing.");
                }

                table.Add(Question, name, measure, FormattableString.Invariant($"{seconds:0.0} s, {result.Different:N0} different, {cpu:0.0} s of this process's processor time"), "10 s");
            }

            var (replaySeconds, _, replayed) = await TimedAsync(desk, services => services.GetRequiredService<ReplayDecisions>().HandleAsync(new ReplayOrder(Shop), null, default));
            if (replayed.Value.Different > 0 || replayed.Value.Decisions != Decisions)
            {
                throw new InvalidOperationException("Decisions came out otherwise: the figure would mean nothing.");
            }

            table.Add(Question, name, "replay of 100,000 cases", FormattableString.Invariant($"{replaySeconds:0.0} s"));
        }
    }

    private static async Task<(double Seconds, double Processor, T Result)> TimedAsync<T>(BenchDesk desk, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = desk.App.Services.CreateAsyncScope();
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = await work(scope.ServiceProvider);
        return (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds, result);
    }

    /// <summary>Received cases, decided and stored as automation stores them, over thirty days; the deciding itself is not measured.</summary>
    private static async Task AddAsync(BenchDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var random = new Random(7);
        var (client, policy) = await AddClientAsync(desk, now);
        var model = new RiskRules();
        for (var start = 0; start < Decisions; start += 5_000)
        {
            var rows = new List<DecisionRow>(5_000);
            for (var i = start; i < start + 5_000; i++)
            {
                var at = now.AddDays(-28).AddSeconds(i * 24.0);
                var decision = Decider.Decide(PoliciesInForce.Only(policy), "EUR", Facts(i, random, at), Risk(i, random, policy, at), model);
                rows.Add(PendingRows.RowOf(client.Id, RefundCaseId.New(at), decision, at));
            }

            await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
            await db.InTransactionAsync(
                async stop =>
                {
                    await db.Dialect.InsertAsync(db, BulkRows.Of(db, rows), stop);
                    return 0;
                },
                default);
        }

        await using var analysed = await desk.Database.OpenAsync(ClientScope.Everything, default);
        await analysed.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    private static async Task<(Client Client, ReturnPolicy Policy)> AddClientAsync(BenchDesk desk, DateTimeOffset now)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
        var client = Client.Add(Shop, "Alder & sons", "EUR", "Europe/Berlin", now.AddYears(-1)).Value;
        var policy = ReturnPolicy.Standard(client.CreatedAt, 100) with { FinalSaleCategories = ["Hygiene"], ReturnRequiredFromMinor = 80_00 };
        var draft = policy with
        {
            Version = 2,
            Windows = [new ReturnWindow(null, 20, WindowAnchor.Delivery), new ReturnWindow("Shoes", 60, WindowAnchor.Delivery)],
            AutomaticApprovalMinor = 60_00,
            AgentApprovalMinor = 200_00,
        };
        db.AddRange(client, Loading.RowOf(client.Id, policy), PolicyVersion.Draft(client.Id, draft.Version, PolicyJson.Write(draft), "Stricter", Domain.People.Actor.System("bench"), now).Value);
        await db.SaveChangesAsync();
        return (client, policy);
    }

    private static PolicyFacts Facts(int i, Random random, DateTimeOffset at)
    {
        string[] categories = ["general", "Shoes", "Hygiene", "Living", "Kitchen"];
        var lines = Enumerable.Range(1, 1 + (i % 3)).Select(line => new PolicyLine(
            line, Domain.Orders.OrderLineKind.Goods, $"Article {random.Next(1_000)} in blue", categories[random.Next(5)], 1, 5_00 + random.Next(60_00), false, (RefundReason)random.Next(8), (GoodsCondition)random.Next(4))).ToArray();
        return new PolicyFacts($"O-{i}", "EUR", at.AddDays(-40), at.AddDays(-39), at.AddDays(-random.Next(1, 38)), at, "Europe/Berlin", lines, false, lines.Sum(line => line.ChargedMinor), false);
    }

    private static RiskFacts Risk(int i, Random random, ReturnPolicy policy, DateTimeOffset at) => new(
        1 + random.Next(20), 500_00, at.AddDays(-random.Next(40, 900)), random.Next(3), random.Next(4), 100_00, random.Next(2), random.Next(2), 50_00 + i % 300_00, policy.AgentApprovalMinor, i % 9 == 0, at, at.AddDays(-40));
}
