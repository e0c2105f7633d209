using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>
/// What is known of the customers of some cases that are to be decided. Of two requests of one customer at least one must see the other. A case
/// that was stored before it is looked at sees what was stored before it. One that is decided in the commit that stores it is not seen until
/// then: it holds its client meanwhile, and whoever decides what was stored before waits until that is over (<see cref="AwaitOthersAsync"/>).
/// </summary>
internal sealed class CustomerHistories
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(366);

    private readonly Dictionary<CustomerKey, CustomerHistory> _persons = [];
    private readonly IReadOnlyList<RefundCase> _undecided;
    private readonly ClientId[] _clients;
    private readonly string[] _references;
    private readonly KnownCustomers _known;

    private CustomerHistories(IReadOnlyList<RefundCase> undecided, ClientId[] clients, string[] references, KnownCustomers known) =>
        (_undecided, _clients, _references, _known) = (undecided, clients, references, known);

    /// <summary>Reads who the customers are and what they bought; <see cref="ReadRequestsAsync"/> is to follow.</summary>
    /// <param name="db">A context that sees them.</param>
    /// <param name="undecided">The cases, stored or not; at least one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CustomerHistories> LoadAsync(RefundDeskDbContext db, IReadOnlyList<RefundCase> undecided, CancellationToken cancellationToken)
    {
        ClientId[] clients = [.. undecided.Select(refund => refund.ClientId).Distinct()];
        string[] asked = [.. undecided.Select(refund => refund.CustomerReference).Distinct()];
        var known = await KnownCustomers.LoadAsync(db, clients, asked, cancellationToken);
        var histories = new CustomerHistories(undecided, clients, [.. asked.Union(known.References)], known);
        foreach (var refund in undecided)
        {
            // One person's references share one history.
            var person = histories.PersonOf(refund.ClientId, refund.CustomerReference);
            if (!histories._persons.ContainsKey(person))
            {
                histories._persons.Add(person, new CustomerHistory { Standing = known.StandingOf(refund.ClientId, refund.CustomerReference) });
            }
        }

        await histories.ReadOrdersAsync(db, cancellationToken);
        return histories;
    }

    /// <summary>Waits until every case that is decided in the commit that stores it, and began before this, is stored.</summary>
    public static Task AwaitOthersAsync(RefundDeskDbContext db, IEnumerable<RefundCase> undecided, CancellationToken cancellationToken) =>
        db.InTransactionAsync(async stop => await HoldAsync(db, undecided, stop), cancellationToken);

    /// <summary>Holds the clients of cases that are decided in the commit that stores them, until the transaction ends.</summary>
    /// <returns>How many clients.</returns>
    public static async Task<int> HoldAsync(RefundDeskDbContext db, IEnumerable<RefundCase> undecided, CancellationToken cancellationToken)
    {
        var names = undecided.Select(refund => refund.ClientId).Distinct().Select(client => $"asked/{client}").Order(StringComparer.Ordinal).ToArray();
        foreach (var name in names)
        {
            await db.Dialect.HoldAsync(db, name, cancellationToken);
        }

        return names.Length;
    }

    /// <summary>Reads what else the customers asked for, and adds those of the cases themselves that are not stored yet.</summary>
    public async Task ReadRequestsAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var since = _undecided.Min(refund => refund.AskedAt) - Remembered;
        var requests = await db.RefundCases.AsNoTracking()
            .Where(refund => _clients.Contains(refund.ClientId) && _references.Contains(refund.CustomerReference)
                && (refund.AskedAt > since || refund.Status == RefundStatus.Rejected))
            .Select(refund => new EarlierRequest(
                refund.Id, refund.ClientId, refund.CustomerReference, refund.AskedAt, refund.Status, refund.Reason, refund.RequestedMinor, refund.ProposedMinor, refund.Currency))
            .ToListAsync(cancellationToken);
        var stored = requests.Select(request => request.Id).ToHashSet();
        foreach (var request in requests.Concat(_undecided.Where(refund => !stored.Contains(refund.Id)).Select(RequestOf)))
        {
            Of(request.ClientId, request.CustomerReference)?.Requests.Add(request);
        }
    }

    /// <summary>What is known of a case's customer.</summary>
    public CustomerHistory? Of(RefundCase refund) => Of(refund.ClientId, refund.CustomerReference);

    private static EarlierRequest RequestOf(RefundCase refund) => new(
        refund.Id, refund.ClientId, refund.CustomerReference, refund.AskedAt, refund.Status, refund.Reason, refund.RequestedMinor, refund.ProposedMinor, refund.Currency);

    private CustomerHistory? Of(ClientId client, string reference) => _persons.GetValueOrDefault(PersonOf(client, reference));

    private CustomerKey PersonOf(ClientId client, string reference) => new(client, _known.PersonOf(client, reference));

    private async Task ReadOrdersAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var ordered = await db.Orders
            .Where(order => _clients.Contains(order.ClientId) && _references.Contains(order.CustomerReference))
            .GroupBy(order => new { order.ClientId, order.CustomerReference })
            .Select(orders => new { orders.Key.ClientId, orders.Key.CustomerReference, Count = orders.Count(), First = orders.Min(order => order.PlacedAt) })
            .ToListAsync(cancellationToken);
        foreach (var row in ordered)
        {
            if (Of(row.ClientId, row.CustomerReference) is { } history)
            {
                history.Orders += row.Count;
                history.FirstOrderAt = history.FirstOrderAt < row.First ? history.FirstOrderAt : row.First;
            }
        }
    }
}
