using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A retailer as its customers know it.</summary>
/// <param name="Id">Its key here.</param>
/// <param name="Key">Its key in addresses.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZoneId">In which its days are.</param>
public sealed record Retailer(ClientId Id, string Key, string Name, string TimeZoneId);

/// <summary>Finds the retailer whose pages these are; that there is one is no secret.</summary>
public sealed class Retailers(DeskDatabase database)
{
    /// <summary>The retailer; null where there is none of this key, or where it has left.</summary>
    public async Task<Retailer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Clients.AsNoTracking().Where(client => client.Key == key && client.State == ClientState.Active)
            .Select(client => new Retailer(client.Id, client.Key, client.Name, client.TimeZoneId)).SingleOrDefaultAsync(cancellationToken);
    }
}
