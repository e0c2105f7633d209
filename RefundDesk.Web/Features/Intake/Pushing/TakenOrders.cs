using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pushing;

/// <summary>What became of one order, and which one it is here.</summary>
/// <param name="Order">The order that is stored under the number.</param>
/// <param name="Result">New, updated or unchanged; or <c>order.differs</c>.</param>
internal sealed record TakenOrder(OrderId Order, Outcome<PushResult> Result);

/// <summary>Stores orders that come whole, pushed or pulled: new ones, what became known of others, and nothing over what was sold and paid.</summary>
internal static class TakenOrders
{
    /// <summary>Stores some of one client's in one transaction, the context's own where it has one.</summary>
    /// <param name="db">Opened for the client.</param>
    /// <param name="client">The client.</param>
    /// <param name="fresh">As they came, each number once.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    /// <returns>By number, what became of each.</returns>
    public static async Task<IReadOnlyDictionary<string, TakenOrder>> StoreAsync(RefundDeskDbContext db, ClientId client, IReadOnlyCollection<Order> fresh, CancellationToken cancellationToken)
    {
        string[] numbers = [.. fresh.Select(order => order.OrderNumber)];
        var there = await db.Orders.AsNoTracking().AnyAsync(order => order.ClientId == client && EF.Parameter(numbers).Contains(order.OrderNumber), cancellationToken)
            ? await db.WholeOrders().Where(order => order.ClientId == client && EF.Parameter(numbers).Contains(order.OrderNumber)).ToDictionaryAsync(order => order.OrderNumber, StringComparer.Ordinal, cancellationToken)
            : [];
        var results = new Dictionary<string, TakenOrder>(StringComparer.Ordinal);
        var added = new List<Order>();
        foreach (var order in fresh)
        {
            var number = order.OrderNumber;
            if (!there.TryGetValue(number, out var stored))
            {
                added.Add(order);
                results[number] = new TakenOrder(order.Id, PushResult.Created);
            }
            else if (StoredOrders.FirstContradiction(stored, order) is { } difference)
            {
                results[number] = new TakenOrder(stored.Id, new Refusal("order.differs", $"Order '{number}' is stored with another {difference}: what was sold and paid is not overwritten."));
            }
            else
            {
                results[number] = new TakenOrder(stored.Id, stored.Learn(order) ? PushResult.Updated : PushResult.Unchanged);
            }
        }

        await db.InTransactionAsync(
            async cancelled =>
            {
                if (added.Count > 0)
                {
                    await db.InsertOrdersAsync(added, cancelled);
                }

                return await db.SaveChangesAsync(cancelled);
            },
            cancellationToken);
        return results;
    }

    /// <summary>True where somebody else was faster (a refund moved an order, or a number was stored meanwhile): look again.</summary>
    public static bool WasOutrun(RefundDeskDbContext db, Exception fault) =>
        fault is DbUpdateConcurrencyException || ((fault as DbException ?? fault.InnerException) is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsTransient(inner)));
}
