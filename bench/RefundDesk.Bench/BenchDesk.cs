using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using RefundDesk.Domain.People;
using RefundDesk.Web;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Bench;

/// <summary>
/// The application on a database of its own, dropped afterwards. SQLite always; PostgreSQL where
/// <c>REFUNDDESK_TEST_POSTGRES</c> names a server.
/// </summary>
internal sealed class BenchDesk : IAsyncDisposable
{
    private readonly Func<ValueTask> _drop;

    private BenchDesk(DatabaseProvider provider, string connection, WebApplication app, Func<ValueTask> drop)
    {
        (Provider, Connection, App, _drop) = (provider, connection, app, drop);
    }

    /// <summary>Which database.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>How it is reached.</summary>
    public string Connection { get; }

    /// <summary>The application, built and not started.</summary>
    public WebApplication App { get; }

    /// <summary>Its contexts.</summary>
    public DeskDatabase Database => App.Services.GetRequiredService<DeskDatabase>();

    /// <summary>The databases at hand.</summary>
    public static IEnumerable<DatabaseProvider> Providers => Environment.GetEnvironmentVariable("REFUNDDESK_TEST_POSTGRES") is { Length: > 0 }
        ? [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql]
        : [DatabaseProvider.Sqlite];

    /// <summary>Makes and migrates one.</summary>
    /// <param name="provider">Which database.</param>
    /// <param name="settings">Settings, <c>--Key=Value</c>.</param>
    public static Task<BenchDesk> CreateAsync(DatabaseProvider provider, params string[] settings) => CreateAsync(provider, _ => { }, settings);

    /// <summary>Makes and migrates one.</summary>
    /// <param name="provider">Which database.</param>
    /// <param name="change">Services in place of the real ones.</param>
    /// <param name="settings">Settings, <c>--Key=Value</c>.</param>
    public static async Task<BenchDesk> CreateAsync(DatabaseProvider provider, Action<IServiceCollection> change, params string[] settings)
    {
        var (connection, drop) = provider == DatabaseProvider.PostgreSql ? await PostgresAsync() : Sqlite();
        var builder = DeskHost.CreateBuilder([$"--Database:Provider={provider}", $"--ConnectionStrings:RefundDesk={connection}", .. settings]);
        builder.Logging.ClearProviders();
        builder.Services.RemoveAll<ICurrentUser>();
        builder.Services.AddScoped<ICurrentUser, Operator>();
        change(builder.Services);
        var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseMigration>().MigrateAsync(CancellationToken.None);
        return new BenchDesk(provider, connection, app, drop);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _drop();
    }

    private static (string Connection, Func<ValueTask> Drop) Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("refunddesk-bench-");
        return ($"Data Source={Path.Combine(folder.FullName, "bench.db")}", () =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<(string Connection, Func<ValueTask> Drop)> PostgresAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("REFUNDDESK_TEST_POSTGRES"));
        var name = $"refunddesk_bench_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await RunAsync(server.ConnectionString, $"CREATE DATABASE \"{name}\"");
        var own = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name };
        return (own.ConnectionString, async () =>
        {
            NpgsqlConnection.ClearAllPools();
            await RunAsync(server.ConnectionString, $"DROP DATABASE \"{name}\" WITH (FORCE)");
        });
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Operator : ICurrentUser
    {
        public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(DeskPrincipal.Operator);
    }
}
