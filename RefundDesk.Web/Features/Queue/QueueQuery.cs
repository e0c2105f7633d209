using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>
/// Reads queues: a part at a time after the last row seen, never by position, and never counting further than a person reads.
/// </summary>
public sealed class QueueQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Rows of a part at most.</summary>
    public const int PartAtMost = 200;

    /// <summary>How far is counted; what is more is shown as <c>999+</c>.</summary>
    public const int CountAtMost = 1_000;

    /// <summary>The next part of a queue. One round trip; two where it is searched.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after">After which row; null from the beginning.</param>
    /// <param name="rows">How many, 1 to <see cref="PartAtMost"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The part, or <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<QueuePart>> PartAsync(QueueFilter filter, QueueCursor? after, int rows, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        rows = Math.Clamp(rows, 1, PartAtMost);
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var cases = Narrowed(db.RefundCases, filter);
        if (QueueSearch.Of(filter.Text) is { } search)
        {
            var ids = await search.FindAsync(db, cancellationToken);
            cases = cases.Where(refund => ids.Contains(refund.Id));
        }

        var found = await Rows(db, QueueKeyset.Ordered(cases, filter, after).Take(rows + 1), filter).ToListAsync(cancellationToken);
        var page = found.Count > rows ? found[..rows] : found;
        return new QueuePart(page, found.Count > rows ? QueueKeyset.CursorOf(filter, page[^1]) : null);
    }

    /// <summary>Those of some cases that are in a queue now, and where the others went. For live updates: rows are read again, not pushed.</summary>
    /// <returns>The rows the filter lets through, and the rest as they are now.</returns>
    public async Task<Outcome<(IReadOnlyList<QueueRow> Inside, IReadOnlyList<QueueRow> Outside)>> AgainAsync(
        QueueFilter filter, IReadOnlyCollection<RefundCaseId> cases, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var wanted = cases.Take(PartAtMost).ToArray();
        var now = await Rows(db, db.RefundCases.Where(refund => wanted.Contains(refund.Id)), filter).ToListAsync(cancellationToken);
        var search = QueueSearch.Of(filter.Text);
        var inside = (await Narrowed(db.RefundCases, filter).Where(refund => wanted.Contains(refund.Id))
            .Select(refund => new { refund.Id, refund.OrderNumber }).ToListAsync(cancellationToken)).ToDictionary(row => row.Id, row => row.OrderNumber);
        var split = now.ToLookup(row => inside.TryGetValue(row.Id, out var order) && (search is null || search.Matches(row, order)));
        return (split[true].ToArray(), split[false].ToArray());
    }

    /// <summary>How much there is in a queue. One round trip; two where it is searched.</summary>
    public async Task<Outcome<QueueHead>> HeadAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var cases = Narrowed(db.RefundCases, filter);
        if (QueueSearch.Of(filter.Text) is { } search)
        {
            var ids = await search.FindAsync(db, cancellationToken);
            cases = cases.Where(refund => ids.Contains(refund.Id));
        }

        var sums = await QueueKeyset.Ordered(cases, filter, null)
            .Select(refund => new { refund.Currency, refund.ProposedMinor })
            .Take(CountAtMost)
            .GroupBy(row => row.Currency)
            .Select(group => new { Currency = group.Key, Count = group.Count(), Sum = group.Sum(row => row.ProposedMinor) })
            .ToListAsync(cancellationToken);
        var count = sums.Sum(row => row.Count);
        return new QueueHead(count, count >= CountAtMost ? [] : [.. sums.OrderByDescending(row => row.Count).Select(row => Money.Of(row.Sum, row.Currency))]);
    }

    private IQueryable<RefundCase> Narrowed(IQueryable<RefundCase> cases, QueueFilter filter)
    {
        cases = cases.AsNoTracking();
        if (filter.Queue.Status is { } queue)
        {
            cases = cases.Where(refund => refund.Queue == queue);
        }
        else if (filter.Status is { } status)
        {
            cases = cases.Where(refund => refund.Status == status);
        }

        if (filter.IsPastTheLaw)
        {
            cases = PastTheLaw.Of(cases, time.GetUtcNow());
        }

        if (filter.Clients is [var only])
        {
            cases = cases.Where(refund => refund.ClientId == only);
        }
        else if (filter.Clients.Count > 1)
        {
            cases = cases.Where(refund => filter.Clients.Contains(refund.ClientId));
        }

        if (filter.Reasons.Count > 0)
        {
            cases = cases.Where(refund => filter.Reasons.Contains(refund.Reason));
        }

        cases = filter.Risk switch
        {
            RiskBand.Low => cases.Where(refund => refund.RiskScore < QueueFilter.MediumFrom),
            RiskBand.Medium => cases.Where(refund => refund.RiskScore >= QueueFilter.MediumFrom && refund.RiskScore < QueueFilter.HighFrom),
            RiskBand.High => cases.Where(refund => refund.RiskScore >= QueueFilter.HighFrom),
            _ => cases,
        };
        return filter.Amount is { } amount ? Between(cases, amount) : cases;
    }

    private static IQueryable<RefundCase> Between(IQueryable<RefundCase> cases, AmountRange amount)
    {
        cases = cases.Where(refund => refund.Currency == amount.Currency);
        if (amount.FromMinor is { } from)
        {
            cases = cases.Where(refund => refund.ProposedMinor >= from);
        }

        return amount.ToMinor is { } to ? cases.Where(refund => refund.ProposedMinor <= to) : cases;
    }

    private static IQueryable<QueueRow> Rows(RefundDeskDbContext db, IQueryable<RefundCase> cases, QueueFilter filter)
    {
        var byDeadline = filter.Queue.WaitsForCustomer;
        return cases.Select(refund => new QueueRow(
            refund.Id,
            refund.Number,
            refund.ClientId,
            db.Clients.Where(client => client.Id == refund.ClientId).Select(client => client.Name).First(),
            refund.CustomerName,
            refund.Reason,
            refund.WhyHere,
            refund.ProposedMinor,
            refund.Currency,
            refund.RiskScore,
            refund.Status,
            byDeadline ? refund.DueAt : refund.AnswerBy,
            refund.ReceivedAt,
            refund.Version)
        {
            IsPaused = refund.PausedAt != null,
            LawfulBy = refund.Queue != null && refund.WithheldAt == null ? refund.LawfulBy : null,
        });
    }
}
