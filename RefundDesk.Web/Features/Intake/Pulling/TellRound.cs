using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>
/// Tells shops of refunds that were paid. What is to be told was stored with the payment; the shop finds its record again by our number, so that
/// telling twice (a node died between the answer and the note) leaves one record. A shop that is away is asked until it is there.
/// </summary>
public sealed class TellRound(DeskDatabase database, Shops shops, IOptions<PullingOptions> options, TimeProvider time)
{
    private const int AtOnce = 4;
    private const int DueAtOnce = 200;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileAway = TimeSpan.FromMinutes(1);

    /// <summary>Tells what is due, a few shops at a time, each shop one refund behind the other.</summary>
    /// <returns>How many refunds were tried.</returns>
    public async Task<int> RunOnceAsync(string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<(Guid Source, RefundCaseId Case)> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            var found = await db.SourceRefunds.AsNoTracking().Where(row => row.DueAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now))
                .Where(row => db.OrderSources.Any(source => source.Id == row.SourceId && source.TellsRefunds && !source.IsPaused))
                .OrderBy(row => row.DueAt).Select(row => new { row.SourceId, row.CaseId }).Take(DueAtOnce).ToListAsync(cancellationToken);
            due = found.ConvertAll(row => (row.SourceId, row.CaseId));
        }

        var tried = 0;
        await Parallel.ForEachAsync(due.GroupBy(row => row.Source), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (ofShop, stop) =>
        {
            foreach (var (source, refund) in ofShop)
            {
                var goesOn = await TellAsync(source, refund, owner, stop);
                Interlocked.Increment(ref tried);
                if (!goesOn)
                {
                    return;
                }
            }
        });
        return tried;
    }

    /// <summary>Tells one; false where the shop is away and the others need not be tried.</summary>
    private async Task<bool> TellAsync(Guid source, RefundCaseId refund, string owner, CancellationToken cancellationToken)
    {
        if (await TakeAsync(source, refund, owner, cancellationToken) is not { } told)
        {
            return true;
        }

        if (told.Refund.Status != RefundStatus.Paid)
        {
            // It failed late and is being paid anew: told once that is done.
            await PutOffAsync(told, owner, WhileAway, cancellationToken);
            return true;
        }

        var opened = shops.Open(told.Source);
        var recorded = opened.Succeeded ? await opened.Value.RecordAsync(RefundRecord.Of(told.Refund, told.Order), cancellationToken) : opened.Refusal;
        await NoteAsync(told, owner, recorded);
        if (recorded.Succeeded || !IsShopAway(recorded.Refusal))
        {
            return true;
        }

        await PutOffAllAsync(told);
        return false;
    }

    private async Task<Told?> TakeAsync(Guid source, RefundCaseId refund, string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now.AddSeconds(options.Value.LeaseSeconds);
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var taken = await db.SourceRefunds.Where(row => row.SourceId == source && row.CaseId == refund && row.DueAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, owner).SetProperty(row => row.LeaseUntil, until), cancellationToken);
        if (taken == 0)
        {
            return null;
        }

        var found = await db.WholeCases(few: true).AsNoTracking().SingleAsync(row => row.Id == refund, cancellationToken);
        return new Told(
            await db.SourceRefunds.AsNoTracking().SingleAsync(row => row.SourceId == source && row.CaseId == refund, cancellationToken),
            await db.OrderSources.AsNoTracking().SingleAsync(row => row.Id == source, cancellationToken),
            found,
            await db.SourceOrders.AsNoTracking().Where(row => row.SourceId == source && row.OrderId == found.OrderId).OrderBy(row => row.ShopKey).FirstAsync(cancellationToken));
    }

    private async Task NoteAsync(Told told, string owner, Outcome<string> recorded)
    {
        var now = time.GetUtcNow();
        var isAway = !recorded.Succeeded && IsShopAway(recorded.Refusal);
        var attempts = told.Row.Attempts + (isAway ? 0 : 1);
        var isGivenUp = !recorded.Succeeded && !isAway && (recorded.Refusal.Code == "source.order-gone" || attempts >= options.Value.MostAttempts);
        DateTimeOffset? due = recorded.Succeeded || isGivenUp ? null : now + (isAway ? WhileAway : PullRound.Pause(FirstPause, attempts));
        DateTimeOffset? at = recorded.Succeeded ? now : null;
        var reference = recorded.Succeeded ? recorded.Value : null;
        var (code, text) = recorded.Succeeded ? (null, null) : (recorded.Refusal.Code, SourceRefusals.Cut(recorded.Refusal.Message));
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.InTransactionAsync(
            async stop =>
            {
                var mine = await Mine(db, told, owner).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ToldAt, at).SetProperty(row => row.Reference, reference).SetProperty(row => row.DueAt, due).SetProperty(row => row.Attempts, attempts)
                        .SetProperty(row => row.FaultCode, code).SetProperty(row => row.FaultText, text)
                        .SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null),
                    stop);
                if (mine == 1 && (recorded.Succeeded || isGivenUp))
                {
                    var happened = recorded.Succeeded
                        ? CaseEvent.RecordedAtShop(told.Source.Kind, recorded.Value, told.Refund.Status, now)
                        : CaseEvent.NotRecordedAtShop(told.Source.Kind, told.Refund.Status, text!, now);
                    await db.InsertEventsAsync([PendingRows.RowOf(told.Refund.ClientId, told.Refund.Id, happened)], stop);
                }

                return mine;
            },
            CancellationToken.None);
    }

    private async Task PutOffAsync(Told told, string owner, TimeSpan pause, CancellationToken cancellationToken)
    {
        DateTimeOffset? due = time.GetUtcNow() + pause;
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await Mine(db, told, owner).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DueAt, due).SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>What is due at a shop that is away waits as long as the one that was tried.</summary>
    private async Task PutOffAllAsync(Told told)
    {
        var (id, now) = (told.Source.Id, time.GetUtcNow());
        DateTimeOffset? due = now + WhileAway;
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.SourceRefunds.Where(row => row.SourceId == id && row.DueAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now)).ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, due), CancellationToken.None);
    }

    private static IQueryable<SourceRefundRow> Mine(RefundDeskDbContext db, Told told, string owner)
    {
        var (source, refund) = (told.Source.Id, told.Refund.Id);
        return db.SourceRefunds.Where(row => row.SourceId == source && row.CaseId == refund && row.LeaseOwner == owner);
    }

    private static bool IsShopAway(Refusal why) => why.Code is "source.unreachable" or "source.denied" or "source.secret" or "source.unknown-kind";

    private sealed record Told(SourceRefundRow Row, OrderSourceRow Source, RefundCase Refund, SourceOrderRow Order);
}
