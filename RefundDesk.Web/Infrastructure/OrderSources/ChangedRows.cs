using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>
/// Walks what a shop lists by the time of its last change. A page ends where a millisecond ends, never inside one: databases keep finer times than
/// shops hand out, so neither the time nor a key beside it says which of two rows in one millisecond was listed first.
/// </summary>
internal static class ChangedRows
{
    /// <summary>
    /// How far a walk that came to its end begins before its last row: what was written then may be stored later, by a transaction that took longer.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>The next rows.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="size">Rows of a page; more where one millisecond has more.</param>
    /// <param name="most">What the shop lists at most in one answer.</param>
    /// <param name="list">Asks the shop for so many rows at most, changed at or after a time to the millisecond, oldest first.</param>
    /// <param name="changedAt">When a row changed.</param>
    public static async Task<Outcome<ChangedPage<TRow>>> NextAsync<TRow>(DateTimeOffset from, int size, int most, Func<DateTimeOffset, int, Task<Outcome<IReadOnlyList<TRow>>>> list, Func<TRow, DateTimeOffset> changedAt)
    {
        for (var take = size + 1; ; take = Math.Min(most, take * 4))
        {
            var rows = await list(from, take);
            if (!rows.Succeeded)
            {
                return rows.Refusal;
            }

            if (rows.Value.Count < take)
            {
                var rewound = rows.Value.Count == 0 ? from : ToMillisecond(changedAt(rows.Value[^1])) - Overlap;
                return new ChangedPage<TRow>(rows.Value, rewound > from ? rewound : from, HasMore: false);
            }

            var open = ToMillisecond(changedAt(rows.Value[^1]));
            TRow[] whole = [.. rows.Value.TakeWhile(row => ToMillisecond(changedAt(row)) < open)];
            if (whole.Length > 0)
            {
                return new ChangedPage<TRow>(whole, open, HasMore: true);
            }

            if (take == most)
            {
                return new Refusal("source.answer", $"The shop changed {most} orders or more within one millisecond, at {Text(open)}, and lists no more than that at once.");
            }
        }
    }

    /// <summary>A time as cursors and shops write it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a time of a cursor; null where it is none.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static DateTimeOffset ToMillisecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <summary>Rows in the order of their change.</summary>
/// <param name="Rows">Oldest change first.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="HasMore">Whether there is more at once.</param>
internal sealed record ChangedPage<TRow>(IReadOnlyList<TRow> Rows, DateTimeOffset Next, bool HasMore);
