using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Brings the configured database up to date and says where it stands.</summary>
/// <param name="contexts">Makes contexts of the configured provider.</param>
/// <param name="options">Whether the web application migrates when it starts.</param>
public sealed class DatabaseMigration(IDbContextFactory<RefundDeskDbContext> contexts, IOptions<DatabaseOptions> options)
{
    /// <summary>Applies what is missing and names it.</summary>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var missing = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToArray();
        await db.Database.MigrateAsync(cancellationToken);
        return missing;
    }

    /// <summary>What was applied and what is missing.</summary>
    public async Task<(IReadOnlyList<string> Applied, IReadOnlyList<string> Missing)> StatusAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
}
