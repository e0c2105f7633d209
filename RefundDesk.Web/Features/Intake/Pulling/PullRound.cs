using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>
/// Reads shops that are due. Whoever holds a shop's lease reads a page and stores its orders together with the place to go on from; killed anywhere,
/// the next one begins at the last page that was stored, and what comes twice changes nothing. Any number of nodes may do it at once.
/// </summary>
public sealed class PullRound(DeskDatabase database, Shops shops, PageStore store, IOptions<PullingOptions> options, TimeProvider time, ILogger<PullRound> log)
{
    private const int AtOnce = 4;
    private const int DueAtOnce = 100;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>One turn of every shop that is due, a few at a time.</summary>
    /// <returns>How many shops were read.</returns>
    public async Task<int> RunOnceAsync(string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<Guid> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            due = await db.OrderSources.AsNoTracking()
                .Where(row => !row.IsPaused && row.NextLookAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now))
                .Where(row => db.Clients.Any(client => client.Id == row.ClientId && client.State == ClientState.Active))
                .OrderBy(row => row.NextLookAt).Select(row => row.Id).Take(DueAtOnce).ToListAsync(cancellationToken);
        }

        var read = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (id, stop) =>
        {
            if ((await PullAsync(id, owner, now, stop)).Refusal?.Code != SourceRefusals.Busy.Code)
            {
                Interlocked.Increment(ref read);
            }
        });
        return read;
    }

    /// <summary>One turn of one shop.</summary>
    /// <param name="id">The shop.</param>
    /// <param name="owner">Unique for this loop of this process.</param>
    /// <param name="dueBy">It is read only if it is due by then; null reads it in any case.</param>
    /// <param name="cancellationToken">Stops between two steps; the lease is given back.</param>
    /// <returns>What came; or <c>source.busy</c> where somebody else reads it or it is paused, and what the shop failed with.</returns>
    public async Task<Outcome<PulledOrders>> PullAsync(Guid id, string owner, DateTimeOffset? dueBy, CancellationToken cancellationToken)
    {
        if (await TakeAsync(id, owner, dueBy, cancellationToken) is not { } source)
        {
            return SourceRefusals.Busy;
        }

        try
        {
            return await ReadAsync(source, owner, cancellationToken);
        }
#pragma warning disable CA1031 // Shown with the shop and tried again later; the other shops go on.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(fault, "Reading {Shop} failed", source.Address);
            return await FailAsync(source, owner, new Refusal("source.defect", "What the shop gave could not be stored; the log of the node says why."));
        }
        finally
        {
            // Whatever ended the turn: nobody has to wait for the lease to run out. Where the turn ended in order, nothing is found here.
            await GiveBackAsync(id, owner);
        }
    }

    private async Task<OrderSourceRow?> TakeAsync(Guid id, string owner, DateTimeOffset? dueBy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now.AddSeconds(options.Value.LeaseSeconds);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var free = db.OrderSources.Where(row => row.Id == id && !row.IsPaused && (row.LeaseUntil == null || row.LeaseUntil <= now));
        if (dueBy is { } limit)
        {
            free = free.Where(row => row.NextLookAt <= limit);
        }

        var taken = await free.ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, owner).SetProperty(row => row.LeaseUntil, until).SetProperty(row => row.LastLookAt, now), cancellationToken);
        return taken == 0 ? null : await db.OrderSources.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.LeaseOwner == owner, cancellationToken);
    }

    private async Task<Outcome<PulledOrders>> ReadAsync(OrderSourceRow source, string owner, CancellationToken cancellationToken)
    {
        var opened = shops.Open(source);
        if (!opened.Succeeded)
        {
            return await FailAsync(source, owner, opened.Refusal);
        }

        var came = PulledOrders.None;
        for (var pages = 1; ; pages++)
        {
            var read = await opened.Value.ReadAsync(source.Cursor, cancellationToken);
            var fault = read.Refusal ?? PulledPage.FirstFault(read.Value);
            if (fault is not null)
            {
                return await FailAsync(source, owner, fault);
            }

            var page = read.Value;
            if (await store.StoreAsync(source, owner, page, cancellationToken) is not { } stored)
            {
                return SourceRefusals.Busy;
            }

            // A place that does not move would be read for ever.
            var hasMore = page.HasMore && page.Cursor != source.Cursor;
            source.Cursor = page.Cursor;
            came = came.And(stored) with { HasMore = hasMore };
            if (!hasMore || pages >= options.Value.PagesATurn)
            {
                await EndAsync(source.Id, owner, hasMore, cancellationToken);
                return came;
            }
        }
    }

    private async Task<Outcome<PulledOrders>> FailAsync(OrderSourceRow source, string owner, Refusal why)
    {
        var (id, faults, text) = (source.Id, source.Faults + 1, SourceRefusals.Cut(why.Message));
        var next = time.GetUtcNow() + Pause(TimeSpan.FromSeconds(options.Value.LookEverySeconds), faults);
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.OrderSources.Where(row => row.Id == id && row.LeaseOwner == owner).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Faults, faults).SetProperty(row => row.FaultCode, why.Code).SetProperty(row => row.FaultText, text).SetProperty(row => row.NextLookAt, next)
                .SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null),
            CancellationToken.None);
        return why;
    }

    private async Task EndAsync(Guid id, string owner, bool hasMore, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = hasMore ? now : now.AddSeconds(options.Value.LookEverySeconds);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.OrderSources.Where(row => row.Id == id && row.LeaseOwner == owner).ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(row => row.NextLookAt, next).SetProperty(row => row.Faults, 0).SetProperty(row => row.FaultCode, (string?)null).SetProperty(row => row.FaultText, (string?)null)
                    .SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null);
                if (!hasMore)
                {
                    set.SetProperty(row => row.LastEndAt, (DateTimeOffset?)now);
                }
            },
            cancellationToken);
    }

    private async Task GiveBackAsync(Guid id, string owner)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.OrderSources.Where(row => row.Id == id && row.LeaseOwner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null), CancellationToken.None);
    }

    /// <summary>Twice as long with each failure, up to an hour, and never shorter than the usual time.</summary>
    internal static TimeSpan Pause(TimeSpan usual, int faults)
    {
        var doubled = usual * (1L << Math.Clamp(faults - 1, 0, 12));
        return doubled <= LongestPause ? doubled : usual > LongestPause ? usual : LongestPause;
    }
}
