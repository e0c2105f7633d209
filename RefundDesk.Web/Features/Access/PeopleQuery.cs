using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Access;

/// <summary>One person in the administrators' list.</summary>
/// <param name="Email">The account.</param>
/// <param name="Name">What others read.</param>
/// <param name="Role">The role.</param>
/// <param name="Client">The client's name, for client viewers.</param>
/// <param name="ClientKey">The client's key, likewise.</param>
/// <param name="IsDisabled">Shut out.</param>
/// <param name="HasPassword">Has set a password, or signs in by the directory.</param>
/// <param name="HasSecondFactor">Has set up an authenticator app.</param>
/// <param name="CreatedAt">When the person was added, UTC.</param>
public sealed record PersonRow(string Email, string Name, Role Role, string? Client, string? ClientKey, bool IsDisabled, bool HasPassword, bool HasSecondFactor, DateTimeOffset CreatedAt)
{
    /// <summary>How many private addresses the person declared.</summary>
    public int PrivateAddresses { get; init; }
}

/// <summary>Everybody who can sign in, for administrators.</summary>
public sealed class PeopleQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The most that is shown; a desk has hundreds of people, not thousands.</summary>
    public const int AtMost = 500;

    /// <summary>The people whose name or address holds a text, by name; nobody for anyone but administrators.</summary>
    public async Task<IReadOnlyList<PersonRow>> ReadAsync(string? text, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var people = db.Users.AsNoTracking();
        if (text?.Trim().ToUpperInvariant() is { Length: > 0 } wanted)
        {
            var anywhere = $"%{text.Trim().Replace("%", string.Empty, StringComparison.Ordinal)}%";
            people = people.Where(person => EF.Functions.Like(person.DisplayName, anywhere) || person.NormalizedEmail!.Contains(wanted));
        }

        return await people.OrderBy(person => person.DisplayName).ThenBy(person => person.Id).Take(AtMost).Select(person => new PersonRow(
            person.Email!,
            person.DisplayName,
            person.Role,
            db.Clients.Where(client => client.Id == person.ClientId).Select(client => client.Name).FirstOrDefault(),
            db.Clients.Where(client => client.Id == person.ClientId).Select(client => client.Key).FirstOrDefault(),
            person.IsDisabled,
            person.PasswordHash != null || db.UserLogins.Any(login => login.UserId == person.Id),
            person.TwoFactorEnabled,
            person.CreatedAt)
        {
            // Kept with spaces between: one more than there are spaces.
            PrivateAddresses = person.PrivateAddresses == null ? 0 : person.PrivateAddresses.Length - person.PrivateAddresses.Replace(" ", string.Empty).Length + 1,
        }).ToListAsync(cancellationToken);
    }

    /// <summary>The clients a client viewer can be bound to, by name; none for anyone but administrators.</summary>
    public async Task<IReadOnlyList<(string Key, string Name)>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await db.Clients.AsNoTracking().OrderBy(client => client.Name).Select(client => new { client.Key, client.Name }).ToListAsync(cancellationToken);
        return clients.ConvertAll(client => (client.Key, client.Name));
    }
}
