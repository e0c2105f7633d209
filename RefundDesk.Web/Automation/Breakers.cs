using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>
/// Gives each case of a batch the gate of its client and version. What every node decided is read from the stored decisions; the batch adds
/// its own. Batches that are decided at the same moment do not see each other, so each is stored while no other one of the client is, and
/// looks once more: where another one took what was left, it is decided anew. Clients without a limit wait for nobody.
/// </summary>
internal static class Breakers
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Opens the gates; where no policy of the batch has a limit nothing is read.</summary>
    /// <returns>The gates, for <see cref="SaveAsync"/>.</returns>
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
            var gate = new BreakerGate(limits, first.Client.Currency, counts, Stopped(own));
            gates.Add(new OpenGate(first.Client, works.Key.Version, limits, gate));
            foreach (var work in works)
            {
                work.Gate = gate;
            }
        }

        return gates;
    }

    /// <summary>Stores the batch, and what stopped with it; supervisors are told with the same save.</summary>
    /// <param name="db">Tracks what of the batch was stored before.</param>
    /// <param name="batch">Decided.</param>
    /// <param name="received">Those of it that are new.</param>
    /// <param name="gates">Of <see cref="OpenAsync"/>.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    /// <returns>False where nothing was stored, because others stored decisions meanwhile that leave less: the batch is to be decided anew.</returns>
    public static async Task<bool> SaveAsync(RefundDeskDbContext db, IReadOnlyList<CaseWork> batch, IReadOnlyList<RefundCase> received, IReadOnlyList<OpenGate> gates, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var used = gates.Where(gate => gate.Gate.IsUsed).OrderBy(gate => gate.Name, StringComparer.Ordinal).ToArray();
        if (used.Length == 0)
        {
            await db.SaveBatchAsync(received, cancellationToken);
            return true;
        }

        return await db.InTransactionAsync(
            async stop =>
            {
                foreach (var gate in used)
                {
                    await db.Dialect.HoldAsync(db, gate.Name, stop);
                }

                var since = now - Window;
                var trips = await TripsAsync(db, [.. used.Select(gate => gate.Client.Id).Distinct()], since, stop);
                foreach (var (client, version, limits, gate) in used)
                {
                    var own = trips.FindAll(trip => trip.ClientId == client.Id && trip.Version == version);
                    if (!gate.StillHolds(await CountAsync(db, (client.Id, version), limits, own, since, stop), Stopped(own)))
                    {
                        return false;
                    }
                }

                await db.SaveBatchAsync(received, stop);
                await BreakerStops.StoreAsync(db, batch, used, now, stop);
                return true;
            },
            cancellationToken);
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

    private static IEnumerable<string> Stopped(List<Trip> trips) => trips.Where(trip => trip.ResolvedAt is null).Select(trip => trip.Rule);

    /// <summary>A gate of a client's version.</summary>
    internal sealed record OpenGate(Client Client, int Version, IReadOnlyList<BreakerLimit> Limits, BreakerGate Gate)
    {
        /// <summary>What is held while its decisions are stored.</summary>
        public string Name => $"breaker/{Client.Id}/{Version}";
    }

    /// <summary>A stop, as far as gates look at it.</summary>
    internal sealed record Trip(ClientId ClientId, int Version, string Rule, DateTimeOffset? ResolvedAt);
}
