using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Brings the configured database up to date and says where it stands.</summary>
/// <param name="contexts">Makes contexts of the configured provider.</param>
/// <param name="options">Whether the web application migrates when it starts.</param>
/// <param name="log">Told where a new database could not be set up in full.</param>
public sealed class DatabaseMigration(IDbContextFactory<RefundDeskDbContext> contexts, IOptions<DatabaseOptions> options, ILogger<DatabaseMigration> log)
{
    /// <summary>Makes the database where it is not there, applies what is missing and names it.</summary>
    /// <remarks>Where nothing is missing, nothing is locked either: a node killed while it migrated cannot keep the others from starting.</remarks>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await CreateWhereMissingAsync(db, cancellationToken);
        await AddHistoryWhereEmptyAsync(db, cancellationToken);
        var missing = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToArray();
        if (missing.Length > 0)
        {
            await db.Database.MigrateAsync(cancellationToken);
        }

        return missing;
    }

    /// <summary>What was applied and what is missing.</summary>
    public async Task<(IReadOnlyList<string> Applied, IReadOnlyList<string> Missing)> StatusAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken) || !await creator.HasTablesAsync(cancellationToken))
        {
            return ([], [.. db.Database.GetMigrations()]);
        }

        return ([.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)], [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)]);
    }

    /// <summary>Migrates when the web application starts, where that is wanted.</summary>
    public async Task MigrateIfWantedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MigrateOnStart)
        {
            await MigrateAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Makes the database before any migration, outside a transaction. On SQL Server that turns READ_COMMITTED_SNAPSHOT on as well, so that
    /// readers of queues and writers of cases do not wait for each other; a server that knows no such setting still gets its tables.
    /// </summary>
    private async Task CreateWhereMissingAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (DbException fault)
        {
            if (!await creator.ExistsAsync(cancellationToken))
            {
                throw;
            }

            log.LogWarning(fault, "The database was created, but not every setting of it could be made; on SQL Server turn READ_COMMITTED_SNAPSHOT on by hand.");
        }
    }
    /// <summary>
    /// Gives a database without any table the one that lists what was applied. On PostgreSQL the list is looked for by reading it, so every
    /// new database would begin with failed commands in the log that are no faults.
    /// </summary>
    private static async Task AddHistoryWhereEmptyAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.GetService<IRelationalDatabaseCreator>().HasTablesAsync(cancellationToken))
        {
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        }
    }
}
