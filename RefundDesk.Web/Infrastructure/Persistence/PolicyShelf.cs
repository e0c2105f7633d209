using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Every document of a client's policy as it is stored today, for those who look back.</summary>
public sealed class PolicyShelf
{
    private readonly Dictionary<int, ReturnPolicy> _documents = [];
    private readonly Dictionary<int, string> _faults = [];

    /// <summary>Reads all of a client's versions that ever held.</summary>
    public static async Task<PolicyShelf> LoadAsync(RefundDeskDbContext db, ClientId client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var shelf = new PolicyShelf();
        foreach (var version in await db.ActivePolicies().AsNoTracking().Where(version => version.ClientId == client).ToListAsync(cancellationToken))
        {
            if (!version.IsIntact)
            {
                shelf._faults[version.Version] = "changed since it was agreed to";
            }

            if (PolicyJson.Read(version.Content).Document is not null)
            {
                shelf._documents[version.Version] = version.Document;
            }
        }

        return shelf;
    }

    /// <summary>The document of a version; null where it is not there or cannot be read.</summary>
    public ReturnPolicy? Find(int version) => _documents.GetValueOrDefault(version);

    /// <summary>What is wrong with a version, <c>not stored</c>; null where nothing is.</summary>
    public string? FaultOf(int version) => _faults.GetValueOrDefault(version) ?? (_documents.ContainsKey(version) ? null : "not stored");
}
