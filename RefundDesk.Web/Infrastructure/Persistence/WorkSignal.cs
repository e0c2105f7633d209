using System.Collections.Immutable;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>What a commit brought that somebody may wait for.</summary>
[Flags]
public enum CommittedWork
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A case's history grew, or something else changed that screens show.</summary>
    History = 1,

    /// <summary>A case may be due for automation.</summary>
    DueCases = 2,

    /// <summary>A message is to leave.</summary>
    Messages = 4,

    /// <summary>A mail or a declaration of withdrawal came, or somebody worked one off.</summary>
    Inbox = 8,

    /// <summary>Anything.</summary>
    All = History | DueCases | Messages | Inbox,
}

/// <summary>
/// Wakes those rooms of this process that wait for cases to move (automation, live updates) as soon as a move is committed here.
/// Only a shortcut: commits of other nodes are not signalled, so every listener looks by itself from time to time as well.
/// </summary>
public sealed class WorkSignal
{
    private ImmutableArray<WorkListener> _listeners = [];

    /// <summary>Called after a commit with where the cases of it are now, on the committing thread; must be quick and never throw.</summary>
    public event Action<IReadOnlyCollection<(RefundCaseId Case, RefundStatus Status)>>? Moved;

    /// <summary>Says what was committed. Costs next to nothing; call it after the commit, never before.</summary>
    /// <param name="work">Who waits for none of it sleeps on.</param>
    /// <param name="cases">Where the cases of the commit are now.</param>
    public void Raise(CommittedWork work, IReadOnlyCollection<(RefundCaseId Case, RefundStatus Status)> cases)
    {
        if (cases.Count > 0)
        {
            Moved?.Invoke(cases);
        }

        foreach (var listener in _listeners)
        {
            if ((listener.Wanted & work) != CommittedWork.None)
            {
                listener.Wake();
            }
        }
    }

    /// <summary>Starts to listen; dispose the listener to stop. What is raised from now on is not missed, also between two waits.</summary>
    /// <param name="wanted">What is waited for.</param>
    public WorkListener Listen(CommittedWork wanted = CommittedWork.All)
    {
        var listener = new WorkListener(this, wanted);
        ImmutableInterlocked.Update(ref _listeners, list => list.Add(listener));
        return listener;
    }

    internal void Remove(WorkListener listener) => ImmutableInterlocked.Update(ref _listeners, list => list.Remove(listener));
}

/// <summary>One waiting room's ear. Used by one loop at a time.</summary>
public sealed class WorkListener : IDisposable
{
    private readonly WorkSignal _signal;
    private TaskCompletionSource _raised = Fresh();

    internal WorkListener(WorkSignal signal, CommittedWork wanted) => (_signal, Wanted) = (signal, wanted);

    /// <summary>What is waited for.</summary>
    public CommittedWork Wanted { get; }

    /// <summary>Waits until something was raised since the last wait ended, or the time is over.</summary>
    /// <param name="atMost">How long at most.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    /// <returns>True where something was raised.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var raised = Volatile.Read(ref _raised);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(raised.Task, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (!raised.Task.IsCompleted)
        {
            return false;
        }

        // Renewed before the caller looks for work: what is raised while it looks wakes the next wait.
        Volatile.Write(ref _raised, Fresh());
        return true;
    }

    /// <summary>As without gathering; where something was raised, so much longer for more to come along.</summary>
    /// <param name="atMost">How long at most nothing is raised.</param>
    /// <param name="gather">How long is waited behind the first.</param>
    /// <param name="time">Measures both.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public async Task WaitAsync(TimeSpan atMost, TimeSpan gather, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await WaitAsync(atMost, time, cancellationToken) && gather > TimeSpan.Zero)
        {
            await Task.Delay(gather, time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _signal.Remove(this);

    internal void Wake() => Volatile.Read(ref _raised).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
