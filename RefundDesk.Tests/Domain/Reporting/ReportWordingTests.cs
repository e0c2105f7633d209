using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Tests.Domain.Reporting;

public sealed class ReportWordingTests
{
    private static readonly ReportWording Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData(0, "EUR", "0.00")]
    [InlineData(5, "EUR", "0.05")]
    [InlineData(129_900, "EUR", "1,299.00")]
    [InlineData(-123_456_789, "EUR", "−1,234,567.89")]
    [InlineData(100, "EUR", "1.00")]
    [InlineData(129_900, "JPY", "129,900")]
    [InlineData(-999, "JPY", "−999")]
    [InlineData(1_299_500, "KWD", "1,299.500")]
    [InlineData(12_345, "CLF", "1.2345")]
    [InlineData(long.MinValue, "JPY", "−9,223,372,036,854,775,808")]
    public void An_amount_shows_all_digits_of_its_currency(long minor, string currency, string expected) =>
        Assert.Equal(expected, ReportWording.Amount(Money.Of(minor, Currency.Of(currency))));

    [Fact]
    public void An_amount_alone_names_its_currency() =>
        Assert.Equal("KWD\u00A01,299.500", Berlin.Of(ReportValue.Amount(Money.Of(1_299_500, Currency.Of("KWD")))));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(240, "4 min")]
    [InlineData(3_599, "1 h")]
    [InlineData(12_000, "3 h 20 min")]
    [InlineData(36_000, "10 h")]
    [InlineData(68_400, "19 h")]
    [InlineData(259_200, "3 d")]
    [InlineData(367_200, "4 d 6 h")]
    [InlineData(-240, "−4 min")]
    public void A_duration_is_worded_in_what_matters_at_its_size(double seconds, string expected) =>
        Assert.Equal(expected, ReportWording.Duration(TimeSpan.FromSeconds(seconds)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData("0.078", "7.8 %")]
    [InlineData("1", "100.0 %")]
    [InlineData("12.3456", "1,234.6 %")]
    [InlineData("-0.006", "−0.6 %")]
    [InlineData("-0.0001", "0.0 %")]
    public void A_share_is_worded_to_a_tenth_of_a_percent(string fraction, string expected) =>
        Assert.Equal(expected, ReportWording.Percent(decimal.Parse(fraction, System.Globalization.CultureInfo.InvariantCulture)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData("2026-11-14", "2026-11-14", "14 Nov 2026")]
    [InlineData("2026-11-01", "2026-11-30", "1 – 30 Nov 2026")]
    [InlineData("2026-10-28", "2026-11-03", "28 Oct – 3 Nov 2026")]
    [InlineData("2026-12-15", "2027-01-14", "15 Dec 2026 – 14 Jan 2027")]
    public void A_period_does_not_repeat_what_its_ends_share(string from, string to, string expected) =>
        Assert.Equal(expected, ReportWording.Period(DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_moment_is_worded_in_the_zone_of_the_report_on_both_sides_of_a_clock_change()
    {
        Assert.Equal("25 Oct 2026 02:30", Berlin.Moment(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero)));
        Assert.Equal("25 Oct 2026 02:30", Berlin.Moment(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero)));
        Assert.Equal("25 Oct 2026 03:30", Berlin.Moment(new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void What_was_not_measured_is_not_worded_as_zero() => Assert.Equal("–", Berlin.Of(ReportValue.Missing));

    [Fact]
    public void A_share_of_nothing_is_missing() => Assert.Same(ReportValue.Missing, ReportValue.Share(0, 0));
}
