using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Access;

/// <summary>
/// The operator of the machine takes a step as a person: with that person's role and limits, never with more, and the history says that it came
/// over the command line.
/// </summary>
public sealed class ActAs(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The principal of that person.</summary>
    /// <returns>The principal; <c>refund.forbidden</c> for anyone but the operator, <c>user.unknown</c>, <c>user.shut-out</c>.</returns>
    public async Task<Outcome<DeskPrincipal>> HandleAsync(string email, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        var principal = await user.GetAsync(cancellationToken);
        if (principal.Role is not null || !principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var wanted = email.Trim().ToUpperInvariant();
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(person => person.NormalizedEmail == wanted, cancellationToken);
        if (person is null)
        {
            return AccessRefusals.UnknownUser(email);
        }

        return person.IsDisabled ? AccessRefusals.ShutOut(email) : DeskPrincipal.Person(new UserId(person.Id), $"{person.DisplayName}, command line", person.Role, person.ClientId);
    }
}
