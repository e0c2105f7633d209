using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Clients;

/// <summary>When a retailer works on one day of the week, local time.</summary>
/// <param name="Day">Which day.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until when, later than <paramref name="From"/>; 00:00 is the end of the day.</param>
public sealed record OpenDay(DayOfWeek Day, TimeOnly From, TimeOnly To)
{
    /// <summary>True where it has a length.</summary>
    public bool HasLength => To == TimeOnly.MinValue || To > From;
}

/// <summary>
/// When a retailer works, as it is written and stored: days of the week with from and to, and days on which it is closed all the same.
/// Written as <c>Mon-Fri 09:00-17:00, Sat 10:00-14:00</c> or <c>Sun-Thu 08:00-16:00</c>; days that are not named are closed.
/// </summary>
public sealed class BusinessHours
{
    /// <summary>The longest text of the hours.</summary>
    public const int LongestText = 300;

    /// <summary>The most closed days that are kept: three years of public holidays and then some.</summary>
    public const int MostClosedDays = 100;

    private static readonly string[] Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly Refusal Unreadable = new(
        "client.business-hours",
        "Write business hours as days with from and to, for example 'Mon-Fri 09:00-17:00, Sat 10:00-14:00': each day once, the end after the beginning, 24:00 for midnight.");

    private readonly OpenDay?[] _days = new OpenDay?[7];

    private BusinessHours(IEnumerable<OpenDay> days, IEnumerable<DateOnly> closed)
    {
        foreach (var day in days)
        {
            _days[Place(day.Day)] = day;
        }

        Closed = closed.ToHashSet();
    }

    /// <summary>The days of the week it is open on, Monday first.</summary>
    public IReadOnlyList<OpenDay> Days => [.. _days.OfType<OpenDay>()];

    /// <summary>The local dates on which it is closed all the same.</summary>
    public IReadOnlySet<DateOnly> Closed { get; }

    /// <summary>The hours as they are stored; null where every day is open from midnight to midnight.</summary>
    public string? Text => Array.TrueForAll(_days, day => day is { From.Ticks: 0, To.Ticks: 0 }) ? null : string.Join(", ", Runs());

    /// <summary>The closed days as they are stored, in order; null where there are none.</summary>
    public string? ClosedText => Closed.Count == 0 ? null : string.Join(' ', Closed.Order().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    /// <summary>Reads what was written.</summary>
    /// <param name="hours">As at <see cref="BusinessHours"/>; nothing is open at all times.</param>
    /// <param name="closed">Dates <c>2026-12-25</c> with spaces, commas or lines between; nothing is none.</param>
    /// <returns>The hours; or <c>client.business-hours</c>, <c>client.closed-days</c> with what would be valid.</returns>
    public static Outcome<BusinessHours> Read(string? hours, string? closed)
    {
        if (ReadDays(hours) is not { } days)
        {
            return Unreadable;
        }

        var dates = new List<DateOnly>();
        foreach (var word in (closed ?? string.Empty).Split([' ', ',', ';', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return new Refusal("client.closed-days", $"'{Cut(word)}' is no date, for example 2026-12-25.");
            }

            dates.Add(date);
        }

        return dates.Count > MostClosedDays
            ? new Refusal("client.closed-days", $"At most {MostClosedDays} closed days are kept: take those out that are over.")
            : new BusinessHours(days, dates);
    }

    /// <summary>The hours of a day of the week; null where it is closed.</summary>
    public OpenDay? On(DayOfWeek day) => _days[Place(day)];

    private static List<OpenDay>? ReadDays(string? hours)
    {
        if (string.IsNullOrWhiteSpace(hours))
        {
            return [.. Enum.GetValues<DayOfWeek>().Select(day => new OpenDay(day, TimeOnly.MinValue, TimeOnly.MinValue))];
        }

        if (hours.Length > LongestText)
        {
            return null;
        }

        var days = new List<OpenDay>();
        foreach (var part in hours.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var named, var times] || ReadTimes(times) is not var (from, to) || ReadNames(named) is not var (first, last))
            {
                return null;
            }

            for (var place = first; place <= (last < first ? last + 7 : last); place++)
            {
                var day = new OpenDay(DayAt(place % 7), from, to);
                if (!day.HasLength || days.Exists(other => other.Day == day.Day))
                {
                    return null;
                }

                days.Add(day);
            }
        }

        return days.Count == 0 ? null : days;
    }

    private static (int First, int Last)? ReadNames(string named)
    {
        var ends = named.Split('-');
        var (first, last) = (PlaceOf(ends[0]), PlaceOf(ends[^1]));
        return ends.Length > 2 || first < 0 || last < 0 ? null : (first, last);
    }

    private static (TimeOnly From, TimeOnly To)? ReadTimes(string times) =>
        times.Split('-') is [var from, var to] && TryTime(from, out var begins) && (TryTime(to, out var ends) || to == "24:00") ? (begins, ends) : null;

    private static bool TryTime(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private IEnumerable<string> Runs()
    {
        for (var first = 0; first < 7; first++)
        {
            if (_days[first] is not { } day)
            {
                continue;
            }

            var last = first;
            while (last < 6 && _days[last + 1] is { } next && next.From == day.From && next.To == day.To)
            {
                last++;
            }

            var to = day.To == TimeOnly.MinValue ? "24:00" : day.To.ToString("HH:mm", CultureInfo.InvariantCulture);
            yield return $"{(first == last ? Names[first] : $"{Names[first]}-{Names[last]}")} {day.From.ToString("HH:mm", CultureInfo.InvariantCulture)}-{to}";
            first = last;
        }
    }

    private static int Place(DayOfWeek day) => ((int)day + 6) % 7;

    private static DayOfWeek DayAt(int place) => (DayOfWeek)((place + 1) % 7);

    private static int PlaceOf(string name) => Array.FindIndex(Names, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    private static string Cut(string word) => word.Length > 20 ? $"{word[..20]}…" : word;
}
