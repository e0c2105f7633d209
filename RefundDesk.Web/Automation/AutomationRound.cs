using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>
/// Works one batch of due cases off, in stages: lease, load, decide; store, with every payout's intent and key; call the gateways;
/// store their answers. A process that dies anywhere leaves leases that run out, and what it may have sent is looked up before it
/// is sent again.
/// </summary>
internal sealed class AutomationRound(
    DeskDatabase database, BatchLoading loading, PayoutCalls payouts, SettingAside aside, IRiskModel model, AutomationTools tools)
{
    private const int MostTries = 4;

    private AutomationOptions Options => tools.Options.Value;

    /// <summary>Does one round.</summary>
    /// <param name="owner">Unique for this loop of this process.</param>
    /// <param name="cancellationToken">Stops between stages; what was sent is stored first.</param>
    /// <param name="letNextGo">Called, perhaps more than once, as soon as the next round of this process may begin: with true where a whole batch was due, so that there is more; with false where what was due is decided and stored.</param>
    /// <returns>How many cases were due.</returns>
    public async Task<int> RunOnceAsync(string owner, CancellationToken cancellationToken, Action<bool>? letNextGo = null)
    {
        var now = tools.Now;
        IReadOnlyList<RefundCaseId> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            due = await database.Dialect.ClaimCasesAsync(db, owner, now, now.AddSeconds(Options.LeaseSeconds), Options.BatchSize, cancellationToken);
        }

        if (due.Count == Options.BatchSize)
        {
            letNextGo?.Invoke(true);
        }

        if (due.Count > 0)
        {
            await WorkAsync(due, new Turn(owner, letNextGo), cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Goes on with cases that were just stored as paying, under this owner's lease: calls the gateways, stores their answers.</summary>
    /// <param name="db">Tracks them and their orders.</param>
    /// <param name="paying">The cases.</param>
    /// <param name="owner">Whose lease it is.</param>
    /// <param name="cancellationToken">Stops between stages; what was sent is stored first.</param>
    /// <returns>False where something failed on the way, so that the cases were read anew and worked off like any others that are due.</returns>
    public async Task<bool> PayStoredAsync(RefundDeskDbContext db, List<CaseWork> paying, string owner, CancellationToken cancellationToken)
    {
        try
        {
            await PayAsync(db, paying, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !IsDown(fault))
        {
            tools.Log.LogDebug(fault, "{Count} cases are read anew", paying.Count);
            await WorkAsync(paying.ConvertAll(work => work.Refund.Id), new Turn(owner, LetNextGo: null), cancellationToken);
            return false;
        }
    }

    /// <summary>
    /// Works a batch; where it fails, its halves, down to the one case that is at fault. That is safe whenever it failed: before the
    /// first commit nothing had happened, after it everything sent is looked up first.
    /// </summary>
    private async Task WorkAsync(IReadOnlyList<RefundCaseId> ids, Turn turn, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                while (!await WorkTogetherAsync(ids, turn, cancellationToken))
                {
                    // Another loop took what a limit had left: everything is read and decided anew.
                }

                return;
            }
            catch (Exception fault) when (IsPassing(fault) && attempt < MostTries)
            {
                tools.Log.LogDebug(fault, "A batch of {Count} is tried again", ids.Count);
            }
            catch (Exception fault) when (fault is not OperationCanceledException && !IsDown(fault) && ids.Count > 1)
            {
                tools.Log.LogDebug(fault, "A batch of {Count} is divided", ids.Count);
                var half = ids.Count / 2;
                await WorkAsync([.. ids.Take(half)], turn, cancellationToken);
                await WorkAsync([.. ids.Skip(half)], turn, cancellationToken);
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                await aside.GiveBackAsync(ids, turn.Owner, cancellationToken);
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException && !IsDown(fault))
            {
                tools.Log.LogError(fault, "Case {Case} is set aside", ids[0]);
                await aside.SetAsideAsync(ids[0], turn.Owner, Innermost(fault).Message, cancellationToken);
                return;
            }
        }
    }

    /// <returns>False where nothing was done, because a limit on the pace leaves less by now.</returns>
    private async Task<bool> WorkTogetherAsync(IReadOnlyList<RefundCaseId> ids, Turn turn, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var now = tools.Now;
        var batch = await loading.LoadAsync(db, ids, turn.Owner, now, cancellationToken);
        if (batch.Count == 0)
        {
            return true;
        }

        var gates = await Breakers.OpenAsync(db, batch, now, cancellationToken);
        foreach (var work in batch)
        {
            work.Advance(model, tools.Zones, now);
            if (work.Refund.Status != RefundStatus.Paying)
            {
                work.Refund.EndLease();
            }
        }

        if (!await Breakers.SaveAsync(db, batch, [], gates, now, cancellationToken))
        {
            return false;
        }

        var paying = batch.FindAll(work => work.Refund.Status == RefundStatus.Paying);
        if (paying.Count > 0)
        {
            turn.LetNextGo?.Invoke(false);
            await db.Database.CloseConnectionAsync();
            await PayAsync(db, paying, cancellationToken);
        }

        return true;
    }

    private async Task PayAsync(RefundDeskDbContext db, List<CaseWork> paying, CancellationToken cancellationToken)
    {
        var calls = paying.SelectMany(work => work.Refund.Payouts.Where(payout => payout.IsOpen).Select(payout => new PayoutCall(work, payout))).ToList();
        await payouts.CallAllAsync(calls, Options.ParallelGatewayCalls, cancellationToken);

        // From here on nothing stops: what gateways answered is worth more than a quick end.
        var now = tools.Now;
        foreach (var call in calls)
        {
            call.Work.Refund.TakeReply(call.Payout.Id, call.Reply!, call.Work.Order, now);
        }

        foreach (var work in paying)
        {
            work.Refund.EndLease();
        }

        await db.SaveBatchAsync(CancellationToken.None);
    }

    private bool IsPassing(Exception fault) =>
        fault is not DbUpdateConcurrencyException && Innermost(fault) is DbException inner && database.Dialect.IsTransient(inner) && !IsDown(fault);

    /// <summary>True where the database cannot be reached at all: no case is to blame.</summary>
    private static bool IsDown(Exception fault) => Innermost(fault) is System.Net.Sockets.SocketException or TimeoutException or IOException;

    private static Exception Innermost(Exception fault) => fault.GetBaseException();

    /// <summary>Whose round it is, and what is called when the next one may begin.</summary>
    private sealed record Turn(string Owner, Action<bool>? LetNextGo);
}
