using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Stores many new orders at once.</summary>
public static class BulkInsert
{
    /// <summary>Stores new orders with lines and tenders in one transaction: all or none.</summary>
    /// <param name="db">Opened for the orders' client; rows of another are refused.</param>
    /// <param name="orders">Fresh from <see cref="Order.TakeIn"/>.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    /// <exception cref="System.Data.Common.DbException">What the database refuses; see <see cref="Dialect.IsDuplicate"/>.</exception>
    public static Task InsertOrdersAsync(this RefundDeskDbContext db, IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(orders);
        if (orders.FirstOrDefault(order => !db.Scope.AllClients && order.ClientId != db.Scope.ClientId) is { } foreign)
        {
            throw new InvalidOperationException($"An order of client {foreign.ClientId} was about to be written on behalf of {db.Scope}.");
        }

        BulkRows[] tables =
        [
            BulkRows.Of(db, orders),
            BulkRows.Of(db, OrderConfiguration.OrderKey, orders.SelectMany(order => order.Lines.Select(line => (line, (object)order.Id)))),
            BulkRows.Of(db, OrderConfiguration.OrderKey, orders.SelectMany(order => order.Tenders.Select(tender => (tender, (object)order.Id)))),
        ];
        return db.InTransactionAsync(
            async cancelled =>
            {
                foreach (var table in tables)
                {
                    await db.Dialect.InsertAsync(db, table, cancelled);
                }

                return orders.Count;
            },
            cancellationToken);
    }
}
