using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>The order a code opened.</summary>
/// <param name="OrderNumber">The retailer's number of it.</param>
/// <param name="CustomerName">Whose it is.</param>
public sealed record OpenedOrder(string OrderNumber, string CustomerName);

/// <summary>Lets a customer in by the code that was sent: once, within its minutes, and with few tries.</summary>
public sealed class OpenByCode(DeskDatabase database, IOptions<SelfServiceOptions> options, TimeProvider time)
{
    /// <summary>One answer to everything that is wrong, so that it tells nothing.</summary>
    public static Refusal Wrong { get; } = new("portal.code", "This code is not right, or not any more.");

    /// <summary>Tries a code. The try is counted before it is looked at, so that many at once are no more than one after the other.</summary>
    /// <param name="client">The retailer.</param>
    /// <param name="ask">What <see cref="AskForCode"/> gave.</param>
    /// <param name="code">As typed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The order; or <c>portal.code</c>.</returns>
    public async Task<Outcome<OpenedOrder>> HandleAsync(ClientId client, Guid ask, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        var (now, most) = (time.GetUtcNow(), options.Value.CodeTries);
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        var open = db.PortalCodes.Where(row => row.Id == ask && row.UsedAt == null && row.ExpiresAt > now);
        var counted = await db.InTransactionAsync(
            stop => open.Where(row => row.Tries < most).ExecuteUpdateAsync(set => set.SetProperty(row => row.Tries, row => row.Tries + 1), stop), cancellationToken);
        var row = counted == 0 ? null : await open.AsNoTracking().SingleOrDefaultAsync(cancellationToken);

        // As slow for a question without an order as for one with it.
        if (!OneTimeCode.IsSame(OneTimeCode.HashOf(ask, Bare(code)), row?.CodeHash) || row is null)
        {
            return Wrong;
        }

        var used = await db.InTransactionAsync(stop => open.ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), stop), cancellationToken);
        var order = used == 0 ? null : await db.Orders.AsNoTracking().Where(order => order.ClientId == client && order.OrderNumber == row.OrderNumber)
            .Select(order => new OpenedOrder(order.OrderNumber, order.CustomerName)).SingleOrDefaultAsync(cancellationToken);
        return order is null ? Wrong : order;
    }

    private static string Bare(string code) => string.Concat(code.Where(char.IsAsciiDigit).Take(OneTimeCode.Digits + 1));
}
