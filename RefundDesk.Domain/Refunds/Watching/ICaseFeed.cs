using RefundDesk.Domain.Clients;

namespace RefundDesk.Domain.Refunds.Watching;

/// <summary>A case changed. Says which and where to, and nothing else: who wants more reads it, with their own permissions.</summary>
/// <param name="EventId">The history's own number of the change; grows, but commits may come late and out of order.</param>
/// <param name="ClientId">The retailer.</param>
/// <param name="CaseId">The case.</param>
/// <param name="From">Status before.</param>
/// <param name="To">Status after; the same where nothing moved.</param>
/// <param name="At">When, UTC.</param>
public sealed record CaseChange(long EventId, ClientId ClientId, RefundCaseId CaseId, RefundStatus From, RefundStatus To, DateTimeOffset At);

/// <summary>Changes since the last call, one entry a case.</summary>
/// <param name="Changes">The changes, in no particular order; several of one case are one, from the first status to the last.</param>
/// <param name="Missed">There were more than are listed: read everything anew.</param>
public sealed record CaseChanges(IReadOnlyCollection<CaseChange> Changes, bool Missed);

/// <summary>Which changes are wanted. Everything that is given must fit.</summary>
/// <param name="Client">Of this retailer only.</param>
/// <param name="Statuses">That come from or go to one of these.</param>
/// <param name="Case">Of this case only.</param>
public sealed record CaseWatch(ClientId? Client = null, IReadOnlySet<RefundStatus>? Statuses = null, RefundCaseId? Case = null)
{
    /// <summary>True for a change that is wanted.</summary>
    public bool Wants(CaseChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (Client is not { } client || client == change.ClientId)
            && (Case is not { } refund || refund == change.CaseId)
            && (Statuses is null || Statuses.Contains(change.From) || Statuses.Contains(change.To));
    }
}

/// <summary>Tells viewers in this process what changes, whoever changed it on whichever node.</summary>
public interface ICaseFeed
{
    /// <summary>
    /// Calls back from now on, at most four times a second, never twice at once, on any thread. A callback that throws is logged and
    /// called again at the next change; one that is slow makes nobody else wait.
    /// </summary>
    /// <param name="watch">Which changes.</param>
    /// <param name="callback">What to do; given what came together since the last call.</param>
    /// <returns>Dispose it to end the calls; one that is under way still ends.</returns>
    IDisposable Subscribe(CaseWatch watch, Func<CaseChanges, Task> callback);
}
