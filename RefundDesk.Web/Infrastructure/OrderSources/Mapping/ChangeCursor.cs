using System.Globalization;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>
/// Where reading a shop's changes stands. Shops date a change to the second, and many orders may share one; so it is a second, and the
/// orders of that second that were delivered already.
/// </summary>
/// <param name="Second">Everything that changed before it was delivered.</param>
/// <param name="Seen">Keys of orders that changed in it and were delivered too.</param>
internal sealed record ChangeCursor(DateTimeOffset Second, IReadOnlySet<string> Seen)
{
    private const int Longest = 400;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    /// <summary>Before anything of a second.</summary>
    public static ChangeCursor At(DateTimeOffset time) => new(Floor(time), None);

    /// <summary>Reads what <see cref="ToString"/> wrote. What is none of ours begins anew at <paramref name="since"/>: that skips nothing.</summary>
    public static ChangeCursor Read(string? text, DateTimeOffset since)
    {
        var parts = (text ?? "").Split('|');
        return DateTimeOffset.TryParseExact(parts[0], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var second)
            ? new ChangeCursor(second, parts.Length > 1 ? parts[1].Split(',').ToHashSet(StringComparer.Ordinal) : None)
            : At(since);
    }

    /// <summary>A second as shops are asked for it.</summary>
    public static string Text(DateTimeOffset second) => second.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The beginning of a time's second, UTC.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <inheritdoc />
    public override string ToString()
    {
        var whole = Seen.Count == 0 ? Text(Second) : $"{Text(Second)}|{string.Join(',', Seen.Order(StringComparer.Ordinal))}";
        return whole.Length <= Longest ? whole : Text(Second); // they come twice then, which is harmless
    }
}

/// <summary>An order in a list of changes.</summary>
/// <param name="Key">The shop's key.</param>
/// <param name="Second">When it changed, to the second.</param>
/// <param name="Item">It.</param>
internal sealed record Change<T>(string Key, DateTimeOffset Second, T Item);

/// <summary>What of a list of changes is delivered, and where the next one begins.</summary>
/// <param name="Deliver">Oldest change first.</param>
/// <param name="Next">Where the next list begins.</param>
/// <param name="HasMore">Whether there is more at once.</param>
/// <param name="IsStuck">The list is full of one second: that second has to be read whole, else nothing goes on.</param>
internal sealed record ChangeCut<T>(IReadOnlyList<Change<T>> Deliver, ChangeCursor Next, bool HasMore, bool IsStuck = false);

/// <summary>
/// Cuts lists of changes at seconds that are over. An order that changes while its list is read moves to a later second, where it comes
/// again; so nothing is lost as long as the cursor never goes past a second that was not seen whole.
/// </summary>
internal static class ChangePages
{
    /// <summary>Cuts one list.</summary>
    /// <param name="from">Where it was asked from.</param>
    /// <param name="changes">Oldest change first; what lies before the cursor is passed over.</param>
    /// <param name="isFull">Whether the shop has more behind it.</param>
    /// <param name="settled">Seconds before this one are over, for the shop's own clock and index too.</param>
    public static ChangeCut<T> Cut<T>(ChangeCursor from, IReadOnlyList<Change<T>> changes, bool isFull, DateTimeOffset settled)
    {
        var fresh = changes.Where(change => change.Second > from.Second || (change.Second == from.Second && !from.Seen.Contains(change.Key))).ToArray();
        var last = changes.Count == 0 ? from.Second : changes[^1].Second;
        if (!isFull)
        {
            var reached = Later(from.Second, Earlier(last, Floor(settled)));
            var seen = changes.Where(change => change.Second == reached).Select(change => change.Key);
            return new ChangeCut<T>(fresh, new ChangeCursor(reached, (reached == from.Second ? seen.Concat(from.Seen) : seen).ToHashSet(StringComparer.Ordinal)), HasMore: false);
        }

        if (last <= from.Second)
        {
            return new ChangeCut<T>([], from, HasMore: true, IsStuck: true);
        }

        var next = Later(from.Second, Earlier(last, Floor(settled)));
        return new ChangeCut<T>(
            [.. fresh.Where(change => change.Second < last)], next == from.Second ? from : new ChangeCursor(next, new HashSet<string>()), HasMore: next > from.Second);
    }

    /// <summary>Goes past a second that was read whole, if it is over.</summary>
    public static ChangeCut<T> After<T>(ChangeCursor from, IReadOnlyList<Change<T>> whole, DateTimeOffset settled)
    {
        var isOver = from.Second < Floor(settled);
        return new ChangeCut<T>([.. whole.Where(change => !from.Seen.Contains(change.Key))], isOver ? ChangeCursor.At(from.Second.AddSeconds(1)) : from, isOver);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => ChangeCursor.Floor(time);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
