using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>
/// Waits until automation is done with refunds: they are at their end, or with a person or the customer. What is committed in this process is
/// heard at once; what other nodes commit is asked for four times a second, with one question for everybody who waits.
/// </summary>
public sealed class RestingRefunds : IDisposable
{
    private const int RememberedAtMost = 10_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly DeskDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<RestingRefunds> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<RefundCaseId, List<TaskCompletionSource>> _waiting = [];
    private readonly HashSet<RefundCaseId> _rested = [];
    private readonly Queue<RefundCaseId> _remembered = new();
    private bool _isLooking;

    /// <summary>Hears commits until it is disposed.</summary>
    public RestingRefunds(DeskDatabase database, TimeProvider time, ILogger<RestingRefunds> log)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _time, _log) = (database, time, log);
        database.Signal.Moved += Hear;
    }

    /// <summary>Cases that automation moves by itself, as <see cref="RefundCase.IsMoving"/>, for the database.</summary>
    public static Expression<Func<RefundCase, bool>> Moves { get; } = refund =>
        refund.Status == RefundStatus.Received || refund.Status == RefundStatus.Approved || refund.Status == RefundStatus.Paying;

    /// <summary>Waits for one.</summary>
    /// <param name="refund">The case; that the caller may see it was checked.</param>
    /// <param name="atMost">Gives up after this.</param>
    /// <param name="cancellationToken">Gives up with an exception.</param>
    /// <returns>True where it rests; false where the time was over first.</returns>
    public async Task<bool> WaitAsync(RefundCaseId refund, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var rests = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Join(refund, rests);
        try
        {
            await rests.Task.WaitAsync(atMost, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            Leave(refund, rests);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _database.Signal.Moved -= Hear;

    private void Join(RefundCaseId refund, TaskCompletionSource rests)
    {
        lock (_gate)
        {
            if (_rested.Contains(refund))
            {
                // It came to rest between the caller's look and this.
                rests.SetResult();
                return;
            }

            if (!_waiting.TryGetValue(refund, out var together))
            {
                _waiting.Add(refund, together = []);
            }

            together.Add(rests);
            if (!_isLooking)
            {
                _isLooking = true;
                _ = Task.Run(LookAsync, CancellationToken.None);
            }
        }
    }

    private void Leave(RefundCaseId refund, TaskCompletionSource rests)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(refund, out var together) && together.Remove(rests) && together.Count == 0)
            {
                _waiting.Remove(refund);
            }
        }
    }

    private void Hear(IReadOnlyCollection<(RefundCaseId Case, RefundStatus Status)> moved)
    {
        lock (_gate)
        {
            foreach (var (refund, status) in moved)
            {
                if (RefundCase.IsMoving(status))
                {
                    _rested.Remove(refund);
                    continue;
                }

                Release(refund);
                if (_rested.Add(refund))
                {
                    _remembered.Enqueue(refund);
                }
            }

            while (_remembered.Count > RememberedAtMost)
            {
                _rested.Remove(_remembered.Dequeue());
            }
        }
    }

    /// <summary>Looks as long as anybody waits: what this process did not commit itself it cannot hear.</summary>
    private async Task LookAsync()
    {
        while (Asked() is { } asked)
        {
            try
            {
                await using var db = await _database.OpenAsync(ClientScope.Everything, CancellationToken.None);
                var moving = await db.RefundCases.AsNoTracking().Where(Moves).Where(refund => EF.Parameter(asked).Contains(refund.Id)).Select(refund => refund.Id).ToListAsync();
                lock (_gate)
                {
                    asked.Except(moving).ToList().ForEach(Release);
                }
            }
#pragma warning disable CA1031 // The database may be away for a moment: whoever waits is answered when it is back, or when the time is over.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _log.LogWarning(fault, "Which of {Count} refunds rest could not be asked; asked again in {Milliseconds} ms", asked.Length, LookEvery.TotalMilliseconds);
            }

            await Task.Delay(LookEvery, _time);
        }
    }

    private RefundCaseId[]? Asked()
    {
        lock (_gate)
        {
            _isLooking = _waiting.Count > 0;
            return _isLooking ? [.. _waiting.Keys] : null;
        }
    }

    private void Release(RefundCaseId refund) => _waiting.GetValueOrDefault(refund)?.ForEach(rests => rests.TrySetResult());
}
