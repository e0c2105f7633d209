using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Reads by what people can be told to be customers.</summary>
public static class PeopleKnown
{
    /// <summary>The principal with what is known of the person; systems and automation as they are, without a query.</summary>
    public static async Task<DeskPrincipal> KnownAsync(this RefundDeskDbContext db, DeskPrincipal principal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Actor.Id is not { Value: var key })
        {
            return principal;
        }

        var person = await db.Users.AsNoTracking().Where(user => user.Id == key)
            .Select(user => new { user.DisplayName, user.Email, user.PrivateAddresses }).SingleOrDefaultAsync(cancellationToken);
        return person is null ? principal : principal with { Actor = principal.Actor with { Self = TraitsOf(person.DisplayName, person.Email, person.PrivateAddresses) } };
    }

    /// <summary>What is known of a person.</summary>
    /// <param name="name">What people read.</param>
    /// <param name="email">The account's address.</param>
    /// <param name="privateAddresses">As <see cref="DeskUser.PrivateAddresses"/>.</param>
    public static PersonTraits TraitsOf(string name, string? email, string? privateAddresses) =>
        new(name, [.. new[] { email }.OfType<string>(), .. AddressesOf(privateAddresses)]);

    /// <summary>The addresses of <see cref="DeskUser.PrivateAddresses"/>.</summary>
    public static IReadOnlyList<string> AddressesOf(string? privateAddresses) => (privateAddresses ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
