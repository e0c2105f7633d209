using FsCheck.Xunit;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

public sealed class WindowClockTests
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Asia/Tehran",
        "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Kiritimati", "Africa/Cairo",
    ];

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28 22:59:59", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-28 23:00:00", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29 21:59:59", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29 22:00:00", "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-24 22:00:00", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25 22:59:59", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25 23:00:00", "2026-10-26")]
    [InlineData("America/New_York", "2026-03-08 04:59:59", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-09 03:59:59", "2026-03-08")]
    [InlineData("America/New_York", "2026-11-02 04:59:59", "2026-11-01")]
    [InlineData("Pacific/Kiritimati", "2026-03-10 10:00:00", "2026-03-11")]
    public void An_instant_lies_on_the_local_day_also_when_that_has_23_or_25_hours(string zone, string utc, string date) =>
        Assert.Equal(DateOnly.Parse(date, null), WindowClock.LocalDate(Instant(utc), Zone(zone)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-15 12:00", 14, "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-15 23:30", 14, "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-11 12:00", 14, "2026-10-25")]
    [InlineData("America/New_York", "2026-03-01 03:00", 14, "2026-03-14")]
    [InlineData("Europe/Berlin", "2026-03-15 12:00", 0, "2026-03-15")]
    public void The_last_day_is_counted_in_local_dates(string zone, string anchor, int days, string last) =>
        Assert.Equal(DateOnly.Parse(last, null), WindowClock.LastDay(Instant(anchor), days, Zone(zone)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28 23:00")]
    [InlineData("Europe/Berlin", "2026-03-30", "2026-03-29 22:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00")]
    [InlineData("Asia/Beirut", "2022-03-27", "2022-03-26 22:00")]
    [InlineData("America/Havana", "2025-11-02", "2025-11-02 04:00")]
    [InlineData("America/Havana", "2025-03-09", "2025-03-09 05:00")]
    public void A_day_starts_at_its_first_instant_also_where_midnight_is_skipped_or_happens_twice(string zone, string date, string utc) =>
        Assert.Equal(Instant(utc), WindowClock.StartOf(DateOnly.Parse(date, null), Zone(zone)));

    [Property(MaxTest = 3_000)]
    public void A_day_starts_where_the_day_before_ends(ushort day, byte zone)
    {
        var where = Zone(Zones[zone % Zones.Length]);
        var date = new DateOnly(1990, 1, 1).AddDays(day % 18_000);

        var start = WindowClock.StartOf(date, where);

        Assert.Equal(TimeSpan.Zero, start.Offset);
        Assert.Equal(date, WindowClock.LocalDate(start, where));
        Assert.Equal(date.AddDays(-1), WindowClock.LocalDate(start.AddTicks(-1), where));
        Assert.InRange(WindowClock.StartOf(date.AddDays(1), where) - start, TimeSpan.FromHours(23), TimeSpan.FromHours(25));
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
