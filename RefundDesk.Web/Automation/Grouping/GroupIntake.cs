using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Automation.Grouping;

/// <summary>
/// Takes a group of requests in: the same questions for all of them, and one commit in which they are received, decided and, where they are to be
/// paid, stored as paying with every payout's intent and key; then the gateways are called, and their answers stored. From the commit on a process
/// may die as in any other round: the leases run out, and what may have been sent is looked up before it is sent again.
/// </summary>
internal sealed class GroupIntake(DeskDatabase database, KnownPolicies policies, AutomationRound round, IRiskModel model, AutomationTools tools)
{
    private readonly string _owner = $"{tools.Options.Value.Node}/{Guid.CreateVersion7(tools.Time.GetUtcNow()).ToString("N")[^12..]}/requests";

    /// <summary>Takes a group in. Of what is not plain nothing is stored, and its member is not answered.</summary>
    /// <param name="group">The requests.</param>
    /// <param name="decides">Whether they are decided here; else they are only stored.</param>
    /// <param name="letNextGo">Called as soon as the next group may begin.</param>
    /// <param name="cancellationToken">Ends the calls of gateways; their answers are stored first.</param>
    public async Task RunAsync(List<GroupMember> group, bool decides, Action letNextGo, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.Database.OpenConnectionAsync(CancellationToken.None);
        var now = tools.Now;
        var taken = await ReceiveAsync(db, group, now);
        if (taken.Count == 0)
        {
            return;
        }

        if (!decides)
        {
            await db.SaveBatchAsync(taken.ConvertAll(one => one.Refund), CancellationToken.None);
            taken.ForEach(one => one.Member.Answer(one.Refund));
            return;
        }

        var works = await DecideAsync(db, taken, now);
        if (works.Count == 0)
        {
            return;
        }

        taken.ForEach(one => one.Member.Answer(one.Refund));
        letNextGo();
        await db.Database.CloseConnectionAsync();
        SayWhatRests(taken);
        var paying = works.FindAll(work => work.Refund.Status == RefundStatus.Paying);
        if (paying.Count > 0 && await round.PayStoredAsync(db, paying, _owner, cancellationToken))
        {
            SayWhatRests(taken);
        }
    }

    private static void SayWhatRests(List<Taken> taken)
    {
        foreach (var (member, refund, _, _, _) in taken)
        {
            if (!RefundCase.IsMoving(refund.Status))
            {
                member.Rest.TrySetResult(refund);
            }
        }
    }

    private async Task<List<Taken>> ReceiveAsync(RefundDeskDbContext db, List<GroupMember> group, DateTimeOffset now)
    {
        var plain = await WithoutKnownKeysAsync(db, group);
        ClientId[] ids = [.. plain.Select(member => member.Client).Distinct()];
        var clients = await db.Clients.AsNoTracking().Where(client => EF.Parameter(ids).Contains(client.Id) && client.State == ClientState.Active).ToDictionaryAsync(client => client.Id);
        var orders = await OrdersAsync(db, plain);
        var versions = await policies.LoadAsync(db, ids, CancellationToken.None);
        var taken = new List<Taken>();
        foreach (var member in plain)
        {
            if (clients.TryGetValue(member.Client, out var client) && versions.TryGetValue(client.Id, out var own) && orders.TryGetValue((client.Id, member.OrderNumber), out var order))
            {
                var inForce = PoliciesInForce.At(own, order.PlacedAt, now);
                var received = RefundCase.Receive(order, member.Request, FreshNumber.Next(), member.By, client.Calendar.Add(now, TimeSpan.FromHours(inForce.Current.AnswerWithinHours)), now);
                if (received.Succeeded)
                {
                    taken.Add(new Taken(member, received.Value, order, client, inForce));
                }
            }
        }

        return taken;
    }

    /// <summary>Those whose keys nobody used before, each key once: the rest is the same request again, or another one under its key.</summary>
    private static async Task<List<GroupMember>> WithoutKnownKeysAsync(RefundDeskDbContext db, List<GroupMember> group)
    {
        ClientId[] clients = [.. group.Select(member => member.Client).Distinct()];
        string[] keys = [.. group.Select(member => member.Request.RequestKey!).Distinct()];
        var used = await db.RefundCases.AsNoTracking().Where(refund => EF.Parameter(clients).Contains(refund.ClientId) && EF.Parameter(keys).Contains(refund.RequestKey)).Select(refund => new { refund.ClientId, Key = refund.RequestKey! })
            .Concat(db.WaitingRequests.AsNoTracking().Where(row => EF.Parameter(clients).Contains(row.ClientId) && EF.Parameter(keys).Contains(row.RequestKey)).Select(row => new { row.ClientId, Key = row.RequestKey }))
            .ToListAsync();
        var known = used.Select(row => (row.ClientId, row.Key)).ToHashSet();
        return group.FindAll(member => known.Add((member.Client, member.Request.RequestKey!)));
    }

    private static async Task<Dictionary<(ClientId Client, string Number), Order>> OrdersAsync(RefundDeskDbContext db, List<GroupMember> members)
    {
        ClientId[] clients = [.. members.Select(member => member.Client).Distinct()];
        string[] numbers = [.. members.Select(member => member.OrderNumber).Distinct()];
        return await db.WholeOrders(few: members.Count <= Loading.Few).Where(order => EF.Parameter(clients).Contains(order.ClientId) && EF.Parameter(numbers).Contains(order.OrderNumber))
            .ToDictionaryAsync(order => (order.ClientId, order.OrderNumber));
    }

    /// <returns>What was decided and stored; empty where others took meanwhile what a limit had left, so that nothing was.</returns>
    private async Task<List<CaseWork>> DecideAsync(RefundDeskDbContext db, List<Taken> taken, DateTimeOffset now)
    {
        var received = taken.ConvertAll(one => one.Refund);
        var histories = await CustomerHistories.LoadAsync(db, received, CancellationToken.None);
        var shops = await ShopAccounts.DifferingAsync(db, taken.ConvertAll(one => one.Order.Id), CancellationToken.None);
        return await db.InTransactionAsync(
            async stop =>
            {
                await CustomerHistories.HoldAsync(db, received, stop);
                await histories.ReadRequestsAsync(db, stop);
                var works = taken.ConvertAll(one => new CaseWork(one.Refund, one.Order, one.Client, one.Policies, histories.Of(one.Refund) ?? new CustomerHistory(), CaseEvidence.Nothing)
                {
                    ShopDiffers = shops.GetValueOrDefault(one.Order.Id),
                });
                var gates = await Breakers.OpenAsync(db, works, now, stop);
                foreach (var work in works)
                {
                    work.Advance(model, tools.Zones, now);
                    if (work.Refund.Status == RefundStatus.Paying)
                    {
                        work.Refund.Lease(_owner, now.AddSeconds(tools.Options.Value.LeaseSeconds));
                    }
                }

                return await Breakers.SaveAsync(db, works, received, gates, now, stop) ? works : [];
            },
            CancellationToken.None);
    }

    /// <summary>A request that became a case, with what it is decided by.</summary>
    private sealed record Taken(GroupMember Member, RefundCase Refund, Order Order, Client Client, PoliciesInForce Policies);
}
