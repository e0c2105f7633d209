namespace RefundDesk.Domain.Policies;

/// <summary>
/// Counts return windows in local calendar days, so that days of 23 or 25 hours count as days and the last one ends at midnight
/// local time.
/// </summary>
public static class WindowClock
{
    /// <summary>The last local date on which goods may be given back.</summary>
    /// <param name="anchor">The event, UTC.</param>
    /// <param name="days">Days of the window, zero or more.</param>
    /// <param name="zone">The zone in which days are counted.</param>
    public static DateOnly LastDay(DateTimeOffset anchor, int days, TimeZoneInfo zone) => LocalDate(anchor, zone).AddDays(days);

    /// <summary>The local calendar date of an instant.</summary>
    public static DateOnly LocalDate(DateTimeOffset instant, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
    }

    /// <summary>
    /// The first instant of a local date, UTC. Where clocks skip midnight, the first instant that exists; where midnight happens twice, the earlier.
    /// </summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone) => At(date, TimeOnly.MinValue, zone);

    /// <summary>The last second of a local date, UTC: 23:59:59, or what comes before the next day where clocks skip it.</summary>
    public static DateTimeOffset EndOf(DateOnly date, TimeZoneInfo zone) => StartOf(date.AddDays(1), zone).AddSeconds(-1);

    /// <summary>
    /// A local date and time as an instant, UTC. Where clocks skip it, the first instant after it that exists; where it happens twice, the earlier.
    /// </summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
