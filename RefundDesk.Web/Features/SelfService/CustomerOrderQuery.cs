using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>An order as its customer sees it.</summary>
/// <param name="Number">The retailer's number.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="Lines">The articles, by number.</param>
public sealed record CustomerOrder(string Number, DateTimeOffset PlacedAt, IReadOnlyList<CustomerLine> Lines);

/// <summary>An article of it.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Kind">Goods, delivery or extra.</param>
/// <param name="Description">What it is called.</param>
/// <param name="Quantity">Units bought.</param>
/// <param name="Open">Units that no request asks back yet.</param>
/// <param name="Charged">What all units were charged.</param>
public sealed record CustomerLine(int LineNumber, OrderLineKind Kind, string Description, int Quantity, int Open, Money Charged);

/// <summary>Shows a customer the own order.</summary>
public sealed class CustomerOrderQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The order; null where it is not there, or not for who asks.</summary>
    public async Task<CustomerOrder?> FindAsync(string orderNumber, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds) || principal.ClientId is not { } client)
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var order = await db.WholeOrders(few: true).AsNoTracking().SingleOrDefaultAsync(order => order.ClientId == client && order.OrderNumber == orderNumber, cancellationToken);
        return order is null ? null : new CustomerOrder(order.OrderNumber, order.PlacedAt, [.. order.Lines.Select(line => Of(line, order.Currency))]);
    }

    private static CustomerLine Of(OrderLine line, Currency currency) =>
        new(line.LineNumber, line.Kind, line.Description, line.Quantity, line.OpenQuantity, Money.Of(line.ChargedMinor, currency));
}
