namespace RefundDesk.Domain.Policies.Law;

/// <summary>
/// Days on which nobody in the European Union is expected to act: those that practically every member keeps. Where a member keeps more, the
/// customer may have a day more than is counted here; a person sees the date and can give it.
/// </summary>
public static class PublicHolidays
{
    /// <summary>1 January, Easter Monday, 1 May, 25 and 26 December.</summary>
    public static bool IsCommon(DateOnly day) =>
        (day.Month, day.Day) is (1, 1) or (5, 1) or (12, 25) or (12, 26) || day == EasterSunday(day.Year).AddDays(1);

    /// <summary>Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms, chapter 8).</summary>
    /// <param name="year">1583 or later.</param>
    public static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var (d, e) = (b / 4, b % 4);
        var g = ((8 * b) + 13) / 25;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = (c / 4, c % 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
