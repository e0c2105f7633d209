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
        var undecided = refunds.FindAll(refund => refund.Status == RefundStatus.Received);
        var histories = await LoadHistoriesAsync(db, undecided, cancellationToken);
        var evidence = await CaseEvidence.LoadAsync(db, undecided.ConvertAll(refund => refund.Id), cancellationToken);
        var shops = await ShopAccounts.DifferingAsync(db, undecided.ConvertAll(refund => refund.OrderId), cancellationToken);
        var unknown = new CustomerHistory();
        return refunds.ConvertAll(refund =>
        {
            var order = orders[refund.OrderId];
            var versions = policies.GetValueOrDefault(refund.ClientId) ?? throw new InvalidOperationException($"Client {refund.ClientId} has no policy.");
            return new CaseWork(refund, order, clients[refund.ClientId], PoliciesInForce.At(versions, order.PlacedAt, now), histories?.Of(refund) ?? unknown, evidence.GetValueOrDefault(refund.Id) ?? CaseEvidence.Nothing)
            {
                ShopDiffers = shops.GetValueOrDefault(refund.OrderId),
            };
        });
    }

    private static async Task<CustomerHistories?> LoadHistoriesAsync(RefundDeskDbContext db, List<RefundCase> undecided, CancellationToken cancellationToken)
    {
        if (undecided.Count == 0)
        {
            return null;
        }

        await CustomerHistories.AwaitOthersAsync(db, undecided, cancellationToken);
        var histories = await CustomerHistories.LoadAsync(db, undecided, cancellationToken);
        await histories.ReadRequestsAsync(db, cancellationToken);
        return histories;
    }
}
