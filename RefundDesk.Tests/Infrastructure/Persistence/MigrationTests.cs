using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Infrastructure.Persistence;

public sealed class MigrationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseProvider> Providers => [.. Enum.GetValues<DatabaseProvider>()];

    [Theory, MemberData(nameof(Providers))]
    public async Task The_model_has_no_change_that_no_migration_knows(DatabaseProvider provider)
    {
        await using var db = await Unconnected.OpenAsync(provider);

        Assert.False(db.Database.HasPendingModelChanges(), "Run ./add-migration.sh.");
    }

    [Fact]
    public async Task The_three_providers_have_the_same_migrations()
    {
        var names = new List<string[]>();
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            await using var db = await Unconnected.OpenAsync(provider);
            names.Add([.. db.Database.GetMigrations().Select(migration => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..])]);
        }

        Assert.NotEmpty(names[0]);
        Assert.All(names, one => Assert.Equal(names[0], one));
    }

    [Theory, DatabaseMatrix]
    public async Task An_empty_database_is_brought_up_to_date_once(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider, migrated: false);
        var migration = desk.Node.Get<DatabaseMigration>();
        var before = await migration.StatusAsync(Cancelled);

        var first = await migration.MigrateAsync(Cancelled);
        var second = await migration.MigrateAsync(Cancelled);

        var after = await migration.StatusAsync(Cancelled);
        Assert.Empty(before.Applied);
        Assert.NotEmpty(first);
        Assert.Equal(before.Missing, first);
        Assert.Empty(second);
        Assert.Equal(first, after.Applied);
        Assert.Empty(after.Missing);
    }

    [Theory, DatabaseMatrix]
    public async Task A_new_database_is_set_up_without_a_failed_command_in_the_log(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider, migrated: false);
        using var log = new FaultLog();
        await using var host = desk.BuildHost(change: services => services.AddLogging(logging => logging.AddProvider(log)));
        var migration = host.Services.GetRequiredService<DatabaseMigration>();

        await migration.StatusAsync(Cancelled);
        await migration.MigrateAsync(Cancelled);
        await migration.StatusAsync(Cancelled);

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Asking_where_a_database_stands_does_not_create_it()
    {
        await using var desk = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite, migrated: false);

        await desk.Node.Get<DatabaseMigration>().StatusAsync(Cancelled);

        Assert.False(File.Exists(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(desk.Connection).DataSource));
    }

    [Theory, DatabaseMatrix]
    public async Task Two_nodes_that_start_on_an_empty_database_at_once_both_find_it_up_to_date(DatabaseProvider provider)
    {
        await using var desk = await TestDatabase.CreateAsync(provider, migrated: false);
        var other = desk.AnotherNode();

        await Task.WhenAll(
            Task.Run(() => desk.Node.Get<DatabaseMigration>().MigrateAsync(Cancelled)),
            Task.Run(() => other.Get<DatabaseMigration>().MigrateAsync(Cancelled)));

        Assert.Empty((await other.Get<DatabaseMigration>().StatusAsync(Cancelled)).Missing);
    }

    [Fact]
    public async Task A_database_made_on_sql_server_reads_by_snapshot_and_is_made_outside_a_transaction()
    {
        await using var db = await Unconnected.OpenAsync(DatabaseProvider.SqlServer);
        MigrationOperation[] create = [new SqlServerCreateDatabaseOperation { Name = "refunddesk" }];

        var commands = db.GetService<IMigrationsSqlGenerator>().Generate(create);

        Assert.Contains(commands, command => command.CommandText.Contains("SET READ_COMMITTED_SNAPSHOT ON", StringComparison.Ordinal));
        Assert.All(commands, command => Assert.True(command.TransactionSuppressed, command.CommandText));
    }
    /// <summary>Keeps what was logged as a fault.</summary>
    private sealed class FaultLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
