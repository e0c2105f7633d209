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
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
