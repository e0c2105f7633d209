namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Wakes whoever waits for rows when this process has committed some, so that nobody polls fast. Commits of other nodes are not seen
/// here: whoever waits also looks by itself from time to time.
/// </summary>
public sealed class CommitSignal
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Ends with the next commit. Take it before looking for rows: a commit made while looking is then not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something was committed.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    /// <summary>Waits for a commit, but not longer than this.</summary>
    /// <param name="next">What <see cref="Next"/> was before rows were looked for.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public static async Task WaitAsync(Task next, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(atMost, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
