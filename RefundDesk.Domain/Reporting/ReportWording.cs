using System.Globalization;
using System.Text;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Reporting;

/// <summary>
/// Values in words, the same on the page and in print: thousands with a comma, a real minus sign, amounts with their
/// ISO 4217 code, durations in their two largest units, moments in the report's time zone.
/// </summary>
/// <param name="zone">The zone in which moments are shown.</param>
public sealed class ReportWording(TimeZoneInfo zone)
{
    /// <summary>What stands where nothing was measured.</summary>
    public const string Nothing = "–";

    private const char Minus = '\u2212';
    private const char NoBreakSpace = '\u00A0';

    /// <summary>The wording of a document: its time zone.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public static ReportWording For(ReportDocument document) => new(TimeZoneInfo.FindSystemTimeZoneById(document.TimeZoneId));

    /// <summary>A value with everything needed to understand it alone, so an amount with its currency.</summary>
    public string Of(ReportValue value) => value is ReportValue.AmountValue amount
        ? $"{amount.Value.Currency.Code}{NoBreakSpace}{Amount(amount.Value)}"
        : InColumn(value, currencyInHeading: true);

    /// <summary>A value as it stands in a column.</summary>
    /// <param name="value">The value.</param>
    /// <param name="currencyInHeading">Whether the column's heading names the currency, so that the cell need not.</param>
    public string InColumn(ReportValue value, bool currencyInHeading) => value switch
    {
        ReportValue.TextValue text => text.Value,
        ReportValue.CountValue count => Signed(count.Value.ToString("N0", CultureInfo.InvariantCulture)),
        ReportValue.AmountValue amount => currencyInHeading ? Amount(amount.Value) : Of(amount),
        ReportValue.PercentValue percent => Percent(percent.Fraction),
        ReportValue.DurationValue duration => Duration(duration.Value),
        ReportValue.DateValue date => Day(date.Value),
        ReportValue.DateTimeValue instant => Moment(instant.Value),
        _ => Nothing,
    };

    /// <summary>A moment in the report's time zone to the minute, for example <c>14 Nov 2026 09:12</c>.</summary>
    public string Moment(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day, for example <c>14 Nov 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A span of days, both included, without repeating what both share: <c>1 – 30 Nov 2026</c>.</summary>
    public static string Period(DateOnly from, DateOnly to)
    {
        var first = from switch
        {
            _ when from == to => "",
            _ when from.Year == to.Year && from.Month == to.Month => from.ToString("%d", CultureInfo.InvariantCulture) + " – ",
            _ when from.Year == to.Year => from.ToString("d MMM", CultureInfo.InvariantCulture) + " – ",
            _ => Day(from) + " – ",
        };
        return first + Day(to);
    }

    /// <summary>An amount in major units with all its digits and without its currency, for example <c>1,299.00</c>.</summary>
    public static string Amount(Money money)
    {
        var digits = money.ToMajorString();
        var start = money.Minor < 0 ? 1 : 0;
        var dot = money.Currency.Exponent == 0 ? digits.Length : digits.Length - money.Currency.Exponent - 1;
        var grouped = new StringBuilder(money.Minor < 0 ? Minus.ToString() : "");
        for (var index = start; index < dot; index++)
        {
            grouped.Append(digits[index]);
            if ((dot - index - 1) % 3 == 0 && index + 1 < dot)
            {
                grouped.Append(',');
            }
        }

        return grouped.Append(digits.AsSpan(dot)).ToString();
    }

    /// <summary>A share to a tenth of a percent, for example <c>7.8 %</c>.</summary>
    public static string Percent(decimal fraction) =>
        Signed((fraction * 100).ToString("#,##0.0", CultureInfo.InvariantCulture)) + NoBreakSpace + "%";

    /// <summary>
    /// A length of time, rounded to what matters at its size: <c>45 s</c>, <c>4 min</c>, <c>3 h 20 min</c>, <c>19 h</c>,
    /// <c>4 d 6 h</c>.
    /// </summary>
    public static string Duration(TimeSpan length)
    {
        var sign = length < TimeSpan.Zero ? Minus.ToString() : "";
        var seconds = (long)Math.Round(Math.Abs(length.TotalSeconds), MidpointRounding.AwayFromZero);
        var minutes = Rounded(seconds, 60);
        var hours = Rounded(seconds, 3600);
        var words = seconds switch
        {
            < 60 => $"{seconds} s",
            _ when minutes < 60 => $"{minutes} min",
            _ when minutes < 600 => Two(minutes, 60, "h", "min"),
            _ when hours < 72 => $"{hours} h",
            _ => Two(hours, 24, "d", "h"),
        };
        return sign + words.Replace(' ', NoBreakSpace);
    }

    private static long Rounded(long seconds, int unit) => (seconds + (unit / 2)) / unit;

    private static string Two(long small, int ratio, string largeName, string smallName) =>
        small % ratio == 0 ? $"{small / ratio} {largeName}" : $"{small / ratio} {largeName} {small % ratio} {smallName}";

    private static string Signed(string number) => number.Replace('-', Minus);
}
