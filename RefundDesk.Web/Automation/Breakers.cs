using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Automation;

/// <summary>
/// Gives each case of a batch the gate of its client and version. What every node decided is read once a batch, from the stored
/// decisions; the batch adds its own. Batches that are decided at the same moment do not see each other: together they pass a limit by
/// one batch at most for each beside the first.
/// </summary>
internal static class Breakers
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Opens the gates; where no policy of the batch has a limit nothing is read.</summary>
    /// <returns>The gates, for <see cref="StoreTripsAsync"/>.</returns>
    public static async Task<IReadOnlyList<OpenGate>> OpenAsync(RefundDeskDbContext db, IReadOnlyList<CaseWork> batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var watched = batch
            .Where(work => work.Refund.Status == RefundStatus.Received && work.Policies.Current.Breaker.Count > 0)
            .GroupBy(work => (work.Client.Id, work.Policies.Current.Version))
            .ToArray();
        if (watched.Length == 0)
        {
            return [];
        }

        var clients = watched.Select(works => works.Key.Id).Distinct().ToArray();
        var since = now - Window;
        var trips = await TripsAsync(db, clients, since, cancellationToken);
        var gates = new List<OpenGate>();
        foreach (var works in watched)
        {
            var first = works.First();
            var limits = first.Policies.Current.Breaker;
            var own = trips.FindAll(trip => trip.ClientId == works.Key.Id && trip.Version == works.Key.Version);
            var counts = await CountAsync(db, works.Key, limits, own, since, cancellationToken);
            var gate = new BreakerGate(limits, first.Client.Currency, counts, own.Where(trip => trip.ResolvedAt is null).Select(trip => trip.Rule));
            gates.Add(new OpenGate(first.Client, works.Key.Version, gate));
            foreach (var work in works)
            {
                work.Gate = gate;
            }
        }

        return gates;
    }

    /// <summary>
    /// Stores what stopped, in a save of its own before the batch's: a batch that fails afterwards is then stopped when it is tried again.
    /// Where another node stopped the same a moment ago, its row stands.
    /// </summary>
    public static async Task StoreTripsAsync(DeskDatabase database, IReadOnlyList<OpenGate> gates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (client, version, gate) in gates)
        {
            foreach (var trip in gate.Trips)
            {
                await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
                db.BreakerTrips.Add(RowOf(client.Id, version, trip, now));
                db.Audit.Add(AuditRow.Of(client, Actor.Automation, now, "Breaker", "running", $"stopped: {BreakerGate.Words(trip.Limit.Rule)} of version {version}, {Amounts(trip, client.Currency)}"));
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                }
                catch (DbUpdateException fault) when (fault.InnerException is System.Data.Common.DbException inner && database.Dialect.IsDuplicate(inner))
                {
                    // Stopped already, by another node or worker; and said so.
                }
            }
        }
    }

    /// <summary>What is stopped, and what was let go on so lately that counting began anew within the hour.</summary>
    internal static Task<List<Trip>> TripsAsync(RefundDeskDbContext db, ClientId[] clients, DateTimeOffset since, CancellationToken cancellationToken) =>
        db.BreakerTrips.AsNoTracking()
            .Where(trip => clients.Contains(trip.ClientId) && (trip.ResolvedAt == null || trip.ResolvedAt > since))
            .Select(trip => new Trip(trip.ClientId, trip.PolicyVersion, trip.Rule, trip.ResolvedAt))
            .ToListAsync(cancellationToken);

    /// <summary>What was decided since: over the limit's own part of an index, and no more of it than the limit allows.</summary>
    internal static async Task<BreakerCount> CountAsync(RefundDeskDbContext db, (ClientId Client, int Version) of, BreakerLimit limit, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var decided = db.Decisions.AsNoTracking().Where(row => row.ClientId == of.Client && row.CurrentVersion == of.Version && row.At > since);
        decided = limit.Rule == BreakerLimit.Refuse
            ? decided.Where(row => row.Rule != null && row.Rule != BreakerLimit.Approve)
            : decided.Where(row => row.Rule == limit.Rule);
        var bounded = limit.CountAnHour is { } most ? decided.OrderBy(row => row.At).Take(most) : decided;
        var sums = await bounded.Select(row => row.AmountMinor).GroupBy(_ => 1).Select(rows => new { Count = rows.LongCount(), Sum = rows.Sum() }).SingleOrDefaultAsync(cancellationToken);
        return new BreakerCount(limit.Rule, sums?.Count ?? 0, sums?.Sum ?? 0);
    }

    private static async Task<List<BreakerCount>> CountAsync(
        RefundDeskDbContext db, (ClientId Client, int Version) of, IReadOnlyList<BreakerLimit> limits, List<Trip> trips, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var counts = new List<BreakerCount>(limits.Count);
        foreach (var limit in limits.Where(limit => !trips.Exists(trip => trip.Rule == limit.Rule && trip.ResolvedAt is null)))
        {
            // After a supervisor let it go on, counting begins anew: it would stop again at once otherwise.
            var from = trips.Where(trip => trip.Rule == limit.Rule).Select(trip => trip.ResolvedAt!.Value).Append(since).Max();
            counts.Add(await CountAsync(db, of, limit, from, cancellationToken));
        }

        return counts;
    }

    private static BreakerTripRow RowOf(ClientId client, int version, BreakerTrip trip, DateTimeOffset now) => new()
    {
        ClientId = client,
        PolicyVersion = version,
        Rule = trip.Limit.Rule,
        Count = trip.Count,
        AmountMinor = trip.AmountMinor,
        CountLimit = trip.Limit.CountAnHour,
        AmountLimitMinor = trip.Limit.AmountAnHourMinor,
        At = now,
    };

    private static string Amounts(BreakerTrip trip, Currency currency) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{trip.Count:N0} decisions, {Money.Of(trip.AmountMinor, currency)} within an hour");

    /// <summary>A gate of a client's version.</summary>
    internal sealed record OpenGate(Client Client, int Version, BreakerGate Gate);

    /// <summary>A stop, as far as gates look at it.</summary>
    internal sealed record Trip(ClientId ClientId, int Version, string Rule, DateTimeOffset? ResolvedAt);
}
