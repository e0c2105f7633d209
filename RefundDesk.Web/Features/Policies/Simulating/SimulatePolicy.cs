using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Simulating;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Policies.Simulating;

/// <summary>
/// Tries a policy out on the decisions of the last days, on every core. Reads and decides a part at a time, so that memory stays flat;
/// changes nothing.
/// </summary>
public sealed class SimulatePolicy(DeskDatabase database, ICurrentUser user, IRiskModel model, TimeProvider time)
{
    /// <summary>The longest look back, days.</summary>
    public const int MostDays = 366;

    private const int PartSize = 500;

    /// <summary>Does it.</summary>
    /// <param name="order">Which policy and which days.</param>
    /// <param name="progress">Told after each part, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What came out; or <c>refund.forbidden</c>, <c>client.unknown</c>, <c>policy.unknown</c>, <c>simulation.days</c>.</returns>
    public async Task<Outcome<SimulationReport>> HandleAsync(SimulationOrder order, IProgress<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewPolicies))
        {
            return RefundRefusals.Forbidden;
        }

        if (order.Days is < 1 or > MostDays)
        {
            return new Refusal("simulation.days", $"Look back 1 to {MostDays} days.");
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == order.Client, cancellationToken) is not { } client)
        {
            return new Refusal("client.unknown", $"There is no client '{order.Client}'.");
        }

        var version = await db.Policies.AsNoTracking().SingleOrDefaultAsync(version => version.ClientId == client.Id && version.Version == order.Version, cancellationToken);
        if (version is null)
        {
            return new Refusal("policy.unknown", $"{client.Name} has no policy version {order.Version}.");
        }

        var from = WindowClock.StartOf(WindowClock.LocalDate(time.GetUtcNow(), client.TimeZone).AddDays(1 - order.Days), client.TimeZone);
        var draft = new DraftDecider(version.Document, (await PolicyShelf.LoadAsync(db, client.Id, cancellationToken)).Find, model);
        var wanted = db.Decisions.Where(row => row.ClientId == client.Id && row.At >= from);
        var result = await RunAsync(wanted, draft, progress, cancellationToken);
        var numbers = await NumbersAsync(db, result, cancellationToken);
        return new SimulationReport(order, client.Name, client.Currency, client.TimeZone, from, version.Document, result, numbers);
    }

    private static async Task<SimulationResult> RunAsync(IQueryable<DecisionRow> wanted, DraftDecider draft, IProgress<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        var all = await wanted.LongCountAsync(cancellationToken);
        var done = 0L;
        var folds = new ConcurrentBag<Simulation>();
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        progress?.Report(new SimulationProgress(0, all));
        await Parallel.ForEachAsync(wanted.InPartsAsync(PartSize, cancellationToken), cores, (part, _) =>
        {
            if (!folds.TryTake(out var fold))
            {
                fold = new Simulation();
            }

            foreach (var stored in part)
            {
                Add(fold, stored, draft);
            }

            folds.Add(fold);
            progress?.Report(new SimulationProgress(Interlocked.Add(ref done, part.Count), all));
            return ValueTask.CompletedTask;
        });
        var together = new Simulation();
        foreach (var fold in folds)
        {
            together.Add(fold);
        }

        return together.Result();
    }

    private static void Add(Simulation fold, DecisionText stored, DraftDecider draft)
    {
#pragma warning disable CA1031 // One decision that cannot be taken anew is counted as such and keeps nobody from seeing the others.
        try
        {
            var before = DecisionJson.Read(stored.Json);
            fold.Add(stored.CaseId, stored.Id, stored.At, before, draft.Decide(before));
        }
        catch (Exception)
        {
            fold.AddUnreadable();
        }
#pragma warning restore CA1031
    }

    private static async Task<IReadOnlyDictionary<RefundCaseId, RefundNumber>> NumbersAsync(RefundDeskDbContext db, SimulationResult result, CancellationToken cancellationToken)
    {
        var cases = result.Listed.Select(listed => listed.CaseId).Distinct().ToArray();
        return await db.RefundCases.AsNoTracking().Where(refund => cases.Contains(refund.Id)).ToDictionaryAsync(refund => refund.Id, refund => refund.Number, cancellationToken);
    }
}
