using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>Finds the order somebody calls about, and shows what of it may still be asked for.</summary>
public sealed class OrdersQuery(DeskDatabase database, ICurrentUser user)
{
    private const int AtMost = 20;
    private const int ClientsAtMost = 500;
    private const int ShortestText = 3;

    /// <summary>The retailers in reach for whom requests are taken, by name.</summary>
    public async Task<IReadOnlyList<ClientToCallFor>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await OpenClients(db).OrderBy(client => client.Name).Take(ClientsAtMost).ToListAsync(cancellationToken);
        return clients.ConvertAll(client => new ClientToCallFor(client.Key, client.Name));
    }

    /// <summary>
    /// The orders a text fits, newest first: by e-mail address where it has an at sign, else by order number, else by the retailer's key of the
    /// customer, else by a word of the customer's name. Number, key and address are walks along an index; a name reads the orders of the clients
    /// looked through, which is why a person asks for it and it does not happen with every letter.
    /// </summary>
    /// <param name="text">What the caller says; at least three characters.</param>
    /// <param name="clientKey">The retailer; null for all in reach.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those found; or <c>refund.forbidden</c>, <c>request.search-text</c>, <c>request.unknown-client</c>.</returns>
    public async Task<Outcome<OrdersFound>> SearchAsync(string text, string? clientKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return RefundRefusals.Forbidden;
        }

        var wanted = text.Trim();
        if (wanted.Length < ShortestText)
        {
            return IntakeRefusals.SearchText(ShortestText);
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await OpenClients(db).Where(client => clientKey == null || client.Key == clientKey).ToDictionaryAsync(client => client.Id, cancellationToken);
        if (clientKey is not null && clients.Count == 0)
        {
            return IntakeRefusals.UnknownClient(clientKey);
        }

        var rows = await RowsAsync(db, [.. clients.Keys], wanted, cancellationToken);
        return new OrdersFound(
            [.. rows.Take(AtMost).Select(row => new OrderFound(
                clients[row.Client].Key, clients[row.Client].Name, row.Number, row.Name, DeskText.Masked(row.Email), row.PlacedAt, Money.Of(row.ChargedMinor, row.Currency), row.OpenUnits))],
            rows.Count > AtMost);
    }

    /// <summary>One order, with what of each line may still be asked for.</summary>
    /// <returns>The order; or <c>refund.forbidden</c>, <c>request.unknown-client</c>, <c>client.leaving</c>, <c>request.unknown-order</c>.</returns>
    public async Task<Outcome<OrderToReturn>> FindAsync(string clientKey, string orderNumber, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return IntakeRefusals.UnknownClient(clientKey);
        }

        if (client.State != ClientState.Active)
        {
            return ClientRefusals.Leaving;
        }

        var order = await db.WholeOrders(few: true).AsNoTracking().SingleOrDefaultAsync(order => order.ClientId == client.Id && order.OrderNumber == orderNumber, cancellationToken);
        if (order is null)
        {
            return IntakeRefusals.UnknownOrder(orderNumber);
        }

        var by = (await db.KnownAsync(principal, cancellationToken)).Actor;
        return new OrderToReturn(
            client.Key,
            client.Name,
            client.TimeZoneId,
            order.OrderNumber,
            order.CustomerName,
            DeskText.Masked(order.CustomerEmail),
            order.PlacedAt,
            order.DeliveredAt,
            order.Charged,
            by.Self?.IsCustomer(order.CustomerEmail) == true,
            [.. order.Lines.Select(line => new LineToReturn(line.LineNumber, line.Kind, line.Description, line.Sku, line.Quantity, line.OpenQuantity, Money.Of(line.ChargedMinor, order.Currency)))]);
    }

    /// <summary>The first way that finds anything; one row more than is shown tells that there are more.</summary>
    internal static async Task<IReadOnlyList<Row>> RowsAsync(RefundDeskDbContext db, ClientId[] clients, string text, CancellationToken cancellationToken)
    {
        foreach (var way in WaysOf(text))
        {
            var rows = await db.Orders.AsNoTracking().Where(order => clients.Contains(order.ClientId)).Where(way)
                .OrderByDescending(order => order.PlacedAt).ThenBy(order => order.OrderNumber).Take(AtMost + 1)
                .Select(order => new Row(
                    order.ClientId,
                    order.OrderNumber,
                    order.CustomerName,
                    order.CustomerEmail,
                    order.PlacedAt,
                    order.Currency,
                    order.Lines.Sum(line => line.ChargedMinor),
                    order.Lines.Where(line => line.Kind == OrderLineKind.Goods).Sum(line => line.Quantity - line.ReservedQuantity)))
                .ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                return rows;
            }
        }

        return [];
    }

    private static IQueryable<Client> OpenClients(RefundDeskDbContext db) => db.Clients.AsNoTracking().Where(client => client.State == ClientState.Active);

    private static IEnumerable<Expression<Func<Order, bool>>> WaysOf(string text)
    {
        var (lower, title, upper) = (text.ToLowerInvariant(), CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()), text.ToUpperInvariant());
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return [order => order.CustomerEmail == text || order.CustomerEmail == lower];
        }

        var (inText, inTitle, inUpper) = ($" {text}", $" {title}", $" {upper}");
        return
        [
            order => order.OrderNumber == text || order.OrderNumber == upper,
            order => order.CustomerReference == text || order.CustomerReference == upper,
            order => order.CustomerName.StartsWith(text) || order.CustomerName.StartsWith(title) || order.CustomerName.StartsWith(upper)
                || order.CustomerName.Contains(inText) || order.CustomerName.Contains(inTitle) || order.CustomerName.Contains(inUpper),
        ];
    }

    /// <summary>An order as it is read.</summary>
    internal sealed record Row(ClientId Client, string Number, string Name, string? Email, DateTimeOffset PlacedAt, Currency Currency, long ChargedMinor, int OpenUnits);
}
