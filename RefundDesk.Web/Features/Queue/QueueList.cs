using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Features.Queue;

/// <summary>A row on the screen, and what happened to it since it was drawn.</summary>
public sealed class QueueItem(QueueRow row)
{
    /// <summary>The row, as it is now.</summary>
    public QueueRow Row { get; internal set; } = row;

    /// <summary>True where it changed since the list was drawn.</summary>
    public bool IsChanged { get; internal set; }

    /// <summary>Where it went, where it is no longer in the queue; it stays in its place until the list is drawn anew.</summary>
    public RefundStatus? Left { get; internal set; }
}

/// <summary>
/// A queue on one person's screen: parts are added as the person reads on; live changes mark rows and never move them, new ones are
/// announced and not put in.
/// </summary>
public sealed class QueueList(QueueQuery query, TimeProvider time)
{
    /// <summary>Rows held at most; whoever wants more narrows the filter.</summary>
    public const int HoldsAtMost = 1_000;

    private const int PartRows = 50;
    private static readonly TimeSpan HeadApart = TimeSpan.FromSeconds(3);

    private readonly List<QueueItem> _items = [];
    private readonly HashSet<RefundCaseId> _new = [];
    private QueueCursor? _next;
    private DateTimeOffset _headAt;
    private int _round;

    /// <summary>What is shown.</summary>
    public QueueFilter Filter { get; private set; } = new(DeskQueue.Review);

    /// <summary>The rows read so far.</summary>
    public IReadOnlyList<QueueItem> Items => _items;

    /// <summary>True where the queue goes on after them.</summary>
    public bool HasMore => _next is not null && _items.Count < HoldsAtMost;

    /// <summary>True where it goes on but is not read further.</summary>
    public bool IsCut => _next is not null && !HasMore;

    /// <summary>How much there is; null until counted.</summary>
    public QueueHead? Head { get; private set; }

    /// <summary>Cases that came and are not shown yet.</summary>
    public int NewCount => _new.Count;

    /// <summary>True where more changed than could be followed row by row.</summary>
    public bool IsOld { get; private set; }

    /// <summary>True once the first part was read, or refused.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Why nothing may be seen.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Draws the list anew from its beginning.</summary>
    public async Task OpenAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        var round = ++_round;
        if (Filter != filter)
        {
            (Filter, Head, IsLoaded) = (filter, null, false);
            _items.Clear();
        }

        var part = await query.PartAsync(filter, null, PartRows, cancellationToken);
        if (round != _round)
        {
            return;
        }

        (Refusal, IsLoaded, IsOld) = (part.Refusal, true, false);
        _items.Clear();
        _new.Clear();
        Add(part);
        await CountAsync(cancellationToken);
    }

    /// <summary>Reads the next part.</summary>
    public async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (_next is not { } next || !HasMore)
        {
            return;
        }

        var round = _round;
        var part = await query.PartAsync(Filter, next, PartRows, cancellationToken);
        if (round == _round && next == _next)
        {
            Add(part);
        }
    }

    /// <summary>Takes live changes: reads those rows again and marks them.</summary>
    public async Task TakeAsync(CaseChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        IsOld |= changes.Missed && _items.Count > PartRows;
        var round = _round;
        var shown = _items.ToDictionary(item => item.Row.Id);
        var concerned = changes.Missed
            ? [.. shown.Keys.Take(PartRows), .. await BeginningAsync(shown, cancellationToken)]
            : changes.Changes.Where(change => shown.ContainsKey(change.CaseId) || IsArrival(change)).Select(change => change.CaseId).ToArray();
        if (concerned.Length == 0)
        {
            return;
        }

        var again = await query.AgainAsync(Filter, concerned, cancellationToken);
        if (!again.Succeeded || round != _round)
        {
            return;
        }

        foreach (var row in again.Value.Inside)
        {
            if (shown.TryGetValue(row.Id, out var item))
            {
                Mark(item, row, left: null);
            }
            else
            {
                _new.Add(row.Id);
            }
        }

        foreach (var row in again.Value.Outside)
        {
            _new.Remove(row.Id);
            if (shown.TryGetValue(row.Id, out var item))
            {
                Mark(item, row, row.Status);
            }
        }

        if (time.GetUtcNow() - _headAt > HeadApart)
        {
            await CountAsync(cancellationToken);
        }
    }

    /// <summary>What stands at the beginning of the queue and not on the screen, where it is not known what changed.</summary>
    private async Task<IEnumerable<RefundCaseId>> BeginningAsync(Dictionary<RefundCaseId, QueueItem> shown, CancellationToken cancellationToken)
    {
        var part = await query.PartAsync(Filter, null, PartRows, cancellationToken);
        return part.Succeeded ? part.Value.Rows.Select(row => row.Id).Where(id => !shown.ContainsKey(id)) : [];
    }

    private static void Mark(QueueItem item, QueueRow row, RefundStatus? left)
    {
        item.IsChanged |= item.Row.Version != row.Version;
        item.Row = row;
        item.Left = left;
    }

    private bool IsArrival(CaseChange change) => Filter.Queue.Status is { } queue
        ? change.To == queue && change.From != queue
        : change is { From: RefundStatus.Received };

    private void Add(Outcome<QueuePart> part)
    {
        _next = part.Succeeded ? part.Value.Next : null;
        if (part.Succeeded)
        {
            _items.AddRange(part.Value.Rows.Select(row => new QueueItem(row)));
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var round = _round;
        _headAt = time.GetUtcNow();
        var head = await query.HeadAsync(Filter, cancellationToken);
        if (round == _round && head.Succeeded)
        {
            Head = head.Value;
        }
    }
}
