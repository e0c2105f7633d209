using System.Collections.Immutable;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Wakes those rooms of this process that wait for cases to move (automation, live updates) as soon as a move is committed here.
/// Only a shortcut: commits of other nodes are not signalled, so every listener looks by itself from time to time as well.
/// </summary>
public sealed class WorkSignal
{
    private ImmutableArray<WorkListener> _listeners = [];

    /// <summary>Says that something was committed. Costs next to nothing; call it after the commit, never before.</summary>
    public void Raise()
    {
        foreach (var listener in _listeners)
        {
            listener.Wake();
        }
    }

    /// <summary>Starts to listen; dispose the listener to stop. What is raised from now on is not missed, also between two waits.</summary>
    public WorkListener Listen()
    {
        var listener = new WorkListener(this);
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

    internal WorkListener(WorkSignal signal) => _signal = signal;

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

    /// <inheritdoc />
    public void Dispose() => _signal.Remove(this);

    internal void Wake() => Volatile.Read(ref _raised).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
