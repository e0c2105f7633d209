using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Clients;

/// <summary>One retailer in the administrators' list.</summary>
/// <param name="Key">Short and stable.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="TimeZone">IANA.</param>
/// <param name="Gateway">Pays what names no other.</param>
/// <param name="PolicyVersion">The number of the policy in force.</param>
/// <param name="CreatedAt">When it was added, UTC.</param>
/// <param name="State">Whether the desk still works for it.</param>
public sealed record ClientRow(string Key, string Name, string Currency, string TimeZone, string Gateway, int PolicyVersion, DateTimeOffset CreatedAt, ClientState State);

/// <summary>A retailer about to be changed.</summary>
/// <param name="Details">As it is.</param>
/// <param name="Version">Which state this is.</param>
/// <param name="HasOrders">Whether anything was ever sold.</param>
public sealed record ClientToEdit(ClientDetails Details, long Version, bool HasOrders);

/// <summary>Every retailer, for administrators.</summary>
public sealed class ClientsQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>The retailers by name; none for anyone but administrators.</summary>
    public async Task<IReadOnlyList<ClientRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await db.Clients.AsNoTracking().OrderBy(client => client.Name).ToListAsync(cancellationToken);
        var versions = await InForceAsync(db, time.GetUtcNow(), cancellationToken);
        return clients.ConvertAll(client => new ClientRow(
            client.Key, client.Name, client.Currency.Code, client.TimeZoneId, client.Gateway, versions.GetValueOrDefault(client.Id), client.CreatedAt, client.State));
    }

    /// <summary>One retailer as it is now; null where there is none, and for anyone but administrators.</summary>
    public async Task<ClientToEdit?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        return client is null ? null : new ClientToEdit(client.Describe(), client.Version, await db.Orders.AnyAsync(order => order.ClientId == client.Id, cancellationToken));
    }

    /// <summary>Of the versions that have begun, the one that began last.</summary>
    private static async Task<Dictionary<ClientId, int>> InForceAsync(RefundDeskDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var begun = await db.ActivePolicies().AsNoTracking().Where(policy => policy.ActiveFrom <= now)
            .Select(policy => new { policy.ClientId, policy.Version, policy.ActiveFrom }).ToListAsync(cancellationToken);
        return begun.GroupBy(policy => policy.ClientId).ToDictionary(versions => versions.Key, versions => versions.MaxBy(version => version.ActiveFrom)!.Version);
    }
}
