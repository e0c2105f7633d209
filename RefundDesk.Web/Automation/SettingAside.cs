using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>
/// Takes a case that failed out of the way: it is tried again later, and after some failures left to people. Works without loading
/// the case, since loading may be what fails.
/// </summary>
internal sealed class SettingAside(DeskDatabase database, IOptions<AutomationOptions> options, TimeProvider time)
{
    private static readonly TimeSpan[] TryAgainAfter =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1),
    ];

    /// <summary>Sets one case aside, if this owner still holds it.</summary>
    public async Task SetAsideAsync(RefundCaseId id, string owner, string fault, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.InTransactionAsync(
            async stop =>
            {
                var held = db.RefundCases.Where(refund => refund.Id == id && refund.LeaseOwner == owner);
                var failures = await held.Select(refund => (int?)refund.Attempts).SingleOrDefaultAsync(stop) + 1;
                return failures is null ? 0
                    : failures < options.Value.MostAttempts ? await PostponeAsync(held, failures.Value, stop)
                    : await LeaveToPeopleAsync(db, held, failures.Value, fault, stop);
            },
            cancellationToken);
    }

    /// <summary>Gives cases back as they were: another round takes them.</summary>
    public async Task GiveBackAsync(IReadOnlyList<RefundCaseId> ids, string owner, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        await db.InTransactionAsync(
            stop => db.RefundCases.Where(refund => ids.Contains(refund.Id) && refund.LeaseOwner == owner).ExecuteUpdateAsync(
                set => set.SetProperty(refund => refund.LeaseOwner, (string?)null).SetProperty(refund => refund.LeaseUntil, (DateTimeOffset?)null), stop),
            cancellationToken);
    }

    private Task<int> PostponeAsync(IQueryable<RefundCase> held, int failures, CancellationToken cancellationToken)
    {
        DateTimeOffset? again = time.GetUtcNow() + TryAgainAfter[Math.Min(failures, TryAgainAfter.Length) - 1];
        return held.ExecuteUpdateAsync(
            set => set
                .SetProperty(refund => refund.Attempts, failures)
                .SetProperty(refund => refund.DueAt, again)
                .SetProperty(refund => refund.LeaseOwner, (string?)null)
                .SetProperty(refund => refund.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    private async Task<int> LeaveToPeopleAsync(RefundDeskDbContext db, IQueryable<RefundCase> held, int failures, string fault, CancellationToken cancellationToken)
    {
        var refund = await held.Select(refund => new { refund.Id, refund.ClientId, refund.Status }).SingleAsync(cancellationToken);
        var mayReview = RefundCase.TriggersFrom(refund.Status).Contains(RefundTrigger.SendToReview);
        var next = mayReview ? RefundStatus.InReview : refund.Status;
        RefundStatus? queue = RefundCase.IsQueue(next) ? next : null;
        var why = Cut($"Automation failed {failures} times: {fault}", 200);
        await held.ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Attempts, failures)
                .SetProperty(row => row.DueAt, (DateTimeOffset?)null)
                .SetProperty(row => row.LeaseOwner, (string?)null)
                .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.Status, next)
                .SetProperty(row => row.Queue, queue)
                .SetProperty(row => row.WhyHere, why)
                .SetProperty(row => row.Version, row => row.Version + 1),
            cancellationToken);
        var happened = new CaseEvent(
            mayReview ? RefundTrigger.SendToReview : null, refund.Status, next, Actor.Automation, time.GetUtcNow(), "Left to people: automation failed on it", Cut(fault, 2_000));
        db.CaseEvents.Add(PendingRows.RowOf(refund.ClientId, refund.Id, happened));
        return await db.SaveChangesAsync(cancellationToken);
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
