using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Bulk;
using RefundDesk.Web.Features.Intake.Watching;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

public sealed class WatchedFolderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_file_of_a_till_is_taken_once_it_is_still_and_becomes_cases_of_the_point_of_sale(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        await desk.HaveOrdersAsync(Order("O-1", quantity: 2));
        using var drop = new Drop(desk, "requests");
        drop.Put("returns.csv", RequestHeader, Request("R-1"), Request("R-2", sku: "nowhere"));
        drop.Put("later.csv.part", "half a");

        var first = await drop.Round.RunOnceAsync(Cancelled);
        desk.Database.Time.Advance(TimeSpan.FromSeconds(5));
        drop.Put("returns.csv", RequestHeader, Request("R-1"), Request("R-2", sku: "nowhere"), Request("R-3"));
        var second = await drop.Round.RunOnceAsync(Cancelled);
        desk.Database.Time.Advance(TimeSpan.FromSeconds(11));
        var third = await drop.Round.RunOnceAsync(Cancelled);

        Assert.Equal((0, 0, 1), (first, second, third));
        Assert.Equal([("R-1/O-1", RequestChannel.PointOfSale), ("R-3/O-1", RequestChannel.PointOfSale)], (await desk.CasesAsync()).Select(refund => (refund.RequestKey!, refund.Channel)));
        Assert.Equal(["returns.csv", "returns.csv.rejected.csv"], drop.In("done"));
        Assert.Equal(["later.csv.part"], drop.In("."));
        var row = Assert.Single(await drop.RowsAsync());
        Assert.Equal((ImportState.Done, 3L, 2L, 1L, "Watched folder"), (row.State, row.LinesRead, row.LinesStored, row.LinesRejected, row.ByName));
    }

    [Fact]
    public async Task Rubbish_ends_in_failed_with_its_reason_and_keeps_nobody_waiting()
    {
        await using var desk = await OpenAsync();
        using var drop = new Drop(desk, "orders");
        var outside = desk.Write("outside.csv", OrderHeader, Order("O-outside"));
        File.CreateSymbolicLink(drop.PathOf("a-link.csv"), outside);
        drop.Put("b-empty.csv", Array.Empty<byte>());
        drop.Put("c-binary.csv", (byte[])[0, 1, 2, 3, 0, 255]);
        drop.Put("d-utf16.csv", (byte[])[0xFF, 0xFE, 65, 0]);
        drop.Put("e-half.csv", "orderNumber,customerReference\nO-1");
        drop.Put("f-zip.xlsx", (byte[])[0x50, 0x4B, 3, 4, 9, 9, 9, 9, 9, 9]);
        drop.Put("g-good.csv", OrderHeader, Order("O-1"));

        await drop.SettleAsync();

        Assert.Equal(["O-1"], (await desk.OrdersAsync()).Select(order => order.OrderNumber));
        Assert.Equal(["g-good.csv"], drop.In("done"));
        string[] bad = ["a-link.csv", "b-empty.csv", "c-binary.csv", "d-utf16.csv", "e-half.csv", "f-zip.xlsx"];
        Assert.Equal(bad.SelectMany(name => new[] { name, name + ".reason.txt" }), drop.In("failed"));
        Assert.True(File.Exists(outside));
        Assert.All((await drop.RowsAsync()).Where(row => row.FileName != "g-good.csv"), row => Assert.Equal((ImportState.Refused, true), (row.State, row.EndText is { Length: > 10 } && row.EndCode!.StartsWith("import.", StringComparison.Ordinal))));
        Assert.All(await drop.RowsAsync(), row => Assert.DoesNotContain(drop.Folder, row.EndText ?? string.Empty, StringComparison.Ordinal));
    }

    [Theory, DatabaseMatrix]
    public async Task What_a_killed_node_claimed_is_taken_up_again_with_nothing_doubled(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        using var drop = new Drop(desk, "orders");
        drop.Put("orders.csv", OrderHeader, Order("O-1"), Order("O-2"));
        await drop.SettleAsync();
        var row = Assert.Single(await drop.RowsAsync());
        await using (var db = await desk.Database.OpenAsync())
        {
            // As it looks when the process dies behind its last save of orders, before it could say so.
            await db.Imports.ExecuteUpdateAsync(set => set.SetProperty(import => import.State, ImportState.Running).SetProperty(import => import.LeaseOwner, "dead").SetProperty(import => import.LeaseUntil, desk.Database.Time.GetUtcNow().AddSeconds(30)), Cancelled);
        }

        File.Move(Directory.GetFiles(Path.Combine(drop.Folder, "done")).Single(), Path.Combine(drop.Folder, "processing", $"{row.Id:N}.orders.csv"));
        var whileLeased = await drop.Round.RunOnceAsync(Cancelled);
        desk.Database.Time.Advance(TimeSpan.FromSeconds(31));
        var behind = await drop.Round.RunOnceAsync(Cancelled);

        Assert.Equal((0, 1), (whileLeased, behind));
        var again = Assert.Single(await drop.RowsAsync());
        Assert.Equal((ImportState.Done, 0L, 2L), (again.State, again.LinesStored, again.LinesUnchanged));
        Assert.Equal(2, (await desk.OrdersAsync()).Count);
        Assert.Equal(["orders.csv"], drop.In("done"));
    }

    [Theory, DatabaseMatrix]
    public async Task Of_many_nodes_one_takes_each_file(DatabaseProvider provider)
    {
        await using var desk = await OpenAsync(provider);
        using var drop = new Drop(desk, "orders");
        for (var i = 0; i < 12; i++)
        {
            drop.Put($"orders-{i}.csv", OrderHeader, Order($"O-{i}"));
        }

        WatchedRound[] nodes = [drop.Round, drop.Another(), drop.Another()];
        foreach (var node in nodes)
        {
            await node.RunOnceAsync(Cancelled);
        }

        desk.Database.Time.Advance(TimeSpan.FromSeconds(11));
        var done = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.RunOnceAsync(Cancelled), Cancelled)));
        await drop.SettleAsync();

        Assert.InRange(done.Sum(), 1, 12);
        Assert.Equal(12, (await drop.RowsAsync()).Count(row => row is { State: ImportState.Done, LinesStored: 1 }));
        Assert.Equal(12, (await desk.OrdersAsync()).Count);
        Assert.Equal(12, drop.In("done").Length);
        Assert.Empty(drop.In("processing"));
    }

    [Fact]
    public void What_of_a_folder_cannot_work_is_named_at_the_start()
    {
        var wrong = new WatchedFoldersOptions { Folders = [new WatchedFolder { Path = "nowhere", Client = " ", Kind = "things" }] };

        var faults = string.Join('\n', new WatchedFoldersCheck().Validate(null, wrong).Failures!);

        Assert.Contains("WatchedFolders:Folders:0:Path 'nowhere'", faults, StringComparison.Ordinal);
        Assert.Contains("WatchedFolders:Folders:0:Client", faults, StringComparison.Ordinal);
        Assert.Contains("WatchedFolders:Folders:0:Kind 'things'", faults, StringComparison.Ordinal);
    }

    /// <summary>A watched folder of the desk's client.</summary>
    private sealed class Drop : IDisposable
    {
        private readonly ImportDesk _desk;
        private readonly string _kind;
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refunddesk-drop-");

        public Drop(ImportDesk desk, string kind)
        {
            (_desk, _kind) = (desk, kind);
            Round = Another();
        }

        public WatchedRound Round { get; }

        public string Folder => _folder.FullName;

        public WatchedRound Another()
        {
            var time = _desk.Database.Time;
            var options = new WatchedFoldersOptions { Folders = [new WatchedFolder { Path = Folder, Client = _desk.Client.Key, Kind = _kind }] };
            var database = _desk.Database.AnotherNode().Database;
            return new WatchedRound(database, new ImportWork(database, Options.Create(new ImportsOptions()), time, NullLogger<ImportWork>.Instance), Options.Create(options), time, NullLogger<WatchedRound>.Instance);
        }

        public string PathOf(string name) => Path.Combine(Folder, name);

        public void Put(string name, params string[] lines) => File.WriteAllLines(PathOf(name), lines);

        public void Put(string name, byte[] bytes) => File.WriteAllBytes(PathOf(name), bytes);

        /// <summary>Looks, waits until everything is still, and looks again.</summary>
        public async Task SettleAsync()
        {
            await Round.RunOnceAsync(Cancelled);
            _desk.Database.Time.Advance(TimeSpan.FromSeconds(11));
            await Round.RunOnceAsync(Cancelled);
        }

        /// <summary>The names in a folder, without our keys in front.</summary>
        public string[] In(string folder) => Directory.Exists(PathOf(folder))
            ? [.. Directory.GetFiles(PathOf(folder)).Select(path => Path.GetFileName(path)).Select(name => name.Length > 33 && name[32] == '.' ? name[33..] : name).Order(StringComparer.Ordinal)]
            : [];

        public async Task<List<ImportRow>> RowsAsync()
        {
            await using var db = await _desk.Database.OpenAsync();
            return await db.Imports.AsNoTracking().OrderBy(row => row.FileName).ToListAsync(Cancelled);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
