using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pushing;

/// <summary>The retailer on whose behalf a system calls.</summary>
public sealed class CallingClient(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The gateway of payments that name none; empty where the caller is not of one retailer.</summary>
    public async Task<string> GatewayAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.Clients.AsNoTracking().Where(client => client.Id == principal.ClientId).Select(client => client.Gateway).SingleOrDefaultAsync(cancellationToken) ?? string.Empty;
    }

    /// <summary>Whether the caller may do something.</summary>
    public async Task<bool> MayAsync(Permission permission, CancellationToken cancellationToken) => (await user.GetAsync(cancellationToken)).May(permission);
}
