using System.Globalization;
using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>
/// A person names the private e-mail addresses a purchase of the own could come under, so that the desk keeps such cases from the person. Nobody
/// else sees them; that they changed, and how many there are, is written down without them.
/// </summary>
public sealed class DeclareAddresses(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>How many a person can name.</summary>
    public const int Most = 5;

    /// <summary>The person's own addresses; none where nobody is signed in.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (principal.Actor.Id is not { Value: var key })
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return PeopleKnown.AddressesOf(await db.Users.Where(person => person.Id == key).Select(person => person.PrivateAddresses).SingleOrDefaultAsync(cancellationToken));
    }

    /// <summary>Puts others in their place.</summary>
    /// <param name="addresses">With spaces, commas or lines between; nothing is none.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>refund.forbidden</c>, <c>user.private-addresses</c>, <c>user.stale</c>.</returns>
    public async Task<Outcome> HandleAsync(string? addresses, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (principal.Actor.Id is not { Value: var key })
        {
            return Domain.Refunds.RefundRefusals.Forbidden;
        }

        string[] wanted = [.. (addresses ?? string.Empty).Split([' ', ',', ';', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];
        if (Array.Find(wanted, word => !IsAddress(word)) is { } wrong)
        {
            return AccessRefusals.PrivateAddress(wrong);
        }

        if (wanted.Length > Most)
        {
            return AccessRefusals.TooManyPrivateAddresses;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var person = await db.Users.SingleAsync(person => person.Id == key, cancellationToken);
        var (before, after) = (person.PrivateAddresses, wanted.Length == 0 ? null : string.Join(' ', wanted));
        if (before != after)
        {
            person.PrivateAddresses = after;
            person.ConcurrencyStamp = Guid.CreateVersion7(time.GetUtcNow()).ToString();
            db.Audit.Add(AuditRow.Of(person, principal.Actor, time.GetUtcNow(), AuditFields.PrivateAddresses, Count(PeopleKnown.AddressesOf(before).Count), Count(wanted.Length)));
        }

        var saved = await DeskDatabase.SaveAsync(db, Outcome.Ok, cancellationToken);
        return saved.Succeeded ? saved : AccessRefusals.Stale;
    }

    private static string Count(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} declared");

    private static bool IsAddress(string text) => text.Length <= 254 && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address == text;
}
