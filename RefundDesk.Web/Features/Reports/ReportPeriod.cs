using RefundDesk.Domain.Common;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Whole local days of a client.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Zone">The zone in which days are counted.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To, TimeZoneInfo Zone)
{
    /// <summary>The longest period a report is drawn for, days.</summary>
    public const int LongestDays = 731;

    /// <summary>First instant of the period, UTC.</summary>
    public DateTimeOffset Start => WindowClock.StartOf(From, Zone);

    /// <summary>First instant after the period, UTC.</summary>
    public DateTimeOffset End => WindowClock.StartOf(To.AddDays(1), Zone);

    /// <summary>How many days it has.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>The period of the same length just before.</summary>
    public ReportPeriod Before => new(From.AddDays(-Days), From.AddDays(-1), Zone);

    /// <summary>Every day, in order.</summary>
    public IEnumerable<DateOnly> EachDay => Enumerable.Range(0, Days).Select(From.AddDays);

    /// <summary>The place of an instant's local day in the period, counted from zero; outside it the number is negative or not below <see cref="Days"/>.</summary>
    public int IndexOf(DateTimeOffset instant) => WindowClock.LocalDate(instant, Zone).DayNumber - From.DayNumber;

    /// <summary>A period, or <c>report.period</c>.</summary>
    public static Outcome<ReportPeriod> Of(DateOnly from, DateOnly to, TimeZoneInfo zone) => to < from || to.DayNumber - from.DayNumber >= LongestDays
        ? new Refusal("report.period", $"The last day must not be before the first, and the period not longer than {LongestDays} days.")
        : new ReportPeriod(from, to, zone);

    /// <summary>The last days up to today.</summary>
    public static ReportPeriod Last(int days, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = WindowClock.LocalDate(now, zone);
        return new ReportPeriod(today.AddDays(1 - days), today, zone);
    }
}
