using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Automation;

/// <summary>Loads a batch with a fixed number of queries, however many cases it has.</summary>
internal sealed class BatchLoading(KnownPolicies known)
{
    /// <summary>Loads the cases among these that this owner still holds.</summary>
    public async Task<List<CaseWork>> LoadAsync(RefundDeskDbContext db, IReadOnlyList<RefundCaseId> ids, string owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var refunds = await db.WholeCases(few: ids.Count <= Loading.Few).Where(refund => ids.Contains(refund.Id) && refund.LeaseOwner == owner).ToListAsync(cancellationToken);
        if (refunds.Count == 0)
        {
            return [];
        }

        var orderIds = refunds.Select(refund => refund.OrderId).Distinct().ToArray();
        var orders = await db.WholeOrders(few: orderIds.Length <= Loading.Few).Where(order => orderIds.Contains(order.Id)).ToDictionaryAsync(order => order.Id, cancellationToken);
        var clientIds = refunds.Select(refund => refund.ClientId).Distinct().ToArray();
        var clients = await db.Clients.AsNoTracking().Where(client => clientIds.Contains(client.Id)).ToDictionaryAsync(client => client.Id, cancellationToken);
        var policies = await known.LoadAsync(db, clientIds, cancellationToken);
        var histories = await LoadHistoriesAsync(db, [.. refunds.Where(refund => refund.Status == RefundStatus.Received)], cancellationToken);
        var evidence = await CaseEvidence.LoadAsync(db, [.. refunds.Where(refund => refund.Status == RefundStatus.Received).Select(refund => refund.Id)], cancellationToken);
        var shops = await ShopAccounts.DifferingAsync(db, [.. refunds.Where(refund => refund.Status == RefundStatus.Received).Select(refund => refund.OrderId)], cancellationToken);
        var unknown = new CustomerHistory();
        return refunds.ConvertAll(refund =>
        {
            var order = orders[refund.OrderId];
            var versions = policies.GetValueOrDefault(refund.ClientId) ?? throw new InvalidOperationException($"Client {refund.ClientId} has no policy.");
            var customer = new CustomerKey(refund.ClientId, refund.CustomerReference);
            return new CaseWork(refund, order, clients[refund.ClientId], PoliciesInForce.At(versions, order.PlacedAt, now), histories.GetValueOrDefault(customer) ?? unknown, evidence.GetValueOrDefault(refund.Id) ?? CaseEvidence.Nothing)
            {
                ShopDiffers = shops.GetValueOrDefault(refund.OrderId),
            };
        });
    }

    private static async Task<Dictionary<CustomerKey, CustomerHistory>> LoadHistoriesAsync(RefundDeskDbContext db, RefundCase[] undecided, CancellationToken cancellationToken)
    {
        var histories = new Dictionary<CustomerKey, CustomerHistory>();
        if (undecided.Length == 0)
        {
            return histories;
        }

        var clients = undecided.Select(refund => refund.ClientId).Distinct().ToArray();
        var asked = undecided.Select(refund => refund.CustomerReference).Distinct().ToArray();
        var customers = await KnownCustomers.LoadAsync(db, clients, asked, cancellationToken);
        var persons = new Dictionary<CustomerKey, CustomerHistory>();
        foreach (var refund in undecided)
        {
            // One person's references share one history.
            var person = new CustomerKey(refund.ClientId, customers.PersonOf(refund.ClientId, refund.CustomerReference));
            if (!persons.TryGetValue(person, out var history))
            {
                persons.Add(person, history = new CustomerHistory { Standing = customers.StandingOf(refund.ClientId, refund.CustomerReference) });
            }

            histories[new CustomerKey(refund.ClientId, refund.CustomerReference)] = history;
        }

        var references = asked.Union(customers.References).ToArray();
        var ordered = await db.Orders
            .Where(order => clients.Contains(order.ClientId) && references.Contains(order.CustomerReference))
            .GroupBy(order => new { order.ClientId, order.CustomerReference })
            .Select(orders => new { orders.Key.ClientId, orders.Key.CustomerReference, Count = orders.Count(), First = orders.Min(order => order.PlacedAt) })
            .ToListAsync(cancellationToken);
        foreach (var row in ordered)
        {
            if (persons.TryGetValue(new CustomerKey(row.ClientId, customers.PersonOf(row.ClientId, row.CustomerReference)), out var history))
            {
                history.Orders += row.Count;
                history.FirstOrderAt = history.FirstOrderAt < row.First ? history.FirstOrderAt : row.First;
            }
        }

        var since = undecided.Min(refund => refund.AskedAt).AddDays(-366);
        var requests = await db.RefundCases.AsNoTracking()
            .Where(refund => clients.Contains(refund.ClientId) && references.Contains(refund.CustomerReference)
                && (refund.AskedAt > since || refund.Status == RefundStatus.Rejected))
            .Select(refund => new EarlierRequest(
                refund.Id, refund.ClientId, refund.CustomerReference, refund.AskedAt, refund.Status, refund.Reason, refund.RequestedMinor, refund.ProposedMinor, refund.Currency))
            .ToListAsync(cancellationToken);
        foreach (var request in requests)
        {
            if (persons.TryGetValue(new CustomerKey(request.ClientId, customers.PersonOf(request.ClientId, request.CustomerReference)), out var history))
            {
                history.Requests.Add(request);
            }
        }

        return histories;
    }
}
