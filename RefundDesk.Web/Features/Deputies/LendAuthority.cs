using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Deputies;

/// <summary>A supervisor lends the own authority to a deputy for some days.</summary>
public sealed class LendAuthority(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>What is written down about it is called this.</summary>
    internal const string Field = "Deputy";

    /// <summary>Lends.</summary>
    /// <param name="email">The deputy's account.</param>
    /// <param name="from">The first moment, UTC.</param>
    /// <param name="until">The first moment no longer, UTC.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>delegation.role</c>, <c>delegation.self</c>, <c>delegation.period</c>, <c>delegation.not-found</c>.</returns>
    public async Task<Outcome> HandleAsync(string email, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ApproveRefunds) || principal.Actor.Id is not { } own || principal.Role is not { } role)
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var wanted = email.Trim().ToUpperInvariant();
        var deputy = await db.Users.AsNoTracking().SingleOrDefaultAsync(person => person.NormalizedEmail == wanted && !person.IsDisabled, cancellationToken);
        var lender = await db.Users.AsNoTracking().SingleOrDefaultAsync(person => person.Id == own.Value, cancellationToken);
        if (deputy is null || lender is null)
        {
            return DelegationRefusals.NotFound;
        }

        var lent = Delegation.Lend((own, role), (new UserId(deputy.Id), deputy.Role), from, until, time.GetUtcNow());
        if (!lent.Succeeded)
        {
            return lent.Refusal;
        }

        db.Delegations.Add(lent.Value);
        db.Audit.Add(AuditRow.Of(lender, principal.Actor, time.GetUtcNow(), Field, null, $"{deputy.Email}, {from:yyyy-MM-dd HH:mm} to {until:yyyy-MM-dd HH:mm} UTC"));
        return await DeskDatabase.SaveAsync(db, Outcome.Ok, cancellationToken);
    }
}
