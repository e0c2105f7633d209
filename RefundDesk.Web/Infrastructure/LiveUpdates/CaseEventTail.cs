using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>
/// Reads the end of the history and hands it to this node's viewers: woken at once by own commits, else by the clock. Reads nothing
/// while nobody watches.
/// </summary>
internal sealed class CaseEventTail(DeskDatabase database, CaseFeed feed, IOptions<LiveUpdatesOptions> options, TimeProvider time, ILogger<CaseEventTail> log) : BackgroundService
{
    private const int RowsAtMost = 2_000;
    private const int GapsAtOnce = 16;

    private readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(options.Value.LookEveryMilliseconds);
    private readonly TimeSpan _lateCommits = TimeSpan.FromSeconds(options.Value.LateCommitSeconds);
    private TailPosition? _position;
    private (int Count, long Newest)? _stops;

    /// <summary>Reads what is new since the last time and publishes it; the first time it learns where the end is and has everything read anew.</summary>
    /// <returns>True where there may be more at once.</returns>
    internal async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!feed.IsWatched)
        {
            (_position, _stops) = (null, null);
            return false;
        }

        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        if (_position is null)
        {
            _position = new TailPosition(await db.CaseEvents.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0, _lateCommits);

            // Whoever came first may have read just before the end was known here.
            _stops = await StopsAsync(db, cancellationToken);
            feed.PublishAnew();
            return false;
        }

        // That automation goes on moves no case: whoever shows that it stopped reads anew.
        if (await StopsAsync(db, cancellationToken) is var stops && stops != _stops)
        {
            _stops = stops;
            feed.PublishAnew();
        }

        var changes = new List<CaseChange>();
        foreach (var gap in _position.Gaps.Take(GapsAtOnce).ToArray())
        {
            var late = await Read(db.CaseEvents.Where(row => row.Id >= gap.From && row.Id <= gap.To)).ToListAsync(cancellationToken);
            _position.TakeLate(gap, late);
            changes.AddRange(late);
        }

        var highest = _position.Highest;
        var read = await Read(db.CaseEvents.Where(row => row.Id > highest)).ToListAsync(cancellationToken);
        _position.TakeNew(read, time.GetUtcNow());
        _position.Forget(time.GetUtcNow());
        changes.AddRange(read);
        if (changes.Count > 0)
        {
            feed.Publish(changes);
        }

        return read.Count == RowsAtMost;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = database.Signal.Listen(CommittedWork.History);
        while (!stoppingToken.IsCancellationRequested)
        {
            await ReadAllAsync(stoppingToken);
            await listener.WaitAsync(_lookEvery, time, stoppingToken);
        }
    }

    private static IQueryable<CaseChange> Read(IQueryable<CaseEventRow> rows) => rows.AsNoTracking().OrderBy(row => row.Id).Take(RowsAtMost)
        .Select(row => new CaseChange(row.Id, row.ClientId, row.CaseId, row.FromStatus, row.ToStatus, row.At));

    /// <summary>How many stops of automation are open, over an index that holds no others.</summary>
    private static async Task<(int Count, long Newest)> StopsAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var open = await db.BreakerTrips.AsNoTracking().Where(trip => trip.ResolvedAt == null).Select(trip => trip.Id).ToListAsync(cancellationToken);
        return (open.Count, open.Count == 0 ? 0 : open.Max());
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadAsync(cancellationToken))
            {
                // Behind by more than one reading: go on without waiting.
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(fault, "The end of the history could not be read; tried again in {Milliseconds} ms from where it stopped.", _lookEvery.TotalMilliseconds);
        }
    }
}
