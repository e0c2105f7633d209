using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A retailer as its customers know it.</summary>
/// <param name="Id">Its key here.</param>
/// <param name="Key">Its key in addresses.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZoneId">In which its days are.</param>
/// <param name="OffersWithdrawal">Whether its customers can withdraw from a contract here.</param>
/// <param name="BrandColour">Its colour, <c>#rrggbb</c>; null is the desk's own.</param>
/// <param name="SupportContact">Whom customers reach when they need a person; null where nobody is named.</param>
public sealed record Retailer(ClientId Id, string Key, string Name, string TimeZoneId, bool OffersWithdrawal, string? BrandColour, string? SupportContact)
{
    /// <summary>The colour as the page's styles take it; null is the desk's own.</summary>
    public string? Style => BrandColour is not null && Domain.Clients.BrandColour.Read(BrandColour) is { Succeeded: true, Value: var colour } ? $"--brand: {colour.OnLight}; --brand-dark: {colour.OnDark}" : null;
}

/// <summary>Finds the retailer whose pages these are; that there is one is no secret.</summary>
public sealed class Retailers(DeskDatabase database)
{
    /// <summary>The retailer; null where there is none of this key, or where it has left.</summary>
    public async Task<Retailer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.Clients.AsNoTracking().Where(client => client.Key == key && client.State == ClientState.Active)
            .Select(client => new Retailer(client.Id, client.Key, client.Name, client.TimeZoneId, client.OffersWithdrawal, client.BrandColour, client.SupportContact)).SingleOrDefaultAsync(cancellationToken);
    }
}
