using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Policies.Breaking;

/// <summary>
/// Lets automation go on where it stopped itself; counting begins anew. What came to people meanwhile stays with them. Whoever wrote the
/// version may not: a second person is there, since no version is active without one who reviewed it.
/// </summary>
public sealed class LetGoOn(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int LongestReason = 300;

    private static readonly Refusal Running = new("breaker.running", "It goes on already: someone was faster.");

    /// <summary>Does it.</summary>
    /// <param name="trip">Which stop.</param>
    /// <param name="reason">Why, 3 to 300 characters; it is written down.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done; or <c>refund.forbidden</c>, <c>breaker.unknown</c>, <c>breaker.reason</c>, <c>breaker.own-version</c>, <c>breaker.running</c>.</returns>
    public async Task<Outcome> HandleAsync(long trip, string reason, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.OwnPolicies))
        {
            return RefundRefusals.Forbidden;
        }

        if (reason?.Trim() is not { Length: >= 3 and <= LongestReason } why)
        {
            return new Refusal("breaker.reason", $"Give the reason in at least three and at most {LongestReason} characters.");
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.BreakerTrips.AsNoTracking().SingleOrDefaultAsync(row => row.Id == trip, cancellationToken) is not { } stopped)
        {
            return new Refusal("breaker.unknown", "There is no such stop.");
        }

        var version = await db.Policies.AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == stopped.ClientId && row.Version == stopped.PolicyVersion, cancellationToken);
        if (!BreakersQuery.MayLetGoOn(principal, version))
        {
            return new Refusal("breaker.own-version", "You wrote this version: another supervisor must let it go on.");
        }

        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == stopped.ClientId, cancellationToken);
        var now = time.GetUtcNow();
        return await db.InTransactionAsync(
            async stop =>
            {
                var changed = await db.BreakerTrips.Where(row => row.Id == trip && row.ResolvedAt == null).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.ResolvedAt, now)
                        .SetProperty(row => row.ResolvedById, principal.Actor.Id)
                        .SetProperty(row => row.ResolvedByName, principal.Actor.Name)
                        .SetProperty(row => row.Reason, why),
                    stop);
                if (changed == 0)
                {
                    return (Outcome)Running;
                }

                var what = $"{BreakerGate.Words(stopped.Rule)} of version {stopped.PolicyVersion}";
                db.Audit.Add(AuditRow.Of(client, principal.Actor, now, "Breaker", $"stopped: {what}", $"running: {what}: {why}"));
                await db.SaveChangesAsync(stop);
                db.RaiseOnceCommitted(CommittedWork.All, []);
                return Outcome.Ok;
            },
            cancellationToken);
    }
}
