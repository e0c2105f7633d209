using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Reports;

/// <summary>
/// Sums a client's cases inside the database: nothing is read but sums. No provider can group by the local days of a zone, some of
/// which have 23 or 25 hours, so each day is asked for as its own index range and the days are joined to one statement.
/// </summary>
internal sealed class ActivitySums(RefundDeskDbContext db, Client client, ReportPeriod period)
{
    /// <summary>Days of one statement; SQLite joins at most 500 parts, and a statement should stay readable in a log.</summary>
    private const int DaysAtOnce = 31;

    private IQueryable<RefundCase> Cases => db.RefundCases.AsNoTracking().Where(refund => refund.ClientId == client.Id);

    /// <summary>Everything the report shows.</summary>
    public async Task<RefundActivity> ReadAsync(CancellationToken cancellationToken)
    {
        var received = await DayByDayAsync(ReceivedOn, cancellationToken);
        var decided = await DayByDayAsync(DecidedOn, cancellationToken);
        var paid = await DayByDayAsync(PaidOn, cancellationToken);
        var own = client.Currency;
        var days = period.EachDay.Select((day, place) =>
        {
            var of = decided.Where(sum => sum.Day == place).ToArray();
            return new DayActivity(
                day,
                received.Where(sum => sum.Day == place).Sum(sum => sum.Count),
                of.Where(sum => sum is { Automatic: true, Refused: false }).Sum(sum => sum.Count),
                of.Where(sum => sum is { Automatic: false, Refused: false }).Sum(sum => sum.Count),
                of.Where(sum => sum.Refused).Sum(sum => sum.Count),
                of.Where(sum => sum is { Automatic: true, Refused: true }).Sum(sum => sum.Count),
                of.Where(sum => sum.Refused && sum.Currency == own).Sum(sum => sum.Minor),
                paid.Where(sum => sum.Day == place).Sum(sum => sum.Count),
                paid.Where(sum => sum.Day == place && sum.Currency == own).Sum(sum => sum.Minor));
        }).ToArray();
        return new RefundActivity(
            client,
            period,
            days,
            await CategoriesAsync(cancellationToken),
            await ReasonsAsync(cancellationToken),
            [.. paid.GroupBy(sum => sum.Currency!).Select(one => new CurrencyActivity(one.Key, one.Sum(sum => sum.Count), one.Sum(sum => sum.Minor))).OrderByDescending(one => one.Currency == own).ThenBy(one => one.Currency.Code, StringComparer.Ordinal)],
            await QuantileAsync(days.Sum(day => day.Paid), 50, cancellationToken),
            await QuantileAsync(days.Sum(day => day.Paid), 90, cancellationToken),
            decided.Sum(sum => sum.InTime),
            await BookedAsync(cancellationToken));
    }

    private async Task<List<DaySum>> DayByDayAsync(Func<int, DateTimeOffset, DateTimeOffset, IQueryable<DaySum>> ofDay, CancellationToken cancellationToken)
    {
        var all = new List<DaySum>();
        foreach (var some in period.EachDay.Select((day, place) => (Day: day, Place: place)).Chunk(DaysAtOnce))
        {
            var parts = some.Select(one => ofDay(one.Place, WindowClock.StartOf(one.Day, period.Zone), WindowClock.StartOf(one.Day.AddDays(1), period.Zone)));
            all.AddRange(await parts.Aggregate((before, next) => before.Concat(next)).ToListAsync(cancellationToken));
        }

        return all;
    }

    private IQueryable<DaySum> ReceivedOn(int place, DateTimeOffset start, DateTimeOffset end) =>
        Cases.Where(refund => refund.ReceivedAt >= start && refund.ReceivedAt < end)
            .GroupBy(refund => refund.ClientId)
            .Select(group => new DaySum { Day = place, Count = group.Count() });

    /// <summary>By the stored status, not by a question about it: the database knows how many groups that makes and sums without sorting.</summary>
    private IQueryable<DaySum> DecidedOn(int place, DateTimeOffset start, DateTimeOffset end) =>
        Cases.Where(refund => refund.DecidedAt >= start && refund.DecidedAt < end)
            .GroupBy(refund => new { refund.DecidedByAutomation, refund.Status, refund.Currency })
            .Select(group => new DaySum
            {
                Day = place,
                Automatic = group.Key.DecidedByAutomation,
                Refused = group.Key.Status == RefundStatus.Rejected,
                Currency = group.Key.Currency,
                Count = group.Count(),
                Minor = group.Sum(refund => refund.RequestedMinor),
                InTime = group.Sum(refund => refund.DecidedAt <= refund.AnswerBy ? 1 : 0),
            });

