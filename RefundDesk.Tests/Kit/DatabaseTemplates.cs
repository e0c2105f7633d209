using System.Collections.Concurrent;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;

[assembly: AssemblyFixture(typeof(DatabaseTemplates))]

namespace RefundDesk.Tests.Kit;

/// <summary>One migrated database for each provider, copied for every test; dropped when the last test has run.</summary>
public sealed class DatabaseTemplates : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<string>>> Made = new();

    /// <summary>Makes a migrated database of this name: copied where the provider can, migrated where it cannot.</summary>
    internal static async Task CreateAsync(DatabaseProvider provider, string database)
    {
        if (provider == DatabaseProvider.SqlServer)
        {
            await MigrateAsync(provider, database);
            return;
        }

        var template = await Made.GetOrAdd(provider, wanted => new Lazy<Task<string>>(() => MakeAsync(wanted))).Value;
        await TestServers.CopyAsync(provider, template, database);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (provider, template) in Made)
        {
            await TestServers.DropAsync(provider, await template.Value);
        }

        TestServers.DeleteFolder();
    }

    private static async Task<string> MakeAsync(DatabaseProvider provider)
    {
        var template = $"refunddesk_template_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await MigrateAsync(provider, template);
        TestServers.Release(provider, template);
        return template;
    }

    private static async Task MigrateAsync(DatabaseProvider provider, string database)
    {
        await TestServers.CreateEmptyAsync(provider, database);
        await using var node = new DeskNode(provider, TestServers.ConnectionOf(provider, database), TimeProvider.System);
        await node.Get<DatabaseMigration>().MigrateAsync(CancellationToken.None);
    }
}
