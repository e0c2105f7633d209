using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Policy documents that were read before. Active versions never change, so what was read once is kept; which versions are active is asked every time. Drafts are never read here.</summary>
public sealed class KnownPolicies
{
    private readonly ConcurrentDictionary<(ClientId Client, int Version), ReturnPolicy> _policies = new();

    /// <summary>Every version that holds or will hold, by client and in order of <see cref="ReturnPolicy.ActiveFrom"/>; clients without a policy are left out.</summary>
    public async Task<Dictionary<ClientId, List<ReturnPolicy>>> LoadAsync(RefundDeskDbContext db, ClientId[] clients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var versions = await db.ActivePolicies().AsNoTracking()
            .Where(row => clients.Contains(row.ClientId))
            .OrderBy(row => row.ActiveFrom)
            .Select(row => new { row.ClientId, row.Version })
            .ToListAsync(cancellationToken);
        var missing = versions.Where(row => !_policies.ContainsKey((row.ClientId, row.Version))).Select(row => row.ClientId).Distinct().ToArray();
        if (missing.Length > 0)
        {
            foreach (var row in await db.ActivePolicies().AsNoTracking().Where(row => missing.Contains(row.ClientId)).ToListAsync(cancellationToken))
            {
                _policies[(row.ClientId, row.Version)] = Loading.Read(row);
            }
        }

        // What was withdrawn between the two questions had not begun: no case goes by it.
        return versions.Where(row => _policies.ContainsKey((row.ClientId, row.Version))).GroupBy(row => row.ClientId).ToDictionary(rows => rows.Key, rows => rows.Select(row => _policies[(row.ClientId, row.Version)]).ToList());
    }
}
