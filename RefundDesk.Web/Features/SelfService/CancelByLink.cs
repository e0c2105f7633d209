using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A customer withdraws the own request while nothing is decided; whoever holds the refund's link may.</summary>
public sealed class CancelByLink(DeskDatabase database, TimeProvider time)
{
    /// <summary>Withdraws it; the units are free again.</summary>
    /// <param name="client">The retailer, as the link says.</param>
    /// <param name="number">The refund, as the link says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done; or <c>refund.not-found</c>, <c>refund.not-allowed</c>, <c>refund.already-approved</c>, <c>refund.stale</c>.</returns>
    public async Task<Outcome> HandleAsync(ClientId client, RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        if (await db.LoadCaseAsync(number, cancellationToken) is not var (refund, order))
        {
            return RefundRefusals.NotFound;
        }

        var retailer = await db.Clients.AsNoTracking().SingleAsync(own => own.Id == client, cancellationToken);
        return await DeskDatabase.SaveAsync(db, refund.Cancel(Actor.Customer(refund.CustomerName), null, order, time.GetUtcNow(), retailer.Calendar), cancellationToken);
    }
}
