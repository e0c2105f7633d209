using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Tests.Kit.Shops;

/// <summary>
/// A shop system that runs on Node: its packages come from the registry by the lock file beside its seed, kept under <c>artifacts/shops</c>; its
/// database is one of its own on the PostgreSQL of the tests. Where Node, PostgreSQL or the network is missing, its tests are skipped and say so.
/// </summary>
internal sealed class NodeShop : IAsyncDisposable
{
    private const string Password = "desk-password";

    private static readonly Version OldestNode = new(20, 19);

    private static readonly TimeSpan ForInstalling = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ForStarting = TimeSpan.FromMinutes(5);
    private static readonly string[] Offline = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ERR_SOCKET_TIMEOUT"];

    private readonly string _kind;
    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly string _gatewayLog;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _process;
    private Channel<string> _said = Channel.CreateUnbounded<string>();

    private NodeShop(string kind, string folder, NpgsqlConnectionStringBuilder server, int port)
    {
        (_kind, _folder, _server, Port) = (kind, folder, server, port);
        _gatewayLog = Path.Combine(folder, $"gateway-{port}.log");
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>What the seed said: orders by name.</summary>
    public JsonElement Facts { get; private set; }

    /// <summary>The way in, from the first order on.</summary>
    public SourceAccess Access => new(new Uri($"http://127.0.0.1:{Port}"), User, Password, "sandbox", DateTimeOffset.UnixEpoch);

    /// <summary>The refunds the shop asked its gateway for, one a line: what must never be one of ours.</summary>
    public IReadOnlyList<string> GatewayRefunds => File.Exists(_gatewayLog) ? File.ReadAllLines(_gatewayLog) : [];

    private string User => $"desk@{_kind}.example";

    private string Database => $"shop_{_kind}_{Environment.ProcessId}_{Port}";

    /// <summary>Names the long form: with <c>all</c> the real shops are tried, which take minutes to install and seed.</summary>
    private const string LongForm = "REFUNDDESK_TEST_SHOPS";

    /// <summary>Installs where that was not done yet, makes a database, starts and seeds it.</summary>
    /// <returns>The shop; or why its tests are skipped.</returns>
    public static async Task<(NodeShop? Shop, string? WhyNot)> OpenAsync(string kind)
    {
        if (Environment.GetEnvironmentVariable(LongForm) != "all")
        {
            return (null, $"The real {kind} takes minutes to install and seed: it is part of the long form, {LongForm}=all.");
        }

        if (Environment.GetEnvironmentVariable(TestServers.PostgreSqlVariable) is not { Length: > 0 } server)
        {
            return (null, $"No PostgreSQL for {kind}: {TestServers.PostgreSqlVariable} is not set.");
        }

        if (Find("node") is null || Find("npm") is null)
        {
            return (null, $"No Node.js for {kind}: node and npm are not on the PATH.");
        }

        if (await NodeVersionAsync() is var version && version < OldestNode)
        {
            return (null, $"Node.js {version} is too old for {kind}: it wants {OldestNode} or newer.");
        }

        var (folder, whyNot) = await InstallAsync(kind);
        if (folder is null)
        {
            return (null, whyNot);
        }

        var shop = new NodeShop(kind, folder, new NpgsqlConnectionStringBuilder(server), FreePort());
        File.Delete(shop._gatewayLog);
        await shop.ExecuteAsync($"CREATE DATABASE \"{shop.Database}\"");
        if (kind == "medusa")
        {
            await shop.MigrateAsync();
        }

        await shop.StartAsync();
        return (shop, null);
    }

    /// <summary>Starts the server on its address and database; a second time it seeds nothing, and what the seed said stays.</summary>
    public async Task StartAsync()
    {
        _said = Channel.CreateUnbounded<string>();
        _process = Launch("node", ["shop.js"], _folder, Settings());
        var log = new LogTail();
        var said = _said;
        _ = PumpAsync(_process.StandardOutput, log, said);
        _ = PumpAsync(_process.StandardError, log, said);
        var facts = await AnswerAsync("READY", ForStarting, log);
        Facts = facts.EnumerateObject().Any() ? facts : Facts;
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Has the shop do something, one thing at a time; see <c>verbs</c> in its seed.</summary>
    public async Task<JsonElement> DoAsync(object verb)
    {
        await _turn.WaitAsync();
        try
        {
            await _process!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(verb));
            await _process.StandardInput.FlushAsync();
            return await AnswerAsync("DONE", TimeSpan.FromMinutes(2), new LogTail());
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _turn.Dispose();
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{Database}\" WITH (FORCE)");
        File.Delete(_gatewayLog);
    }

    private static async Task<Version> NodeVersionAsync()
    {
        using var node = Launch("node", ["--version"], Repository.Root, []);
        var text = (await node.StandardOutput.ReadToEndAsync()).Trim().TrimStart('v');
        await node.WaitForExitAsync();
        return Version.TryParse(text, out var version) ? version : new Version(0, 0);
    }

    private static async Task<(string? Folder, string? WhyNot)> InstallAsync(string kind)
    {
        var from = Repository.PathOf("RefundDesk.Tests", "Kit", "Shops", kind);
        var hash = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(from, "package-lock.json"))))[..12];
        var folder = Repository.PathOf("artifacts", "shops", $"{kind}-{hash}");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        var marker = Path.Combine(folder, "installed");
        if (File.Exists(marker))
        {
            return (folder, null);
        }

        using var npm = Launch("npm", ["ci", "--no-progress", "--loglevel=error"], folder, []);
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(ForInstalling);
        try
        {
            await npm.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            return (null, $"{kind} could not be installed within {ForInstalling.TotalMinutes} minutes.");
        }

        var text = await output + await errors;
        if (npm.ExitCode != 0)
        {
            return Array.Exists(Offline, code => text.Contains(code, StringComparison.Ordinal))
                ? (null, $"{kind} could not be installed: the package registry is out of reach.")
                : throw new InvalidOperationException($"npm ci for {kind}: {text}");
        }

        await File.WriteAllTextAsync(marker, string.Empty);
        return (folder, null);
    }

    private async Task MigrateAsync()
    {
        using var migration = Launch("node", ["node_modules/@medusajs/cli/cli.js", "db:migrate", "--skip-scripts"], _folder, Settings());
        var (output, errors) = (migration.StandardOutput.ReadToEndAsync(), migration.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(ForStarting);
        await migration.WaitForExitAsync(patience.Token);
        if (migration.ExitCode != 0)
        {
            throw new InvalidOperationException($"{_kind} could not make its tables: {await output}{await errors}");
        }
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["NODE_ENV"] = "production",
        ["PORT"] = $"{Port}",
        ["SHOP_USER"] = User,
        ["SHOP_PASSWORD"] = Password,
        ["SHOP_SECRET"] = "of-a-test",
        ["GATEWAY_LOG"] = _gatewayLog,
        ["DATABASE_HOST"] = _server.Host ?? "127.0.0.1",
        ["DATABASE_PORT"] = $"{_server.Port}",
        ["DATABASE_USER"] = _server.Username ?? string.Empty,
        ["DATABASE_PASSWORD"] = _server.Password ?? string.Empty,
        ["DATABASE_NAME"] = Database,
        ["DATABASE_URL"] = $"postgres://{Uri.EscapeDataString(_server.Username ?? string.Empty)}:{Uri.EscapeDataString(_server.Password ?? string.Empty)}@{_server.Host}:{_server.Port}/{Database}",
        ["MEDUSA_DISABLE_TELEMETRY"] = "true",
        ["LOG_LEVEL"] = "error",
    };

    private async Task<JsonElement> AnswerAsync(string word, TimeSpan within, LogTail log)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            await foreach (var line in _said.Reader.ReadAllAsync(patience.Token))
            {
                if (line.StartsWith(word + " ", StringComparison.Ordinal))
                {
                    using var document = JsonDocument.Parse(line.AsMemory(word.Length + 1));
                    return document.RootElement.Clone();
                }

                if (line.StartsWith("FAILED ", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{_kind}: {line}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_kind} did not say {word} within {within}. It said:\n{log}");
        }

        throw new InvalidOperationException($"{_kind} ended. It said:\n{log}");
    }

    private static async Task PumpAsync(StreamReader from, LogTail log, Channel<string> said)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            log.Add(line);
            said.Writer.TryWrite(line);
        }

        said.Writer.TryComplete();
    }

    private static Process Launch(string program, string[] arguments, string folder, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>The end of what a server said.</summary>
    private sealed class LogTail
    {
        private readonly Queue<string> _lines = new();

        public void Add(string line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > 60)
                {
                    _lines.Dequeue();
                }
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }
}
