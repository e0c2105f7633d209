using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Finds orders of which their shop says something else by now than what is stored, since what was sold and paid is never overwritten.</summary>
public static class ShopAccounts
{
    /// <summary>Looks for some orders, with one question.</summary>
    /// <param name="db">A context that sees them.</param>
    /// <param name="orders">The orders.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the shop says, in words, by order; those that it says the same of, and those of no shop, are left out.</returns>
    public static async Task<IReadOnlyDictionary<OrderId, string>> DifferingAsync(RefundDeskDbContext db, IReadOnlyCollection<OrderId> orders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        OrderId?[] asked = [.. orders.Select(order => (OrderId?)order)];
        if (asked.Length == 0)
        {
            return new Dictionary<OrderId, string>();
        }

        var rows = await db.SourceOrders.AsNoTracking().Where(row => row.HeldCode != null && EF.Parameter(asked).Contains(row.OrderId))
            .Select(row => new { row.OrderId, row.HeldText }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.OrderId!.Value).ToDictionary(own => own.Key, own => own.Select(row => row.HeldText).FirstOrDefault(text => text is not null) ?? "its present state cannot be taken in");
    }
}
