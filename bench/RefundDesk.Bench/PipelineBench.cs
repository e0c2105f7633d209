using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Automation;
using RefundDesk.Web.Infrastructure.Notifications;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>
/// How many refunds a second go from received to paid, told and posted while the gateway answers at once, and how does that compare
/// with storing the very same rows and doing nothing else? Messages are written and handed to a channel that keeps nothing.
/// </summary>
internal static class PipelineBench
{
    private const string Question = "pipeline";
    private const int WarmUp = 8_000;

    private static int Refunds => int.Parse(Environment.GetEnvironmentVariable("REFUNDDESK_BENCH_REFUNDS") ?? "20000", System.Globalization.CultureInfo.InvariantCulture);

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            var name = provider.ToString();
            await using var desk = await BenchDesk.CreateAsync(provider, services => services.AddSingleton<Domain.Refunds.Telling.INotificationChannel, NoChannel>());
            await ReceivedCases.AddAsync(desk, WarmUp, seed: 1);
            await WorkOffAsync(desk);

            await ReceivedCases.AddAsync(desk, Refunds, seed: 2);
            var watch = Stopwatch.StartNew();
            var cpu = Environment.CpuUsage.TotalTime;
            var (told, rounds) = await WorkOffAsync(desk);
            var seconds = watch.Elapsed.TotalSeconds;
            var cpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Refunds;
            await CheckAsync(desk, told);
            var rate = Refunds / seconds;
            table.Add(Question, name, "received → paid, told, posted", FormattableString.Invariant($"{rate:N0} refunds/s"), "1,500/s");
            table.Add(Question, name, "processor time of this process a refund", FormattableString.Invariant($"{cpuMicroseconds:N0} µs"));
            table.Add(Question, name, "rounds of automation", FormattableString.Invariant($"{rounds:N0}"));

            await using var bare = await BenchDesk.CreateAsync(provider);
            await ReceivedCases.AddAsync(bare, Refunds, seed: 2, like: desk);
            var raw = await RawRows.InsertAsync(desk, bare, Refunds, desk.App.Services.GetRequiredService<AutomationTools>().Options.Value.BatchSize);
            table.Add(Question, name, "the same rows, stored and nothing else", FormattableString.Invariant($"{raw.RowsPerSecond:N0} rows/s = {raw.RefundsPerSecond:N0} refunds/s"));
            table.Add(Question, name, "share of that", FormattableString.Invariant($"{rate / raw.RefundsPerSecond:0.00}"), "0.25");
        }
    }

    /// <summary>What limits on the pace cost: the same refunds of clients that have some, which are never reached.</summary>
    public static async Task RunWithLimitsAsync(BenchTable table)
    {
        BreakerLimit[] limits = [new(BreakerLimit.Approve, 1_000_000, 10_000_000_00), new(BreakerLimit.Refuse, 1_000_000, null)];
        foreach (var provider in BenchDesk.Providers)
        {
            foreach (var (name, used) in new[] { ("without limits", Array.Empty<BreakerLimit>()), ("with a limit on approvals and one on refusals", limits) })
            {
                await using var desk = await BenchDesk.CreateAsync(provider, services => services.AddSingleton<Domain.Refunds.Telling.INotificationChannel, NoChannel>());
                await ReceivedCases.AddAsync(desk, WarmUp, seed: 1, limits: used);
                await WorkOffAsync(desk);
                await ReceivedCases.AddAsync(desk, Refunds, seed: 2, limits: used);
                var watch = Stopwatch.StartNew();
                var (told, _) = await WorkOffAsync(desk);
                var seconds = watch.Elapsed.TotalSeconds;
                await CheckAsync(desk, told);
                table.Add("breaker", provider.ToString(), $"received → paid, {name}", FormattableString.Invariant($"{Refunds / seconds:N0} refunds/s"));
            }
        }
    }

    private static async Task<(int Told, int Rounds)> WorkOffAsync(BenchDesk desk)
    {
        var automation = desk.App.Services.GetRequiredService<AutomationRound>();
        var outbox = desk.App.Services.GetRequiredService<OutboxRound>();
        var workers = desk.App.Services.GetRequiredService<AutomationTools>().Options.Value.Workers;
        var rounds = 0;
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            while (await automation.RunOnceAsync($"bench/{worker}", default) > 0)
            {
                Interlocked.Increment(ref rounds);
            }
        })));
        var told = 0;
        while (true)
        {
            var isLast = working.IsCompleted;
            var sent = await outbox.RunOnceAsync("bench/mail", default);
            told += sent;
            if (sent == 0 && isLast)
            {
                await working;
                return (told, rounds);
            }

            if (sent == 0)
            {
                await Task.WhenAny(working, Task.Delay(5));
            }
        }
    }

    private static async Task CheckAsync(BenchDesk desk, int told)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
        var notPaid = await db.RefundCases.CountAsync(refund => refund.Status != RefundStatus.Paid);
        if (notPaid > 0 || told != Refunds)
        {
            throw new InvalidOperationException($"{notPaid} refunds were not paid and {told} customers told: the figure would mean nothing.");
        }
    }

    private sealed class NoChannel : Domain.Refunds.Telling.INotificationChannel
    {
        public Task SendAsync(Domain.Refunds.Telling.OutgoingMail mail, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
