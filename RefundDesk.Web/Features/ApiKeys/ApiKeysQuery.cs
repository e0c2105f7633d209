using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>A key as people see it; the secret is gone.</summary>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="ClientName">What people call the retailer.</param>
/// <param name="Name">Which system.</param>
/// <param name="Lookup">The part it is known by.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">UTC; null never.</param>
/// <param name="RevokedAt">UTC; null where it is not.</param>
/// <param name="LastUsedAt">UTC, to a minute; null never.</param>
public sealed record ApiKeyRow(
    string ClientKey, string ClientName, string Name, string Lookup, ApiScopes Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <summary>The keys there are, for administrators.</summary>
public sealed class ApiKeysQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The clients a key can be made for; none for anyone but administrators.</summary>
    public async Task<IReadOnlyList<(string Key, string Name)>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.Clients.AsNoTracking().OrderBy(client => client.Name).Select(client => new { client.Key, client.Name }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Key, row.Name));
    }

    /// <summary>Every key, by client and age; none for anyone but administrators.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.ApiKeys.AsNoTracking()
            .Join(db.Clients, key => key.ClientId, client => client.Id, (key, client) => new { key, client })
            .OrderBy(row => row.client.Name).ThenByDescending(row => row.key.CreatedAt)
            .Select(row => new ApiKeyRow(row.client.Key, row.client.Name, row.key.Name, row.key.Lookup, row.key.Scopes, row.key.CreatedAt, row.key.CreatedByName, row.key.ExpiresAt, row.key.RevokedAt, row.key.LastUsedAt))
            .ToListAsync(cancellationToken);
    }
}
