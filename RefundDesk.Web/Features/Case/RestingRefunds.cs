using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>
/// Waits until automation is done with refunds: they are at their end, or with a person or the customer. One question at a time for everybody who
/// waits, asked when something is committed in this process, else four times a second.
/// </summary>
public sealed class RestingRefunds(DeskDatabase database, TimeProvider time, ILogger<RestingRefunds> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<RefundCaseId, List<TaskCompletionSource>> _waiting = [];
    private WorkListener? _ear;

    /// <summary>Cases that automation moves by itself.</summary>
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
            await rests.Task.WaitAsync(atMost, time, cancellationToken);
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

    private void Join(RefundCaseId refund, TaskCompletionSource rests)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(refund, out var together))
            {
                _waiting.Add(refund, together = []);
            }

            together.Add(rests);
            if (_ear is { } ear)
            {
                // It may have come to rest between the caller's look and this.
                ear.Wake();
            }
            else
            {
                _ear = database.Signal.Listen();
                _ = Task.Run(() => LookAsync(_ear), CancellationToken.None);
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

    /// <summary>Looks as long as anybody waits.</summary>
    private async Task LookAsync(WorkListener ear)
    {
        while (Asked(ear) is { } asked)
        {
            try
            {
                await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
                var moving = await db.RefundCases.AsNoTracking().Where(Moves).Where(refund => EF.Parameter(asked).Contains(refund.Id)).Select(refund => refund.Id).ToListAsync();
                Release(asked.Except(moving));
            }
#pragma warning disable CA1031 // The database may be away for a moment: whoever waits is answered when it is back, or when the time is over.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogWarning(fault, "Which of {Count} refunds rest could not be asked; asked again in {Milliseconds} ms", asked.Length, LookEvery.TotalMilliseconds);
            }

            await ear.WaitAsync(LookEvery, time, CancellationToken.None);
        }
    }

    private RefundCaseId[]? Asked(WorkListener ear)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                return [.. _waiting.Keys];
            }

            _ear = null;
            ear.Dispose();
            return null;
        }
    }

    private void Release(IEnumerable<RefundCaseId> resting)
    {
        lock (_gate)
        {
            foreach (var refund in resting)
            {
                _waiting.GetValueOrDefault(refund)?.ForEach(rests => rests.TrySetResult());
            }
        }
    }
}
