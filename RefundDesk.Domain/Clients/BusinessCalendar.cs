using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Clients;

/// <summary>
/// Counts time in which a retailer works, in its own zone: nights, weekends and closed days do not count, and days on which clocks are put
/// forward or back have the hours they really have.
/// </summary>
/// <param name="hours">When it works; null is at all times.</param>
/// <param name="zone">In which its days and hours are.</param>
public sealed class BusinessCalendar(BusinessHours? hours, TimeZoneInfo zone)
{
    /// <summary>Open at all times: business time is time.</summary>
    public static BusinessCalendar AlwaysOpen { get; } = new(null, TimeZoneInfo.Utc);

    /// <summary>In which its days and hours are.</summary>
    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The instant by which this much business time has passed. What comes in outside the hours counts from their next beginning.</summary>
    /// <param name="from">From when, UTC.</param>
    /// <param name="time">How much; zero or less is at once.</param>
    public DateTimeOffset Add(DateTimeOffset from, TimeSpan time)
    {
        if (hours is null || time <= TimeSpan.Zero)
        {
            return time <= TimeSpan.Zero ? from : from + time;
        }

        var left = time;
        for (var day = WindowClock.LocalDate(from, Zone); ; day = day.AddDays(1))
        {
            var (begins, ends) = Open(day, from);
            if (ends - begins >= left)
            {
                return begins + left;
            }

            left -= ends > begins ? ends - begins : TimeSpan.Zero;
        }
    }

    /// <summary>How much business time lies between two instants; nothing where the second is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from || hours is null)
        {
            return to <= from ? TimeSpan.Zero : to - from;
        }

        var sum = TimeSpan.Zero;
        for (var (day, last) = (WindowClock.LocalDate(from, Zone), WindowClock.LocalDate(to, Zone)); day <= last; day = day.AddDays(1))
        {
            var (begins, ends) = Open(day, from);
            ends = ends < to ? ends : to;
            sum += ends > begins ? ends - begins : TimeSpan.Zero;
        }

        return sum;
    }

    /// <summary>The hours of a local day, not before an instant; an end that is not later is a day without any.</summary>
    private (DateTimeOffset Begins, DateTimeOffset Ends) Open(DateOnly day, DateTimeOffset notBefore)
    {
        if (hours!.Closed.Contains(day) || hours.On(day.DayOfWeek) is not { } open)
        {
            return (notBefore, notBefore);
        }

        var begins = WindowClock.At(day, open.From, Zone);
        var ends = open.To == TimeOnly.MinValue ? WindowClock.StartOf(day.AddDays(1), Zone) : WindowClock.At(day, open.To, Zone);
        return (begins > notBefore ? begins : notBefore, ends);
    }
}
