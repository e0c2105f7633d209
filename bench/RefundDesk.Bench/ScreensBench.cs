using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Web.Features.Queue;
using RefundDesk.Web.Features.Reports;

namespace RefundDesk.Bench;

/// <summary>How long do the queue and the dashboard take to read at a million cases, and does a deep page cost more than the first?</summary>
internal static class ScreensBench
{
    private const int Cases = 1_000_000;
    private const int Runs = 60;
    private const int DeepParts = 100;

    public static async Task RunAsync(BenchTable table)
    {
        foreach (var provider in BenchDesk.Providers)
        {
            await using var desk = await BenchDesk.CreateAsync(provider);
            var now = TimeProvider.System.GetUtcNow();
            var watch = Stopwatch.StartNew();
            await MillionCases.AddAsync(desk, Cases, now);
            Console.Error.WriteLine($"{provider}: {Cases:N0} cases made in {watch.Elapsed.TotalSeconds:0} s");

            await using var scope = desk.App.Services.CreateAsyncScope();
            var queue = scope.ServiceProvider.GetRequiredService<QueueQuery>();
            var counts = scope.ServiceProvider.GetRequiredService<QueueCounts>();
            var activity = scope.ServiceProvider.GetRequiredService<RefundActivityQuery>();
            var review = new QueueFilter(DeskQueue.Review);
            var everything = new QueueFilter(DeskQueue.Everything);
            var database = provider.ToString();
            table.AddDurations("screens", database, "queue page, 50 rows", await TimeAsync(() => queue.PartAsync(review, null, 50, default)), "p95 15 ms");
            table.AddDurations("screens", database, $"queue page after {DeepParts * 50:N0} rows", await DeepAsync(queue, review), "p95 15 ms");
            table.AddDurations("screens", database, "all cases, page after 5,000 rows", await DeepAsync(queue, everything), "p95 15 ms");
            table.AddDurations("screens", database, "queue page, high risk by amount", await TimeAsync(() => queue.PartAsync(review with { Risk = RiskBand.High, Sort = QueueSort.Amount }, null, 50, default)), "p95 15 ms");
            table.AddDurations("screens", database, "search by customer", await TimeAsync(() => queue.PartAsync(everything with { Text = "Customer 77" }, null, 50, default)));
            table.AddDurations("screens", database, "counters of the navigation", await TimeAsync(() => counts.GetAsync(default)));
            table.AddDurations("screens", database, "dashboard, 30 days", await TimeAsync(() => activity.HandleAsync("alder", zone => ReportPeriod.Last(30, now, zone), default)), "100 ms");
        }
    }

    private static async Task<IReadOnlyList<double>> DeepAsync(QueueQuery queue, QueueFilter filter)
    {
        QueueCursor? after = null;
        for (var part = 0; part < DeepParts; part++)
        {
            after = (await queue.PartAsync(filter, after, 50, default)).Value.Next;
        }

        return await TimeAsync(() => queue.PartAsync(filter, after, 50, default));
    }

    private static async Task<IReadOnlyList<double>> TimeAsync(Func<Task> ask)
    {
        for (var warm = 0; warm < 5; warm++)
        {
            await ask();
        }

        var all = new List<double>(Runs);
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask();
            all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return all;
    }
}
