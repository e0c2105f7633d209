using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Deputies;

/// <summary>Ends a deputy's time early: the supervisor the own one's, an administrator anybody's.</summary>
public sealed class TakeAuthorityBack(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Ends it.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>delegation.not-found</c>, <c>delegation.over</c>.</returns>
    public async Task<Outcome> HandleAsync(Guid id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ApproveRefunds) && !principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var lent = await db.Delegations.SingleOrDefaultAsync(delegation => delegation.Id == id, cancellationToken);
        if (lent is null || (!principal.May(Permission.Administer) && lent.FromId != principal.Actor.Id))
        {
            return DelegationRefusals.NotFound;
        }

        var (from, to) = (lent.FromId.Value, lent.ToId.Value);
        var people = await db.Users.AsNoTracking().Where(person => person.Id == from || person.Id == to).ToListAsync(cancellationToken);
        var ended = lent.End(time.GetUtcNow());
        if (ended.Succeeded && people.Find(person => person.Id == from) is { } lender)
        {
            db.Audit.Add(AuditRow.Of(lender, principal.Actor, time.GetUtcNow(), LendAuthority.Field, people.Find(person => person.Id == to)?.Email, null));
        }

        var saved = await DeskDatabase.SaveAsync(db, ended, cancellationToken);
        return saved.Refusal == RefundRefusals.Stale ? DelegationRefusals.Over : saved;
    }
}
