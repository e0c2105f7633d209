using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>What is noted of some customers, and who of them is one person under several references. Read once for many.</summary>
public sealed class KnownCustomers
{
    private readonly Dictionary<(ClientId Client, string Reference), string> _persons = [];
    private readonly Dictionary<(ClientId Client, string Person), (List<string> References, CustomerStanding Standing)> _known = [];

    private KnownCustomers()
    {
    }

    /// <summary>Reads what is known of these references and of whoever is the same person as one of them; one query, however many.</summary>
    public static async Task<KnownCustomers> LoadAsync(RefundDeskDbContext db, IReadOnlyCollection<ClientId> clients, IReadOnlyCollection<string> references, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.Customers.AsNoTracking()
            .Where(row => clients.Contains(row.ClientId)
                && db.Customers.Any(asked => asked.ClientId == row.ClientId && asked.Person == row.Person && references.Contains(asked.Reference)))
            .Select(row => new { row.ClientId, row.Reference, row.Person, row.Standing })
            .ToListAsync(cancellationToken);
        var known = new KnownCustomers();
        foreach (var row in rows)
        {
            known._persons[(row.ClientId, row.Reference)] = row.Person;
            var (all, standing) = known._known.GetValueOrDefault((row.ClientId, row.Person), ([], CustomerStanding.None));
            all.Add(row.Reference);
            known._known[(row.ClientId, row.Person)] = (all, standing | row.Standing);
        }

        return known;
    }

    /// <summary>Every reference that was read, beside those that were asked for.</summary>
    public IEnumerable<string> References => _persons.Keys.Select(key => key.Reference);

    /// <summary>The reference a person is counted under; the own one where nothing is known.</summary>
    public string PersonOf(ClientId client, string reference) => _persons.GetValueOrDefault((client, reference), reference);

    /// <summary>Every reference of the person, the asked one included.</summary>
    public IReadOnlyList<string> ReferencesOf(ClientId client, string reference) =>
        _known.TryGetValue((client, PersonOf(client, reference)), out var known) ? known.References : [reference];

    /// <summary>What is noted of the person, under whichever reference.</summary>
    public CustomerStanding StandingOf(ClientId client, string reference) =>
        _known.TryGetValue((client, PersonOf(client, reference)), out var known) ? known.Standing : CustomerStanding.None;
}
