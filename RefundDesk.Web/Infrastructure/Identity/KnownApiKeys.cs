using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Keys that were asked for a moment ago, so that a busy system costs no question for each call. Wrong ones are not remembered.</summary>
public sealed class KnownApiKeys(DeskDatabase database, IMemoryCache cache, TimeProvider time)
{
    private static readonly TimeSpan UsedAgain = TimeSpan.FromMinutes(1);

    /// <summary>How long a key is taken as it was read.</summary>
    public static TimeSpan KnownFor { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The key that a presented one is; null where it opens nothing now.</summary>
    public async ValueTask<ApiKey?> FindAsync(string presented, CancellationToken cancellationToken)
    {
        if (ApiKey.LookupOf(presented) is not { } lookup)
        {
            return null;
        }

        if (!cache.TryGetValue<ApiKey>(EntryOf(lookup), out var key))
        {
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Lookup == lookup, cancellationToken);
            if (key is null || !key.Opens(presented, time.GetUtcNow()))
            {
                return null;
            }

            await SeenAsync(db, key, cancellationToken);
            cache.Set(EntryOf(lookup), key, KnownFor);
        }

        return key!.Opens(presented, time.GetUtcNow()) ? key : null;
    }

    private async Task SeenAsync(RefundDeskDbContext db, ApiKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = now - UsedAgain;
        if (!(key.LastUsedAt > before))
        {
            await db.ApiKeys.Where(row => row.Id == key.Id && (row.LastUsedAt == null || row.LastUsedAt <= before))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
        }
    }

    private static string EntryOf(string lookup) => $"api-key {lookup}";
}
