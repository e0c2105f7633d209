using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>One subscription: collects what comes while a call is under way or too soon, and calls with all of it at once.</summary>
internal sealed class Viewer(
    CaseWatch watch, Func<CaseChanges, Task> callback, LiveUpdatesOptions options, TimeProvider time, ILogger log, Action<Viewer> remove) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _gone = new();
    private Dictionary<RefundCaseId, CaseChange> _pending = [];
    private bool _missed;
    private bool _calling;
    private bool _disposed;

    /// <summary>Takes those changes that are wanted and sees to it that a call comes.</summary>
    public void Offer(IReadOnlyCollection<CaseChange> changes, bool missed = false)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _missed |= missed;
            foreach (var change in changes.Where(watch.Wants))
            {
                Collect(change);
            }

            if (_calling || (_pending.Count == 0 && !_missed))
            {
                return;
            }

            _calling = true;
        }

        _ = Task.Run(CallAsync);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        remove(this);
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _pending.Clear();
        }

        _gone.Cancel();
        _gone.Dispose();
    }

    private void Collect(CaseChange change)
    {
        if (_pending.TryGetValue(change.CaseId, out var earlier))
        {
            _pending[change.CaseId] = earlier.EventId < change.EventId ? change with { From = earlier.From } : earlier with { From = change.From };
        }
        else if (_pending.Count < options.CasesPerCall)
        {
            _pending.Add(change.CaseId, change);
        }
        else
        {
            _missed = true;
        }
    }

    private async Task CallAsync()
    {
        var apart = TimeSpan.FromMilliseconds(options.RefreshEveryMilliseconds);
        while (Take() is { } changes)
        {
            // The pause runs beside the call: a quick callback is called again on time, a slow one as soon as it ends.
            var pause = PauseAsync(apart);
            await CallOnceAsync(changes);
            await pause;
        }
    }

    private async Task PauseAsync(TimeSpan apart)
    {
        CancellationToken gone;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            gone = _gone.Token;
        }

        await Task.Delay(apart, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CallOnceAsync(CaseChanges changes)
    {
        try
        {
            await callback(changes);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "A viewer of live updates failed; it is called again at the next change.");
        }
    }

    private CaseChanges? Take()
    {
        lock (_gate)
        {
            if (_disposed || (_pending.Count == 0 && !_missed))
            {
                _calling = false;
                return null;
            }

            var taken = new CaseChanges(_pending.Values, _missed);
            _pending = [];
            _missed = false;
            return taken;
        }
    }
}