    private IQueryable<DaySum> PaidOn(int place, DateTimeOffset start, DateTimeOffset end) =>
        Cases.Where(refund => refund.PaidAt >= start && refund.PaidAt < end)
            .GroupBy(refund => refund.Currency)
            .Select(group => new DaySum { Day = place, Currency = group.Key, Count = group.Count(), Minor = group.Sum(refund => refund.ApprovedMinor) });

    private async Task<IReadOnlyList<GroupActivity>> CategoriesAsync(CancellationToken cancellationToken)
    {
        var (start, end, own) = (period.Start, period.End, client.Currency);
        var paid = await Cases.Where(refund => refund.PaidAt >= start && refund.PaidAt < end)
            .GroupBy(refund => new { refund.Category, refund.Currency })
            .Select(group => new { group.Key.Category, group.Key.Currency, Count = group.Count(), Minor = group.Sum(refund => refund.ApprovedMinor) })
            .ToListAsync(cancellationToken);
        var refused = await Cases.Where(refund => refund.DecidedAt >= start && refund.DecidedAt < end && refund.Status == RefundStatus.Rejected)
            .GroupBy(refund => new { refund.Category, refund.Currency })
            .Select(group => new { group.Key.Category, group.Key.Currency, Count = group.Count(), Minor = group.Sum(refund => refund.RequestedMinor) })
            .ToListAsync(cancellationToken);
        var paidBy = paid.ToLookup(row => row.Category, StringComparer.OrdinalIgnoreCase);
        var refusedBy = refused.ToLookup(row => row.Category, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. paidBy.Select(group => group.Key).Union(refusedBy.Select(group => group.Key), StringComparer.OrdinalIgnoreCase)
                .Select(name => new GroupActivity(
                    name,
                    paidBy[name].Sum(row => row.Count),
                    paidBy[name].Where(row => row.Currency == own).Sum(row => row.Minor),
                    refusedBy[name].Sum(row => row.Count),
                    refusedBy[name].Where(row => row.Currency == own).Sum(row => row.Minor)))
                .OrderByDescending(group => group.PaidMinor).ThenBy(group => group.Name, StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<ReasonActivity>> ReasonsAsync(CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        var rows = await Cases.Where(refund => refund.DecidedAt >= start && refund.DecidedAt < end)
            .GroupBy(refund => new { refund.Reason, refund.Status })
            .Select(group => new { group.Key.Reason, Refused = group.Key.Status == RefundStatus.Rejected, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => row.Reason).Select(group => new ReasonActivity(group.Key, group.Sum(row => row.Count), group.Where(row => row.Refused).Sum(row => row.Count))).OrderByDescending(reason => reason.Decided).ThenBy(reason => reason.Reason)];
    }

    /// <summary>Nearest rank: the smallest time that at least this share of refunds did not exceed.</summary>
    private async Task<TimeSpan?> QuantileAsync(int count, int percent, CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        var seconds = count == 0 ? null : await Cases.Where(refund => refund.PaidAt >= start && refund.PaidAt < end)
            .OrderBy(refund => refund.SecondsToPaid)
            .Select(refund => refund.SecondsToPaid)
            .Skip((((count * percent) + 99) / 100) - 1)
            .FirstOrDefaultAsync(cancellationToken);
        return seconds is { } known ? TimeSpan.FromSeconds(known) : null;
    }

    private async Task<long> BookedAsync(CancellationToken cancellationToken)
    {
        var (start, end) = (period.Start, period.End);
        return await db.Postings.AsNoTracking()
            .Where(posting => posting.ClientId == client.Id && posting.Currency == client.Currency && posting.Account == Account.RefundsPayable
                && (posting.Kind == JournalKind.Payout || posting.Kind == JournalKind.PayoutReversal) && posting.At >= start && posting.At < end)
            .SumAsync(posting => posting.AmountMinor, cancellationToken);
    }

    private sealed class DaySum
    {
        public int Day { get; init; }

        public bool Automatic { get; init; }

        public bool Refused { get; init; }

        public Currency? Currency { get; init; }

        public int Count { get; init; }

        public long Minor { get; init; }

        public int InTime { get; init; }
    }
}
