using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>How a shop stands.</summary>
public enum SourceState
{
    /// <summary>It is read in time.</summary>
    Read,

    /// <summary>A node reads it at this moment.</summary>
    Reading,

    /// <summary>A person paused it.</summary>
    Paused,

    /// <summary>The last look failed; it is tried again.</summary>
    Failing,

    /// <summary>It was not looked at yet.</summary>
    New,
}

/// <summary>A shop as people see it; never its secret.</summary>
/// <param name="Id">Its key.</param>
/// <param name="ClientKey">The retailer's key.</param>
/// <param name="ClientName">What people call the retailer.</param>
/// <param name="Kind">The connector.</param>
/// <param name="Address">The shop's root.</param>
/// <param name="Account">What goes with the secret.</param>
/// <param name="Gateway">Pays back where the shop does not say.</param>
/// <param name="State">How it stands.</param>
/// <param name="TellsRefunds">Whether refunds are told to it.</param>
/// <param name="LastLookAt">UTC; null never.</param>
/// <param name="NextLookAt">UTC.</param>
/// <param name="FaultText">What the last look failed with; null where it went well.</param>
/// <param name="OrdersTaken">New orders taken in.</param>
/// <param name="Held">Orders held back.</param>
/// <param name="ToTell">Refunds that are still to be told.</param>
/// <param name="NotTold">Refunds that the shop does not take and nobody tries any more.</param>
public sealed record ListedSource(
    Guid Id, string ClientKey, string ClientName, string Kind, string Address, string Account, string Gateway, SourceState State, bool TellsRefunds,
    DateTimeOffset? LastLookAt, DateTimeOffset NextLookAt, string? FaultText, long OrdersTaken, int Held, int ToTell, int NotTold)
{
    /// <summary>The last eight characters of its key, by which commands name it.</summary>
    public string Handle => Id.ToString("N")[^8..];
}

/// <summary>An order of a shop that is held back, as people see it.</summary>
/// <param name="SourceId">The shop.</param>
/// <param name="ShopKey">The shop's own key.</param>
/// <param name="Number">What the customer calls it.</param>
/// <param name="Code">Why, stable.</param>
/// <param name="Text">The same in words.</param>
/// <param name="SeenAt">When the shop gave it, UTC.</param>
public sealed record HeldBack(Guid SourceId, string ShopKey, string Number, string Code, string Text, DateTimeOffset SeenAt);

/// <summary>The shops there are, for administrators and supervisors.</summary>
public sealed class SourcesQuery(DeskDatabase database, ICurrentUser user, Shops shops, TimeProvider time)
{
    /// <summary>How many of the orders held back are shown.</summary>
    public const int MostHeld = 100;

    /// <summary>What a shop can be.</summary>
    public IReadOnlyList<string> Kinds => shops.Kinds;

    /// <summary>Whether the person may change anything.</summary>
    public async Task<bool> MayChangeAsync(CancellationToken cancellationToken) => (await user.GetAsync(cancellationToken)).May(Permission.Administer);

    /// <summary>The clients a shop can be added for; none for anyone but administrators.</summary>
    public async Task<IReadOnlyList<(string Key, string Name, string Gateway)>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.Clients.AsNoTracking().OrderBy(client => client.Name).Select(client => new { client.Key, client.Name, client.Gateway }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Key, row.Name, row.Gateway));
    }

    /// <summary>Every shop in reach, by client and address; none for who may not see them.</summary>
    public async Task<IReadOnlyList<ListedSource>> ReadAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewSources))
        {
            return [];
        }

        var now = time.GetUtcNow();
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var rows = await db.OrderSources.AsNoTracking().Join(db.Clients, source => source.ClientId, client => client.Id, (source, client) => new { Source = source, client.Key, client.Name })
            .OrderBy(row => row.Name).ThenBy(row => row.Source.Address).ToListAsync(cancellationToken);
        var held = await db.SourceOrders.AsNoTracking().Where(row => row.HeldCode != null).GroupBy(row => row.SourceId).Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        var untold = await db.SourceRefunds.AsNoTracking().Where(row => row.ToldAt == null).GroupBy(row => new { row.SourceId, IsDue = row.DueAt != null }).Select(rows => new { rows.Key, Count = rows.Count() }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new ListedSource(
            row.Source.Id, row.Key, row.Name, row.Source.Kind, row.Source.Address, row.Source.Account, row.Source.Gateway,
            row.Source.IsPaused ? SourceState.Paused : row.Source.LeaseUntil > now ? SourceState.Reading : row.Source.FaultCode is not null ? SourceState.Failing : row.Source.LastLookAt is null ? SourceState.New : SourceState.Read,
            row.Source.TellsRefunds, row.Source.LastLookAt, row.Source.NextLookAt, row.Source.FaultText, row.Source.OrdersTaken, held.GetValueOrDefault(row.Source.Id),
            untold.Where(some => some.Key.SourceId == row.Source.Id && some.Key.IsDue).Sum(some => some.Count), untold.Where(some => some.Key.SourceId == row.Source.Id && !some.Key.IsDue).Sum(some => some.Count)));
    }

    /// <summary>The orders held back, the latest first, at most <see cref="MostHeld"/>; none for who may not see them.</summary>
    public async Task<IReadOnlyList<HeldBack>> HeldAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewSources))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.SourceOrders.AsNoTracking().Where(row => row.HeldCode != null).OrderByDescending(row => row.SeenAt).ThenBy(row => row.ShopKey).Take(MostHeld)
            .Select(row => new HeldBack(row.SourceId, row.ShopKey, row.OrderNumber, row.HeldCode!, row.HeldText ?? string.Empty, row.SeenAt)).ToListAsync(cancellationToken);
    }

    /// <summary>The shop that a command names: its key, or the last eight characters of it; null where there is none, or more than one.</summary>
    public async Task<ListedSource?> FindAsync(string handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var found = (await ReadAsync(cancellationToken)).Where(source => source.Handle == handle || (Guid.TryParse(handle, out var id) && source.Id == id)).ToList();
        return found.Count == 1 ? found[0] : null;
    }
}
