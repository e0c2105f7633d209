using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Features.Clients;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Bench;

/// <summary>How many order lines go in a second, does memory stay flat, and what does it cost to find out that nothing changed?</summary>
internal static class ImportBench
{
    private const int Small = 250_000;
    private const int Large = 1_000_000;
    private const int LinesAnOrder = 20;

    public static async Task RunAsync(BenchTable table)
    {
        var folder = Directory.CreateTempSubdirectory("refunddesk-bench-import-");
        try
        {
            var (small, large) = (Write(folder, Small), Write(folder, Large));
            foreach (var provider in BenchDesk.Providers)
            {
                await using var desk = await BenchDesk.CreateAsync(provider);
                await AddClientAsync(desk, "warm");
                await ImportAsync(desk, "warm", Write(folder, 20_000));
                await MeasureAsync(table, desk, "first", small, "first run");
                await MeasureAsync(table, desk, "first", small, "second run, nothing changed");
                await MeasureAsync(table, desk, "second", large, "first run");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchTable table, BenchDesk desk, string client, string file, string run)
    {
        await AddClientAsync(desk, client);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var (summary, held) = await ImportAsync(desk, client, file);
        process.Refresh();
        var processor = (process.TotalProcessorTime - before).TotalSeconds;
        table.Add(
            "import",
            desk.Provider.ToString(),
            FormattableString.Invariant($"{summary.LinesIn:N0} order lines, {run}"),
            FormattableString.Invariant($"{summary.LinesPerSecond:N0} lines/s ({summary.CheckTook.TotalSeconds:0.0} s checking, {summary.StoreTook.TotalSeconds:0.0} s storing, {processor:0.0} s of this process's processor time) · most held {held >> 20:N0} MB"),
            run == "first run" ? "20,000 lines/s, memory flat" : string.Empty);
    }

    private static async Task<(ImportSummary Summary, long MostHeld)> ImportAsync(BenchDesk desk, string client, string file)
    {
        await using var scope = desk.App.Services.CreateAsyncScope();
        GC.Collect();
        var memory = new Memory();
        var summary = await scope.ServiceProvider.GetRequiredService<ImportOrders>().HandleAsync(new ImportOrder(client, file), memory, CancellationToken.None);
        return (Value(summary), memory.MostHeld);
    }

    private static async Task AddClientAsync(BenchDesk desk, string key)
    {
        await using var scope = desk.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AddClient>().HandleAsync(key, key, "GBP", "Europe/London", CancellationToken.None);
    }

    private static string Write(DirectoryInfo folder, int lines)
    {
        var random = new Random(lines);
        var placed = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var path = Path.Combine(folder.FullName, $"orders-{lines}.csv");
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        writer.Write("orderNumber,customerReference,customerName,country,currency,placedAt,sku,description,category,quantity,unitPrice,taxPercent\n");
        for (var line = 0; line < lines; line++)
        {
            var order = line / LinesAnOrder;
            var at = placed.AddMinutes(order).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"O-{order},C-{order % 5_000},Customer {order % 5_000},GB,GBP,{at},SKU-{random.Next(20_000)},\"Article, blue, {line % 97}\",home,{random.Next(1, 12)},{random.Next(1, 90)}.{random.Next(10, 100)},20\n"));
        }

        return path;
    }

    private static T Value<T>(Outcome<T> outcome)
        where T : notnull => outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());

    /// <summary>Asks at every report what the process holds.</summary>
    private sealed class Memory : IProgress<ImportProgress>
    {
        public long MostHeld { get; private set; }

        public void Report(ImportProgress value)
        {
            using var process = Process.GetCurrentProcess();
            MostHeld = Math.Max(MostHeld, process.WorkingSet64);
        }
    }
}
