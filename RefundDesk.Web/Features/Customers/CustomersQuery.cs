using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Customers;

/// <summary>One purchase of a customer.</summary>
public sealed record CustomerOrder(string Number, string Reference, DateTimeOffset PlacedAt, string Name, string? Email);

/// <summary>One refund of a customer.</summary>
public sealed record CustomerCase(RefundNumber Number, string OrderNumber, DateTimeOffset ReceivedAt, RefundStatus Status, Money Amount);

/// <summary>A customer as supervisors see it.</summary>
/// <param name="ClientKey">The retailer.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="Reference">The reference that was found.</param>
/// <param name="Person">The one it is counted under.</param>
/// <param name="References">Every reference of the person.</param>
/// <param name="Standing">What is noted.</param>
/// <param name="Erasure">Where erasing is; null where it was never asked.</param>
/// <param name="ErasureWhy">What holds it.</param>
/// <param name="ErasureAskedAt">When it was asked for, UTC.</param>
/// <param name="Orders">The newest purchases.</param>
/// <param name="Cases">The newest refunds.</param>
public sealed record CustomerView(
    string ClientKey,
    string ClientName,
    string Reference,
    string Person,
    IReadOnlyList<string> References,
    CustomerStanding Standing,
    ErasureState? Erasure,
    string? ErasureWhy,
    DateTimeOffset? ErasureAskedAt,
    IReadOnlyList<CustomerOrder> Orders,
    IReadOnlyList<CustomerCase> Cases);

/// <summary>One customer a search found.</summary>
/// <param name="ClientKey">The retailer.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="Reference">The retailer's key of the customer.</param>
/// <param name="Name">As on the newest purchase found.</param>
/// <param name="Email">As there.</param>
public sealed record CustomerFound(string ClientKey, string ClientName, string Reference, string Name, string? Email);

/// <summary>Finds customers and shows what is known of one, for those who care for customers.</summary>
public sealed class CustomersQuery(DeskDatabase database, ICurrentUser user)
{
    private const int AtMost = 50;

    /// <summary>The customers a reference, an e-mail address or an order number belongs to; at most fifty.</summary>
    /// <returns>Those found; or <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<IReadOnlyList<CustomerFound>>> SearchAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.CareForCustomers))
        {
            return RefundRefusals.Forbidden;
        }

        var wanted = text.Trim();
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await db.Clients.AsNoTracking().ToDictionaryAsync(client => client.Id, client => (client.Key, client.Name), cancellationToken);

        // By client, so that each way to find an order is a walk along its index; an address is looked for only where there is one.
        var found = new List<CustomerFound>();
        foreach (var id in clients.Keys)
        {
            var orders = db.Orders.AsNoTracking().Where(order => order.ClientId == id);
            var mine = wanted.Contains('@', StringComparison.Ordinal)
                ? orders.Where(order => order.CustomerEmail == wanted || order.CustomerReference == wanted)
                : orders.Where(order => order.OrderNumber == wanted || order.CustomerReference == wanted);
            var rows = await mine.OrderByDescending(order => order.PlacedAt).Take(AtMost).Select(order => new { order.CustomerReference, order.CustomerName, order.CustomerEmail }).ToListAsync(cancellationToken);
            found.AddRange(rows.DistinctBy(row => row.CustomerReference).Select(row => new CustomerFound(clients[id].Key, clients[id].Name, row.CustomerReference, row.CustomerName, row.CustomerEmail)));
        }

        return found.Take(AtMost).OrderBy(row => row.ClientName, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Reference, StringComparer.Ordinal).ToArray();
    }

    /// <summary>One customer with everything of the same person.</summary>
    /// <returns>The customer; or <c>customer.unknown</c>, <c>client.unknown</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<CustomerView>> FindAsync(string clientKey, string reference, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.CareForCustomers))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return new Refusal("client.unknown", $"There is no client '{clientKey}'.");
        }

        var id = client.Id;
        var known = await KnownCustomers.LoadAsync(db, [id], [reference], cancellationToken);
        var references = known.ReferencesOf(id, reference).ToArray();
        var orders = await db.Orders.AsNoTracking().Where(order => order.ClientId == id && references.Contains(order.CustomerReference))
            .OrderByDescending(order => order.PlacedAt).Take(AtMost)
            .Select(order => new CustomerOrder(order.OrderNumber, order.CustomerReference, order.PlacedAt, order.CustomerName, order.CustomerEmail)).ToListAsync(cancellationToken);
        if (orders.Count == 0)
        {
            return CustomerRefusals.Unknown(reference);
        }

        var cases = await db.RefundCases.AsNoTracking().Where(refund => refund.ClientId == id && references.Contains(refund.CustomerReference))
            .OrderByDescending(refund => refund.ReceivedAt).Take(AtMost)
            .Select(refund => new { refund.Number, refund.OrderNumber, refund.ReceivedAt, refund.Status, refund.Currency, Minor = refund.ApprovedMinor > 0 ? refund.ApprovedMinor : refund.ProposedMinor })
            .ToListAsync(cancellationToken);
        var person = known.PersonOf(id, reference);
        var root = await db.Customers.AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == id && row.Reference == person, cancellationToken);
        return new CustomerView(
            client.Key,
            client.Name,
            reference,
            person,
            references,
            known.StandingOf(id, reference),
            root?.Erasure,
            root?.ErasureHeldWhy,
            root?.ErasureAskedAt,
            orders,
            cases.ConvertAll(row => new CustomerCase(row.Number, row.OrderNumber, row.ReceivedAt, row.Status, Money.Of(row.Minor, row.Currency))));
    }
}
