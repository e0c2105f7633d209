using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Every document of a client's policy as it is stored today, for those who look back.</summary>
public sealed class PolicyShelf
{
    private readonly Dictionary<int, ReturnPolicy> _documents = [];
    private readonly Dictionary<int, string> _faults = [];

    /// <summary>Reads all of a client's versions.</summary>
    public static async Task<PolicyShelf> LoadAsync(RefundDeskDbContext db, ClientId client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var shelf = new PolicyShelf();
        foreach (var row in await db.Policies.AsNoTracking().Where(row => row.ClientId == client).ToListAsync(cancellationToken))
        {
            try
            {
                shelf._documents[row.Version] = Loading.Read(row);
            }
            catch (JsonException fault)
            {
                shelf._faults[row.Version] = fault.Message;
            }
        }

        return shelf;
    }

    /// <summary>The document of a version; null where it is not there or cannot be read.</summary>
    public ReturnPolicy? Find(int version) => _documents.GetValueOrDefault(version);

    /// <summary>Why <see cref="Find"/> found none.</summary>
    public string WhyNot(int version) => _faults.TryGetValue(version, out var fault) ? $"cannot be read: {fault}" : "not stored";
}
