using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Case.Replaying;

/// <summary>Which decisions are taken anew.</summary>
/// <param name="Client">The client's key.</param>
/// <param name="Number">Of this case only.</param>
/// <param name="From">First day, in the client's time zone.</param>
/// <param name="To">Last day, included.</param>
public sealed record ReplayOrder(string Client, RefundNumber? Number = null, DateOnly? From = null, DateOnly? To = null);

/// <summary>A decision that is not equal, with its case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Replayed">What differs.</param>
public sealed record DifferentDecision(RefundNumber Number, ReplayedDecision Replayed);

/// <summary>What a replay came to.</summary>
/// <param name="Decisions">How many were taken anew.</param>
/// <param name="Different">How many of them came out otherwise.</param>
/// <param name="First">The oldest of those, at most <see cref="ReplayDecisions.MostShown"/>.</param>
public sealed record ReplayFindings(long Decisions, long Different, IReadOnlyList<DifferentDecision> First);

/// <summary>Takes all decisions of a client anew from what was stored, on every core, without holding more than some parts of them. Changes nothing.</summary>
public sealed class ReplayDecisions(DeskDatabase database, ICurrentUser user, IRiskModel model)
{
    /// <summary>How many decisions that differ are told of one by one.</summary>
    public const int MostShown = 20;

    private const int PartSize = 500;

    /// <summary>Does it.</summary>
    /// <param name="order">Which ones.</param>
    /// <param name="progress">Told how many are done and how many there are, after each part; null for nobody.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What was found; or <c>refund.forbidden</c>, <c>client.unknown</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<ReplayFindings>> HandleAsync(ReplayOrder order, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == order.Client, cancellationToken) is not { } client)
        {
            return new Refusal("client.unknown", $"There is no client '{order.Client}'.");
        }

        if (order.Number is { } number && !await db.RefundCases.AnyAsync(refund => refund.Number == number && refund.ClientId == client.Id, cancellationToken))
        {
            return RefundRefusals.NotFound;
        }

        var wanted = Wanted(db, order, client);
        var all = await wanted.LongCountAsync(cancellationToken);
        var policies = await PolicyShelf.LoadAsync(db, client.Id, cancellationToken);
        var different = new ConcurrentBag<(DecisionText Stored, ReplayedDecision Replayed)>();
        var (done, differing) = (0L, 0L);
        var cores = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted.InPartsAsync(PartSize, cancellationToken), cores, (part, _) =>
        {
            foreach (var stored in part)
            {
                var replayed = ReplayedDecision.Of(stored, policies, model);
                if (!replayed.IsEqual && Interlocked.Increment(ref differing) <= MostShown * PartSize)
                {
                    different.Add((stored, replayed));
                }
            }

            var sofar = Interlocked.Add(ref done, part.Count);
            progress?.Report((sofar, all));
            return ValueTask.CompletedTask;
        });
        return new ReplayFindings(done, differing, await NamedAsync(db, [.. different.OrderBy(pair => pair.Stored.At).ThenBy(pair => pair.Stored.Id).Take(MostShown)], cancellationToken));
    }

    private static IQueryable<DecisionRow> Wanted(RefundDeskDbContext db, ReplayOrder order, Client client)
    {
        var wanted = db.Decisions.Where(row => row.ClientId == client.Id);
        if (order.Number is { } number)
        {
            wanted = wanted.Where(row => db.RefundCases.Any(refund => refund.Id == row.CaseId && refund.Number == number));
        }

        if (order.From is { } from)
        {
            var first = WindowClock.StartOf(from, client.TimeZone);
            wanted = wanted.Where(row => row.At >= first);
        }

        if (order.To is { } to)
        {
            var end = WindowClock.StartOf(to.AddDays(1), client.TimeZone);
            wanted = wanted.Where(row => row.At < end);
        }

        return wanted;
    }

    private static async Task<IReadOnlyList<DifferentDecision>> NamedAsync(RefundDeskDbContext db, (DecisionText Stored, ReplayedDecision Replayed)[] different, CancellationToken cancellationToken)
    {
        var cases = different.Select(pair => pair.Stored.CaseId).Distinct().ToArray();
        var numbers = await db.RefundCases.AsNoTracking().Where(refund => cases.Contains(refund.Id)).ToDictionaryAsync(refund => refund.Id, refund => refund.Number, cancellationToken);
        return [.. different.Select(pair => new DifferentDecision(numbers[pair.Stored.CaseId], pair.Replayed))];
    }
}
