using FsCheck.Xunit;
using RefundDesk.Domain.Clients;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Clients;

/// <summary>Business time: nights, weekends and closed days do not count. Instants are UTC; Berlin is one hour ahead in winter, two in summer.</summary>
public sealed class BusinessCalendarTests
{
    private const string Office = "Mon-Fri 09:00-17:00";

    [Theory]
    [InlineData("2026-03-10 08:00", 8, "2026-03-10 16:00")] // The whole of a Tuesday, from 09:00 to 17:00.
    [InlineData("2026-03-10 12:00", 8, "2026-03-11 12:00")]
    [InlineData("2026-03-10 15:00", 1, "2026-03-10 16:00")] // The last hour of the day ends with the day.
    [InlineData("2026-03-13 15:00", 2, "2026-03-16 09:00")] // Over a weekend.
    [InlineData("2026-03-14 10:00", 8, "2026-03-16 16:00")] // Received on a Saturday: from Monday morning on.
    [InlineData("2026-03-10 03:00", 1, "2026-03-10 09:00")] // Received at night: from the morning on.
    [InlineData("2026-03-10 19:00", 1, "2026-03-11 09:00")] // Received in the evening: from the next morning on.
    public void Eight_hours_are_a_working_day_and_what_comes_outside_the_hours_counts_from_their_beginning(string from, int hours, string by) =>
        Assert.Equal(Instant(by), Calendar(Office).Add(Instant(from), TimeSpan.FromHours(hours)));

    [Fact]
    public void A_holiday_does_not_count()
    {
        var calendar = Calendar(Office, closed: "2026-12-25, 2026-12-28");

        Assert.Equal(Instant("2026-12-29 10:00"), calendar.Add(Instant("2026-12-24 14:00"), TimeSpan.FromHours(4)));
        Assert.Equal(TimeSpan.FromHours(4), calendar.Between(Instant("2026-12-24 14:00"), Instant("2026-12-29 10:00")));
    }

    [Theory]
    [InlineData("2026-03-28 23:00", 23)] // Clocks are put forward in the night to 29 March.
    [InlineData("2026-10-24 22:00", 25)] // Put back in the night to 25 October.
    [InlineData("2026-03-10 23:00", 24)]
    public void A_day_without_a_night_has_23_or_25_hours_when_clocks_change(string midnight, int hours)
    {
        var calendar = Calendar("Mon-Sun 00:00-24:00", closed: "2020-01-01");

        Assert.Equal(TimeSpan.FromHours(hours), calendar.Between(Instant(midnight), calendar.Add(Instant(midnight), TimeSpan.FromHours(hours))));
        Assert.Equal(Instant(midnight).AddHours(hours), calendar.Add(Instant(midnight), TimeSpan.FromHours(hours)));
    }

    [Theory]
    [InlineData("2026-03-28 23:30", "2026-03-29 03:00")] // 01:00 to 06:00 has four hours, from 01:00 (00:00 UTC) to 06:00 (04:00 UTC).
    [InlineData("2026-10-24 22:30", "2026-10-25 02:00")] // And six hours when clocks are put back.
    public void A_night_shift_has_the_hours_it_really_has(string from, string by) =>
        Assert.Equal(Instant(by), Calendar("Mon-Sun 01:00-06:00").Add(Instant(from), TimeSpan.FromHours(3)));

    [Fact]
    public void Where_nothing_is_said_business_time_is_time()
    {
        var calendar = new BusinessCalendar(null, Berlin);

        Assert.Equal(Instant("2026-03-14 20:00"), calendar.Add(Instant("2026-03-14 12:00"), TimeSpan.FromHours(8)));
        Assert.Equal(TimeSpan.FromDays(2), calendar.Between(Instant("2026-03-14 12:00"), Instant("2026-03-16 12:00")));
    }

    [Fact]
    public void Nothing_lies_between_an_instant_and_an_earlier_one() =>
        Assert.Equal(TimeSpan.Zero, Calendar(Office).Between(Instant("2026-03-11 12:00"), Instant("2026-03-10 12:00")));

    [Property(MaxTest = 500)]
    public void What_is_added_lies_between(uint minutes, ushort hours, bool closed)
    {
        var calendar = Calendar("Mon-Thu 08:30-17:00, Sat 22:00-24:00, Sun 00:00-03:30", closed ? "2026-03-30 2026-04-01" : null);
        var from = Instant("2026-03-01").AddMinutes(minutes % 500_000);
        var time = TimeSpan.FromHours(hours % 400);

        Assert.Equal(time, calendar.Between(from, calendar.Add(from, time)));
    }

    [Theory]
    [InlineData("Mon-Fri 09:00-17:00, Sat 10:00-14:00", "Mon-Fri 09:00-17:00, Sat 10:00-14:00")]
    [InlineData("mon 9:00-17:00; tue 9:00-17:00", "Mon-Tue 09:00-17:00")]
    [InlineData("Sun-Thu 08:00-16:00", "Mon-Thu 08:00-16:00, Sun 08:00-16:00")]
    [InlineData("Fri 18:00-24:00", "Fri 18:00-24:00")]
    [InlineData("Mon-Sun 00:00-24:00", null)]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void Hours_are_stored_in_one_way_of_writing_them(string? written, string? stored)
    {
        var hours = Done(BusinessHours.Read(written, " 2026-12-26,2026-12-25\n2026-12-25 "));

        Assert.Equal((stored, "2026-12-25 2026-12-26"), (hours.Text, hours.ClosedText));
        Assert.Equal(stored, Done(BusinessHours.Read(stored, null)).Text);
    }

    [Theory]
    [InlineData("Mon 09:00-09:00", null, "client.business-hours")] // A day without length.
    [InlineData("Mon 17:00-09:00", null, "client.business-hours")]
    [InlineData("Mon-Fri 09:00-17:00, Tue 09:00-10:00", null, "client.business-hours")]
    [InlineData("Mon-Fry 09:00-17:00", null, "client.business-hours")]
    [InlineData("Mon 09:00", null, "client.business-hours")]
    [InlineData("Mon 25:00-26:00", null, "client.business-hours")]
    [InlineData("none", null, "client.business-hours")]
    [InlineData(",", null, "client.business-hours")]
    [InlineData(null, "25.12.2026", "client.closed-days")]
    [InlineData(null, "2026-02-30", "client.closed-days")]
    public void What_cannot_be_meant_is_refused(string? hours, string? closed, string code) => Assert.Equal(code, Refused(BusinessHours.Read(hours, closed)).Code);

    [Fact]
    public void A_hundred_closed_days_are_kept_and_no_more()
    {
        var days = Enumerable.Range(0, 101).Select(day => new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", null)).ToArray();

        Assert.Equal(1_099, Done(BusinessHours.Read(null, string.Join(' ', days[..100]))).ClosedText!.Length);
        Assert.Equal("client.closed-days", Refused(BusinessHours.Read(null, string.Join(' ', days))).Code);
    }

    private static TimeZoneInfo Berlin { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static BusinessCalendar Calendar(string hours, string? closed = null) => new(Done(BusinessHours.Read(hours, closed)), Berlin);
}
