using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Policies.Breaking;

/// <summary>One time that automation stopped itself.</summary>
public sealed record BreakerStop
{
    /// <summary>The stop's key.</summary>
    public required long Id { get; init; }

    /// <summary>The client's key.</summary>
    public required string ClientKey { get; init; }

    /// <summary>What people call the retailer.</summary>
    public required string ClientName { get; init; }

    /// <summary>Whose limit it was.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The limit that was reached.</summary>
    public required BreakerLimit Limit { get; init; }

    /// <summary>Decisions of the hour before.</summary>
    public required long Count { get; init; }

    /// <summary>What they came to.</summary>
    public required Money Amount { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was let go on, UTC; null while it is stopped.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Who let it go on.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether this person may let it go on.</summary>
    public required bool MayLetGoOn { get; init; }
}

/// <summary>A client's stops, and the limits that hold now.</summary>
/// <param name="ClientName">What people call the retailer.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Limits">Its limits.</param>
/// <param name="Stops">Newest first, open ones before the others, at most 100.</param>
public sealed record ClientBreakers(string ClientName, Currency Currency, int Version, IReadOnlyList<BreakerLimit> Limits, IReadOnlyList<BreakerStop> Stops);

/// <summary>Reads where automation stopped itself.</summary>
public sealed class BreakersQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int AtMost = 100;

    /// <summary>A client's limits and stops.</summary>
    /// <returns>Them; or <c>refund.forbidden</c>, <c>client.unknown</c>.</returns>
    public async Task<Outcome<ClientBreakers>> HandleAsync(string clientKey, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewPolicies))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken) is not { } client)
        {
            return new Refusal("client.unknown", $"There is no client '{clientKey}'.");
        }

        var now = time.GetUtcNow();
        var versions = await db.Policies.AsNoTracking().Where(version => version.ClientId == client.Id).ToListAsync(cancellationToken);
        var current = (await db.LoadPoliciesAsync(client.Id, now, now, cancellationToken)).Current;
        var trips = await db.BreakerTrips.AsNoTracking().Where(trip => trip.ClientId == client.Id)
            .OrderBy(trip => trip.ResolvedAt != null).ThenByDescending(trip => trip.Id).Take(AtMost).ToListAsync(cancellationToken);
        return new ClientBreakers(
            client.Name,
            client.Currency,
            current.Version,
            current.Breaker,
            trips.ConvertAll(trip => Of(trip, client, principal, versions.Find(version => version.Version == trip.PolicyVersion))));
    }

    /// <summary>What stands still now, of versions that are in force; empty for people who do not own policies.</summary>
    public async Task<IReadOnlyList<BreakerStop>> OpenAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.OwnPolicies))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var trips = await db.BreakerTrips.AsNoTracking().Where(trip => trip.ResolvedAt == null).OrderBy(trip => trip.Id).Take(AtMost).ToListAsync(cancellationToken);
        if (trips.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var ids = trips.Select(trip => trip.ClientId).Distinct().ToArray();
        var clients = await db.Clients.AsNoTracking().Where(client => ids.Contains(client.Id)).ToDictionaryAsync(client => client.Id, cancellationToken);
        var versions = await db.ActivePolicies().AsNoTracking().Where(version => ids.Contains(version.ClientId)).ToListAsync(cancellationToken);
        var inForce = versions.GroupBy(version => version.ClientId).ToDictionary(of => of.Key, of => PolicyVersion.InForce(of, now));
        return [.. trips.Where(trip => inForce.GetValueOrDefault(trip.ClientId)?.Version == trip.PolicyVersion).Select(trip => Of(trip, clients[trip.ClientId], principal, inForce[trip.ClientId]))];
    }

    /// <summary>A supervisor who did not write the version: who did, would only judge the own work once more.</summary>
    internal static bool MayLetGoOn(DeskPrincipal principal, PolicyVersion? version) =>
        principal.May(Permission.OwnPolicies) && version?.IsAuthor(principal.Actor.Id) != true;

    private static BreakerStop Of(BreakerTripRow trip, Client client, DeskPrincipal principal, PolicyVersion? version) => new()
    {
        Id = trip.Id,
        ClientKey = client.Key,
        ClientName = client.Name,
        PolicyVersion = trip.PolicyVersion,
        Limit = new BreakerLimit(trip.Rule, trip.CountLimit, trip.AmountLimitMinor),
        Count = trip.Count,
        Amount = Money.Of(trip.AmountMinor, client.Currency),
        At = trip.At,
        ResolvedAt = trip.ResolvedAt,
        ResolvedBy = trip.ResolvedByName,
        Reason = trip.Reason,
        MayLetGoOn = MayLetGoOn(principal, version),
    };
}
