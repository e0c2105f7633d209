using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>How long does a long list take as a spreadsheet, and how much memory does it hold meanwhile? Twelve columns of every kind.</summary>
internal static class ExportBench
{
    private const int WatchEvery = 1_000;

    public static async Task RunAsync(BenchTable table)
    {
        await using var desk = await BenchDesk.CreateAsync(DatabaseProvider.Sqlite);
        var export = desk.App.Services.GetServices<IReportExport>().Single(one => one.Format == ReportFormat.Xlsx);
        await WriteAsync(export, 5_000);
        foreach (var rows in new[] { 100_000, 1_000_000 })
        {
            var idle = Held();
            var watch = Stopwatch.StartNew();
            var (bytes, most) = await WriteAsync(export, rows);
            var seconds = watch.Elapsed.TotalSeconds;
            table.Add("export", "", $"xlsx of {rows:N0} rows × 12", FormattableString.Invariant($"{seconds:0.0} s, {bytes / 1e6:0.0} MB file"), rows == 100_000 ? "3 s" : "");
            table.Add("export", "", $"memory above idle, {rows:N0} rows", FormattableString.Invariant($"{(most - idle) / 1e6:0} MB"), "100 MB");
        }
    }

    private static async Task<(long Bytes, long Most)> WriteAsync(IReportExport export, int rows)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var most = 0L;
        await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await export.WriteAsync(new ReportSheet("Refunds", Columns, "Europe/Berlin") { Currency = Currency.Of("EUR") }, Rows(rows, () => most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64)), file, CancellationToken.None);
        return (file.Length, most);
    }

    private static IReadOnlyList<ReportColumn> Columns { get; } =
    [
        new("Refund", ReportColumnKind.Text), new("Order", ReportColumnKind.Text), new("Customer", ReportColumnKind.Text), new("Reason", ReportColumnKind.Text),
        new("Category", ReportColumnKind.Text), new("Status", ReportColumnKind.Text), new("Asked for", ReportColumnKind.Amount), new("Paid", ReportColumnKind.Amount),
        new("Received", ReportColumnKind.DateTime), new("Paid at", ReportColumnKind.DateTime), new("Lines", ReportColumnKind.Count), new("Kept back", ReportColumnKind.Percent),
    ];

    private static async IAsyncEnumerable<ReportRow> Rows(int rows, Action watch)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var euro = Currency.Of("EUR");
        for (var i = 0; i < rows; i++)
        {
            if (i % WatchEvery == 0)
            {
                watch();
                await Task.Yield();
            }

            var asked = Money.Of(1_000 + (i * 104_729L % 90_000), euro);
            yield return ReportRow.Of(
                ReportValue.Text($"R-{i:X8}"), ReportValue.Text($"O-{i % 50_000}"), ReportValue.Text($"Customer {i % 20_000}"), ReportValue.Text("Changed mind"),
                ReportValue.Text("Living"), ReportValue.Text("Paid"), ReportValue.Amount(asked), ReportValue.Amount(asked),
                ReportValue.DateTime(start.AddSeconds(i * 30L)), ReportValue.DateTime(start.AddSeconds((i * 30L) + 2_400)), ReportValue.Count(1 + (i % 4)), ReportValue.Percent(0.1m));
        }
    }

    private static long Held()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Process.GetCurrentProcess().WorkingSet64;
    }
}
