using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Tests.Torture;

/// <summary>The real application is killed while it imports a file of a watched folder; another one finishes it, with nothing doubled.</summary>
[Trait("Category", "Torture")]
public sealed class KilledImportTests : IDisposable
{
    private const int Orders = 12_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("refunddesk-killed-import-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, DatabaseMatrix]
    public async Task A_file_whose_import_is_killed_is_finished_by_another_process(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider);
        var client = await desk.AddClientAsync("shop", "GBP", "Europe/London");
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "orders.csv"),
            [
                "orderNumber,customerReference,country,currency,placedAt,sku,quantity,unitPrice",
                .. Enumerable.Range(0, Orders).Select(i => string.Create(CultureInfo.InvariantCulture, $"O-{i},C-1,GB,GBP,2026-01-05T10:00:00Z,A-1,1,10.00")),
            ],
            Cancelled);

        int atKill;
        await using (var process = await DeskProcess.StartAsync(Settings(desk, client.Key), Cancelled))
        {
            await UntilAsync(async () => await CountAsync(desk) > 0);
            await process.KillAsync();
            atKill = await CountAsync(desk);
        }

        await using (await DeskProcess.StartAsync(Settings(desk, client.Key), Cancelled))
        {
            await UntilAsync(() => Task.FromResult(Directory.Exists(Path.Combine(_folder, "done")) && Directory.GetFiles(Path.Combine(_folder, "done")).Length == 1));
        }

        Assert.InRange(atKill, 1, Orders - 1);
        Assert.Equal(Orders, await CountAsync(desk));
        await using var db = await desk.OpenAsync();
        var row = Assert.Single(await db.Imports.AsNoTracking().ToListAsync(Cancelled));
        Assert.Equal((ImportState.Done, (long)Orders, (long)atKill), (row.State, row.LinesStored + row.LinesUnchanged, row.LinesUnchanged));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<int> CountAsync(TestDatabase desk)
    {
        await using var db = await desk.OpenAsync();
        return await db.Orders.CountAsync(Cancelled);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }
    }

    private Dictionary<string, string?> Settings(TestDatabase desk, string client) => new(DeskNode.Settings(desk.Provider, desk.Connection))
    {
        ["urls"] = "http://127.0.0.1:0",
        ["Automation:Enabled"] = "false",
        ["Notifications:Enabled"] = "false",
        ["Imports:LeaseSeconds"] = "5",
        ["WatchedFolders:LookEverySeconds"] = "1",
        ["WatchedFolders:StillSeconds"] = "1",
        ["WatchedFolders:Folders:0:Path"] = _folder,
        ["WatchedFolders:Folders:0:Client"] = client,
        ["WatchedFolders:Folders:0:Kind"] = "orders",
    };
}
