using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>Where a client is on its way out.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="State">Active, leaving, left.</param>
/// <param name="ContractEndsOn">The contract's last day.</param>
/// <param name="ErasableFrom">The first day on which the data may be erased.</param>
/// <param name="OpenCases">Cases that have not ended.</param>
/// <param name="UnsettledPayouts">Payouts of which it is not known how they ended.</param>
/// <param name="HandedOverAt">When its data was last written into a file.</param>
/// <param name="HandedOverHash">That file's SHA-256.</param>
/// <param name="ErasureAskedBy">Who asked to erase.</param>
/// <param name="IsAskedByMe">Whether that is the one who looks.</param>
/// <param name="IsBeingErased">Whether it was confirmed.</param>
public sealed record LeavingView(
    string Name,
    ClientState State,
    DateOnly? ContractEndsOn,
    DateOnly? ErasableFrom,
    int OpenCases,
    int UnsettledPayouts,
    DateTimeOffset? HandedOverAt,
    string? HandedOverHash,
    string? ErasureAskedBy,
    bool IsAskedByMe,
    bool IsBeingErased);

/// <summary>What administrators see of a client that goes, and everybody at the desk of those that are going.</summary>
public sealed class LeavingQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>One client; null where there is none, and for anyone but administrators.</summary>
    public async Task<LeavingView?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        if (client is null)
        {
            return null;
        }

        var (cases, payouts) = await LeavingSteps.OpenAsync(db, client.Id, cancellationToken);
        return new LeavingView(
            client.Name,
            client.State,
            client.ContractEndsOn,
            client.ErasableFrom,
            cases,
            payouts,
            client.HandedOverAt,
            client.HandedOverHash,
            client.ErasureAskedByName,
            client.ErasureAskedById is { } asked && asked == principal.Actor.Id,
            client.ErasureConfirmedAt is not null);
    }

    /// <summary>The clients that are leaving and still have cases in a queue; none for those who work no queues.</summary>
    public async Task<IReadOnlyList<(ClientId Id, string Name, DateOnly? Until)>> LeavingAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.Clients.AsNoTracking()
            .Where(client => client.State == ClientState.Leaving && db.RefundCases.Any(refund => refund.ClientId == client.Id && refund.Queue != null))
            .OrderBy(client => client.Name).Select(client => new { client.Id, client.Name, client.ContractEndsOn }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Id, row.Name, row.ContractEndsOn));
    }
}
