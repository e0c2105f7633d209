using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Features.Intake;

/// <summary>A database, a client in pounds and a folder of its own, in which files are written and imported.</summary>
internal sealed class ImportDesk : IAsyncDisposable
{
    public const string OrderHeader = "orderNumber,customerReference,country,currency,placedAt,sku,quantity,unitPrice";
    public const string RequestHeader = "requestKey,customerReference,sku,quantity,unitPrice,askedAt,reason";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refunddesk-import-");

    private ImportDesk(TestDatabase database, Client client) => (Database, Client) = (database, client);

    public TestDatabase Database { get; }

    public Client Client { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<ImportDesk> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var database = await TestDatabase.CreateAsync(provider);
        return new ImportDesk(database, await database.AddClientAsync("shop", "GBP", "Europe/London"));
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes lines, with a line feed after each.</summary>
    public string Write(string name, params IEnumerable<string> lines) => Write(name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public string WriteZipped(string name, params IEnumerable<string> lines)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionMode.Compress))
        {
            zip.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }

        return Write(name, zipped.ToArray());
    }

    /// <summary>A line of our own layout of orders.</summary>
    public static string Order(string number, string sku = "A-1", int quantity = 1, string price = "10.00", string customer = "C-1", string placed = "2026-01-05T10:00:00Z") =>
        string.Create(CultureInfo.InvariantCulture, $"{number},{customer},GB,GBP,{placed},{sku},{quantity},{price}");

    /// <summary>A line of our own layout of requests that name no order.</summary>
    public static string Request(string key, string sku = "A-1", int quantity = 1, string price = "10.00", string customer = "C-1", string asked = "2026-02-05T10:00:00Z") =>
        string.Create(CultureInfo.InvariantCulture, $"{key},{customer},{sku},{quantity},{price},{asked},changed-mind");

    public Task<Outcome<ImportSummary>> ImportOrdersAsync(string path, string? map = null, DeskPrincipal? by = null, IProgress<ImportProgress>? progress = null, CancellationToken? cancelled = null, bool dryRun = false) =>
        new ImportOrders(Database.Database, new User(by ?? DeskPrincipal.Operator), Database.Time)
            .HandleAsync(new ImportOrder(Client.Key, path, map, PathOf("rejects.csv"), dryRun), progress, cancelled ?? Cancelled);

    public Task<Outcome<ImportSummary>> ImportRequestsAsync(string path, string? map = null, DeskPrincipal? by = null, bool asOfAsked = false, IProgress<ImportProgress>? progress = null, bool dryRun = false) =>
        new ImportRequests(Database.Database, new User(by ?? DeskPrincipal.Operator), Database.Time)
            .HandleAsync(new ImportOrder(Client.Key, path, map, PathOf("rejects.csv"), dryRun), asOfAsked, progress, Cancelled);

    /// <summary>Orders of our own layout that must all go in.</summary>
    public async Task HaveOrdersAsync(params IEnumerable<string> lines)
    {
        var summary = Given.Done(await ImportOrdersAsync(Write("given-orders.csv", [OrderHeader, .. lines])));
        Assert.Empty(summary.Rejected);
    }

    /// <summary>Requests of our own layout.</summary>
    public async Task<ImportSummary> AskAsync(params IEnumerable<string> lines) =>
        Given.Done(await ImportRequestsAsync(Write("given-requests.csv", [RequestHeader, .. lines])));

    /// <summary>The lines of the rejects file below its header.</summary>
    public string[] Rejects() => File.Exists(PathOf("rejects.csv")) ? [.. File.ReadAllLines(PathOf("rejects.csv")).Skip(1)] : [];

    public async Task<List<Order>> OrdersAsync()
    {
        await using var db = await Database.OpenAsync();
        return await db.WholeOrders().AsNoTracking().OrderBy(order => order.OrderNumber).ToListAsync(Cancelled);
    }

    public async Task<List<RefundCase>> CasesAsync()
    {
        await using var db = await Database.OpenAsync();
        return await db.WholeCases().AsNoTracking().OrderBy(refund => refund.RequestKey).ToListAsync(Cancelled);
    }

    /// <summary>What a first look sees as changed: every row of orders and cases with its version.</summary>
    public async Task<string[]> StateAsync() =>
    [
        .. (await OrdersAsync()).Select(order => $"{order.OrderNumber} {order.Id} {order.Version} {order.Lines.Sum(line => line.ReservedQuantity)}"),
        .. (await CasesAsync()).Select(refund => $"{refund.RequestKey} {refund.Id} {refund.Version} {refund.Lines.Count}"),
    ];

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class User(DeskPrincipal principal) : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(principal);
    }
}
