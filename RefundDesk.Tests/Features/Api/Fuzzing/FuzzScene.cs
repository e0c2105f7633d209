using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>A desk with two retailers, keys of every kind and refunds in several states, and a look at whether anything was stored.</summary>
internal sealed class FuzzScene : IAsyncDisposable
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    /// <summary>When a key was used last is noted by reading too; it is no trace of what was sent.</summary>
    private static readonly string[] NotLookedAt = ["LastUsedAt"];

    private const int CasesOfAState = 8;

    private readonly SqliteConnection _look;
    private readonly List<string> _tables = [];
    private (long Version, string Print)? _last;

    private FuzzScene(WebDesk desk, SqliteConnection look) => (Desk, _look, Http) = (desk, look, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }));

    public WebDesk Desk { get; }

    public HttpClient Http { get; }

    /// <summary>A key that may do everything a key may.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>Keys of the client that may do one thing each.</summary>
    public List<string> NarrowKeys { get; } = [];

    /// <summary>A key of another client.</summary>
    public string ForeignKey { get; private set; } = string.Empty;

    /// <summary>Keys that open nothing.</summary>
    public List<string?> DeadKeys { get; } = [null, "rdk_", "nonsense", "rdk_" + new string('0', 64), "ключ"];

    /// <summary>Orders of the client that are known, with a line 1 of three units.</summary>
    public List<string> Orders { get; } = [];

    /// <summary>Refunds of the client.</summary>
    public List<string> Refunds { get; } = [];

    /// <summary>Orders and refunds of the other client.</summary>
    public List<string> ForeignOrders { get; } = [];

    /// <inheritdoc cref="ForeignOrders"/>
    public List<string> ForeignRefunds { get; } = [];

    public static async Task<FuzzScene> StartAsync()
    {
        var desk = await WebDesk.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["Automation:Enabled"] = "false", ["Notifications:Enabled"] = "false", ["Api:CallsASecond"] = "100000", ["Api:Burst"] = "100000", ["Api:StrangersAMinute"] = "100000",
            },
            standingClock: true);
        var look = new SqliteConnection(desk.Data.Connection);
        await look.OpenAsync(Cancelled);
        var scene = new FuzzScene(desk, look);
        await scene.FillAsync();
        return scene;
    }

    /// <summary>The content of every table as one number; read again only where another connection has written since.</summary>
    public async Task<string> PrintAsync()
    {
        var version = (long)(await ScalarAsync("PRAGMA data_version"))!;
        if (_last is { } last && last.Version == version)
        {
            return last.Print;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var counts = new StringBuilder();
        foreach (var table in await TablesAsync())
        {
            counts.Append(table).Append(' ').Append(await HashAsync(table, hash)).Append(", ");
        }

        _last = (version, $"{counts}content {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
        return _last.Value.Print;
    }

    /// <summary>Sends a call.</summary>
    public async Task<FuzzedAnswer> SendAsync(FuzzedCall call)
    {
        using var message = call.Message(Desk.Address);
        using var answer = await Http.SendAsync(message, Cancelled);
        return new FuzzedAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled), answer.Headers.Location?.ToString(), answer.Content.Headers.ContentType);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _look.DisposeAsync();
        await Desk.DisposeAsync();
    }

    private async Task FillAsync()
    {
        var (client, other) = (await Desk.ClientAsync(), await Desk.Data.AddClientAsync());
        const ApiScopes Everything = ApiScopes.Orders | ApiScopes.Requests | ApiScopes.Refunds | ApiScopes.Reports;
        Key = (await ApiCaller.KeyAsync(Desk, client, Everything)).Secret;
        ForeignKey = (await ApiCaller.KeyAsync(Desk, other, Everything)).Secret;
        foreach (var scope in new[] { ApiScopes.Orders, ApiScopes.Requests, ApiScopes.Refunds, ApiScopes.Reports })
        {
            NarrowKeys.Add((await ApiCaller.KeyAsync(Desk, client, scope)).Secret);
        }

        DeadKeys.Add((await ApiCaller.KeyAsync(Desk, client, Everything, Desk.Data.Time.GetUtcNow().AddMinutes(1))).Secret);
        Desk.Data.Time.Advance(TimeSpan.FromMinutes(2));
        foreach (var (of, orders, refunds) in new[] { (client, Orders, Refunds), (other, ForeignOrders, ForeignRefunds) })
        {
            await FillAsync(of, orders, refunds);
        }
    }

    private async Task FillAsync(Client client, List<string> orders, List<string> refunds)
    {
        using var shop = await ApiCaller.OfAsync(Desk, client);
        for (var at = 0; at < 4; at++)
        {
            var number = $"{client.Key}-{at}";
            Assert.Equal(System.Net.HttpStatusCode.Created, (await shop.PutOrderAsync(number)).Status);
            orders.Add(number);
        }

        for (var at = 0; at < CasesOfAState; at++)
        {
            foreach (var state in new[] { ARefund().AwaitingReturn(), ARefund().NeedingInformation(), ARefund().InReview(), ARefund() })
            {
                refunds.Add((await Desk.Data.AddCaseAsync(client, state)).Refund.Number.ToString());
            }
        }
    }

    private async Task<IReadOnlyList<string>> TablesAsync()
    {
        if (_tables.Count == 0)
        {
            await using var command = _look.CreateCommand();
            command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
            await using var reader = await command.ExecuteReaderAsync(Cancelled);
            while (await reader.ReadAsync(Cancelled))
            {
                _tables.Add(reader.GetString(0));
            }

            Assert.True(_tables.Count > 20, $"Only {_tables.Count} tables are looked at.");
        }

        return _tables;
    }

    private async Task<int> HashAsync(string table, IncrementalHash hash)
    {
        await using var command = _look.CreateCommand();
#pragma warning disable CA2100 // The name is the database's own.
        command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var columns = Enumerable.Range(0, reader.FieldCount).Where(at => !NotLookedAt.Contains(reader.GetName(at))).ToArray();
        var rows = 0;
        for (; await reader.ReadAsync(Cancelled); rows++)
        {
            foreach (var column in columns)
            {
                hash.AppendData(Bytes(reader, column));
            }
        }

        return rows;
    }

    private static byte[] Bytes(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        byte[] bytes => bytes,
        DBNull => [0],
        var value => Encoding.UTF8.GetBytes(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) + "\u0001"),
    };

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _look.CreateCommand();
#pragma warning disable CA2100 // Constant texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
