using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>Numbers of the history that were passed over: their transactions may still commit.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="NoticedAt">Since when they are waited for, UTC.</param>
internal sealed record TailGap(long From, long To, DateTimeOffset NoticedAt);

/// <summary>
/// How far a node has read the history. Numbers are given before a commit, so a higher one can be seen first: what is missing below
/// the highest is remembered and asked for again until it comes or its time is over.
/// </summary>
/// <param name="highest">The highest number at the start.</param>
/// <param name="waitFor">How long a missing number is waited for.</param>
internal sealed class TailPosition(long highest, TimeSpan waitFor)
{
    private const int GapsAtMost = 1_000;

    private readonly List<TailGap> _gaps = [];

    /// <summary>The highest number seen.</summary>
    public long Highest { get; private set; } = highest;

    /// <summary>What is missing below it, oldest first.</summary>
    public IReadOnlyList<TailGap> Gaps => _gaps;

    /// <summary>Takes what was read above <see cref="Highest"/>, by number, and notes what is missing between.</summary>
    public void TakeNew(IEnumerable<CaseChange> read, DateTimeOffset now)
    {
        foreach (var change in read.Where(change => change.EventId > Highest))
        {
            if (change.EventId > Highest + 1)
            {
                _gaps.Add(new TailGap(Highest + 1, change.EventId - 1, now));
            }

            Highest = change.EventId;
        }

        if (_gaps.Count > GapsAtMost)
        {
            _gaps.RemoveRange(0, _gaps.Count - GapsAtMost);
        }
    }

    /// <summary>Takes what was read inside a gap, by number: the gap shrinks to what is still missing.</summary>
    public void TakeLate(TailGap gap, IEnumerable<CaseChange> read)
    {
        var at = _gaps.IndexOf(gap);
        if (at < 0)
        {
            return;
        }

        var left = new List<TailGap>();
        var from = gap.From;
        foreach (var change in read)
        {
            if (change.EventId > from)
            {
                left.Add(gap with { From = from, To = change.EventId - 1 });
            }

            from = change.EventId + 1;
        }

        if (from <= gap.To)
        {
            left.Add(gap with { From = from });
        }

        _gaps.RemoveAt(at);
        _gaps.InsertRange(at, left);
    }

    /// <summary>Stops waiting for numbers that will not come: their transactions were taken back.</summary>
    public void Forget(DateTimeOffset now) => _gaps.RemoveAll(gap => now - gap.NoticedAt > waitFor);
}
