using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Grouping;

/// <summary>
/// Takes requests that systems send at the same moment in together: the same questions and one commit for all of them, where each alone would
/// wait for the disk. Only the plain way is gone here, a new request for an order that is known; of everything else nothing is stored, and
/// <see cref="SubmitRequest"/> looks at it alone and says what it is.
/// </summary>
public sealed class RequestGroups(DeskDatabase database, KnownPolicies policies, TimeProvider time, ILogger<RequestGroups> log)
{
    private const int MostAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Member> _waiting = new();
    private bool _isAtWork;

    /// <summary>Takes one in, with whatever else is waiting.</summary>
    /// <param name="client">The retailer; that the caller may speak for it was checked.</param>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">With the sender's own key.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the waiting; what was begun is stored all the same.</param>
    /// <returns>The number of the new case; null where nothing was stored and the request is to be looked at alone.</returns>
    public Task<RefundNumber?> TakeAsync(ClientId client, string orderNumber, RefundRequest request, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(request.RequestKey);
        var member = new Member(client, orderNumber, request, by);
        lock (_gate)
        {
            _waiting.Enqueue(member);
            if (!_isAtWork)
            {
                _isAtWork = true;
                _ = Task.Run(WorkAsync, CancellationToken.None);
            }
        }

        return member.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        while (NextGroup() is { Count: > 0 } group)
        {
            try
            {
                await StoreAsync(group);
            }
#pragma warning disable CA1031 // Whatever it was, nothing is stored: each of them meets it again alone, where it is told to the one it belongs to.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogDebug(fault, "{Count} requests could not be taken in together", group.Count);
            }

            foreach (var member in group)
            {
                member.Done.TrySetResult(null);
            }
        }
    }

    private List<Member> NextGroup()
    {
        lock (_gate)
        {
            var group = new List<Member>();
            while (group.Count < MostAtOnce && _waiting.TryDequeue(out var member))
            {
                group.Add(member);
            }

            _isAtWork = group.Count > 0;
            return group;
        }
    }

    private async Task StoreAsync(List<Member> group)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, CancellationToken.None);
        await db.Database.OpenConnectionAsync(CancellationToken.None);
        var plain = await WithoutKnownKeysAsync(db, group);
        var (clients, ids) = await ClientsAsync(db, plain);
        var orders = await OrdersAsync(db, plain);
        var versions = await policies.LoadAsync(db, ids, CancellationToken.None);
        var now = time.GetUtcNow();
        var taken = new List<(Member Member, RefundCase Refund)>();
        foreach (var member in plain)
        {
            if (clients.TryGetValue(member.Client, out var client) && versions.TryGetValue(client.Id, out var own) && orders.TryGetValue((client.Id, member.OrderNumber), out var order))
            {
                var answerBy = client.Calendar.Add(now, TimeSpan.FromHours(PoliciesInForce.At(own, order.PlacedAt, now).Current.AnswerWithinHours));
                var received = RefundCase.Receive(order, member.Request, FreshNumber.Next(), member.By, answerBy, now);
                if (received.Succeeded)
                {
                    taken.Add((member, received.Value));
                }
            }
        }

        if (taken.Count == 0)
        {
            return;
        }

        await db.SaveBatchAsync(taken.ConvertAll(pair => pair.Refund), CancellationToken.None);
        foreach (var (member, refund) in taken)
        {
            member.Done.TrySetResult(refund.Number);
        }
    }

    /// <summary>Those whose keys nobody used before, each key once: the rest is the same request again, or another one under its key.</summary>
    private static async Task<List<Member>> WithoutKnownKeysAsync(RefundDeskDbContext db, List<Member> group)
    {
        string[] keys = [.. group.Select(member => member.Request.RequestKey!).Distinct()];
        var used = await db.RefundCases.AsNoTracking().Where(refund => EF.Parameter(keys).Contains(refund.RequestKey)).Select(refund => new { refund.ClientId, Key = refund.RequestKey! })
            .Concat(db.WaitingRequests.AsNoTracking().Where(row => EF.Parameter(keys).Contains(row.RequestKey)).Select(row => new { row.ClientId, Key = row.RequestKey })).ToListAsync();
        var known = used.Select(row => (row.ClientId, row.Key)).ToHashSet();
        return group.FindAll(member => known.Add((member.Client, member.Request.RequestKey!)));
    }

    private static async Task<(Dictionary<ClientId, Client> Clients, ClientId[] Ids)> ClientsAsync(RefundDeskDbContext db, List<Member> members)
    {
        ClientId[] ids = [.. members.Select(member => member.Client).Distinct()];
        var clients = await db.Clients.AsNoTracking().Where(client => EF.Parameter(ids).Contains(client.Id) && client.State == ClientState.Active).ToDictionaryAsync(client => client.Id);
        return (clients, ids);
    }

    private static async Task<Dictionary<(ClientId Client, string Number), Order>> OrdersAsync(RefundDeskDbContext db, List<Member> members)
    {
        ClientId[] clients = [.. members.Select(member => member.Client).Distinct()];
        string[] numbers = [.. members.Select(member => member.OrderNumber).Distinct()];
        return await db.WholeOrders(few: members.Count <= Loading.Few).Where(order => EF.Parameter(clients).Contains(order.ClientId) && EF.Parameter(numbers).Contains(order.OrderNumber))
            .ToDictionaryAsync(order => (order.ClientId, order.OrderNumber));
    }

    /// <summary>One that waits for its group.</summary>
    private sealed record Member(ClientId Client, string OrderNumber, RefundRequest Request, Actor By)
    {
        public TaskCompletionSource<RefundNumber?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
