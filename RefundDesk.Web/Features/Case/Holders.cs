using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>Whose authority a person has: the own, and that of supervisors who lent theirs and still are supervisors.</summary>
internal static class Holders
{
    /// <summary>The person first.</summary>
    public static async Task<IReadOnlyList<AuthorityHolder>> LoadAsync(RefundDeskDbContext db, DeskPrincipal principal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var role = principal.May(Permission.ApproveRefunds) ? Role.Supervisor : principal.Role;
        if (principal.Actor.Id is not { } person)
        {
            return [new AuthorityHolder(null, role, null)];
        }

        var lent = await db.Delegations.AsNoTracking()
            .Where(delegation => delegation.ToId == person && delegation.EndsAt > now && delegation.StartsAt <= now && delegation.EndedAt == null)
            .Select(delegation => delegation.FromId).Distinct().ToListAsync(cancellationToken);
        Guid[] keys = [person.Value, .. lent.Select(lender => lender.Value)];
        var people = await db.Users.AsNoTracking().Where(user => keys.Contains(user.Id))
            .Select(user => new { user.Id, user.Email, user.PrivateAddresses, user.DisplayName, user.Role, user.IsDisabled }).ToListAsync(cancellationToken);
        var own = new AuthorityHolder(person, role, people.Find(user => user.Id == person.Value)?.Email);
        return
        [
            own,
            .. people.Where(user => user.Id != person.Value && user is { IsDisabled: false, Role: Role.Supervisor }).OrderBy(user => user.DisplayName, StringComparer.Ordinal)
                .Select(user => new AuthorityHolder(new UserId(user.Id), user.Role, user.Email, new Lender(new UserId(user.Id), user.DisplayName) { Self = PeopleKnown.TraitsOf(user.DisplayName, user.Email, user.PrivateAddresses) })),
        ];
    }
}
