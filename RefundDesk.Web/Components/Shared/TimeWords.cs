using System.Globalization;

namespace RefundDesk.Web.Components.Shared;

/// <summary>An instant as people read it: how long ago or how soon, and the exact time for who asks.</summary>
/// <param name="Text"><c>5 min ago</c>, <c>in 3 h</c>; a deadline <c>2 h</c> or <c>1 h late</c>.</param>
/// <param name="Tone">Style of a deadline: within the hour amber, within a quarter of an hour or late red; else null.</param>
/// <param name="Exact">Day, time and offset in the reader's zone.</param>
public readonly record struct TimeWords(string Text, string? Tone, string Exact)
{
    /// <summary>Says it as of now.</summary>
    /// <param name="clock">Now, and the reader's zone.</param>
    /// <param name="at">The instant.</param>
    /// <param name="isDeadline">Without "ago", late ones say so.</param>
    /// <param name="isShort">For narrow columns: <c>11 d</c> instead of <c>11 days</c>.</param>
    public static TimeWords Of(DeskClock clock, DateTimeOffset at, bool isDeadline = false, bool isShort = false)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var left = at - clock.Now;
        var length = isShort ? DeskText.Of(left).Replace(" days", " d", StringComparison.Ordinal) : DeskText.Of(left);
        var exact = clock.Local(at).ToString("ddd d MMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture);
        return isDeadline
            ? new TimeWords(
                left < TimeSpan.Zero && length != "now" ? $"{length} late" : length,
                left.TotalMinutes switch { < 15 => "b text-bad", < 60 => "b text-warn", _ => null },
                exact)
            : new TimeWords(length == "now" ? "just now" : left < TimeSpan.Zero ? $"{length} ago" : $"in {length}", null, exact);
    }
}
