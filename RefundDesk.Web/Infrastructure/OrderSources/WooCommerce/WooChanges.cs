using System.Globalization;
using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.WooCommerce;

/// <summary>
/// Reads which orders changed, from a second on. The list itself is never turned by page while it is open at its end: only windows that are
/// over are, and their count is held against what was read.
/// </summary>
internal sealed class WooChanges(WooApi api)
{
    private const int Tries = 5;
    private const int MostPages = 1_000;
    private const int MostRecentPages = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly int[] Windows = [3_600, 300, 30, 1];

    /// <summary>The next changes.</summary>
    public async Task<Outcome<ChangeCut<JsonElement>>> NextAsync(SourceAccess access, ChangeCursor from, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, Change<JsonElement>>(StringComparer.Ordinal);
        for (var page = 1; ; page++)
        {
            var list = await api.ListAsync(access, Query(from.Second, null, "modified", page), cancellationToken);
            if (!list.Succeeded)
            {
                return list.Refusal;
            }

            var changes = Changes(access, list.Value.Items);
            if (!changes.Succeeded)
            {
                return changes.Refusal;
            }

            foreach (var change in changes.Value)
            {
                read[change.Key] = change;
            }

            var (isFull, settled) = (list.Value.Items.Count >= WooApi.PageSize, list.Value.Now - Settling);
            if (isFull && page < MostRecentPages && changes.Value.Any(change => change.Second > settled))
            {
                continue; // what is so new comes again in any case, so it may be turned by page
            }

            var cut = ChangePages.Cut(from, [.. read.Values.OrderBy(change => change.Second)], isFull, settled);
            var isWhole = cut.IsStuck || (!isFull && page == 1) ? !cut.IsStuck : await IsWholeAsync(access, from.Second, cut.Next.Second, read.Values, cancellationToken);
            return !isWhole.Succeeded ? isWhole.Refusal : isWhole.Value ? cut : await WindowAsync(access, From(from, read.Values), settled, cancellationToken);
        }
    }

    /// <summary>
    /// Whether as many orders were read of a time as the shop counts in it. Shops that keep orders as posts sort them by local time, and where an
    /// hour comes twice the first of a list is not the oldest change.
    /// </summary>
    private async Task<Outcome<bool>> IsWholeAsync(SourceAccess access, DateTimeOffset start, DateTimeOffset end, IEnumerable<Change<JsonElement>> read, CancellationToken cancellationToken)
    {
        if (end <= start)
        {
            return true;
        }

        var list = await api.ListAsync(access, Query(start, end, "id", 1, 1), cancellationToken);
        return list.Succeeded ? list.Value.Total is not { } total || total <= read.Count(change => change.Second >= start && change.Second < end) : list.Refusal;
    }

    /// <summary>Where the first of these can be: an order in the wrong place is there by the hour that comes twice, not by more.</summary>
    private static ChangeCursor From(ChangeCursor from, IEnumerable<Change<JsonElement>> changes)
    {
        var first = changes.Min(change => change.Second).AddHours(-1);
        return first > from.Second ? ChangeCursor.At(first) : from;
    }

    /// <summary>Everything of the longest time from the cursor on that fits on one page, else of its second on as many as it takes.</summary>
    private async Task<Outcome<ChangeCut<JsonElement>>> WindowAsync(SourceAccess access, ChangeCursor from, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        foreach (var seconds in Windows)
        {
            var end = from.Second.AddSeconds(seconds);
            if (end > settled && seconds > 1)
            {
                continue;
            }

            var whole = await WholeAsync(access, from.Second, end, onePage: seconds > 1, cancellationToken);
            if (!whole.Succeeded)
            {
                return whole.Refusal;
            }

            if (whole.Value.Count == 0 && seconds > 1)
            {
                continue; // more than a page
            }

            var inOrder = whole.Value.OrderBy(change => change.Second).ToArray();
            return seconds == 1
                ? ChangePages.After(from, inOrder, settled)
                : new ChangeCut<JsonElement>([.. inOrder.Where(change => change.Second > from.Second || !from.Seen.Contains(change.Key))], ChangeCursor.At(end), HasMore: true);
        }

        throw new InvalidOperationException("The shortest window is always read.");
    }

    /// <summary>Every order that changed from a second up to another; none where one page does not hold them and only one is wanted.</summary>
    private async Task<Outcome<IReadOnlyList<Change<JsonElement>>>> WholeAsync(SourceAccess access, DateTimeOffset start, DateTimeOffset end, bool onePage, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var found = new Dictionary<string, Change<JsonElement>>(StringComparer.Ordinal);
            int? expected = null;
            for (var page = 1; page <= MostPages; page++)
            {
                var list = await api.ListAsync(access, Query(start, end, "id", page), cancellationToken);
                if (!list.Succeeded)
                {
                    return list.Refusal;
                }

                var changes = Changes(access, list.Value.Items);
                if (!changes.Succeeded)
                {
                    return changes.Refusal;
                }

                expected ??= list.Value.Total;
                foreach (var change in changes.Value.Where(change => change.Second >= start && change.Second < end))
                {
                    found[change.Key] = change;
                }

                if (list.Value.Items.Count < WooApi.PageSize)
                {
                    break;
                }

                if (onePage)
                {
                    return Array.Empty<Change<JsonElement>>();
                }
            }

            // An order that changed meanwhile left this time, and all behind it moved up a place: one may have slipped from the next page to the last.
            if (expected is null || found.Count >= expected || onePage)
            {
                return found.Values.ToArray();
            }
        }

        return SourceFaults.Unreachable(access, "its orders change faster than they can be read; tried again later.");
    }

    private static Outcome<IReadOnlyList<Change<JsonElement>>> Changes(SourceAccess access, IReadOnlyList<JsonElement> orders)
    {
        var changes = new List<Change<JsonElement>>(orders.Count);
        foreach (var order in orders)
        {
            var node = new ShopNode(order, "", new ShopFaults());
            if (WooApi.KeyOf(order) is not { Length: > 0 and <= 20 } key || (node["date_modified_gmt"].TimeOrNull() ?? node["date_created_gmt"].TimeOrNull()) is not { } time)
            {
                return SourceFaults.Answer(access, "an order without id or date_modified_gmt.");
            }

            changes.Add(new Change<JsonElement>(key, ChangeCursor.Floor(time), order));
        }

        return changes;
    }

    /// <summary>Both limits of the shop are exclusive; the first is asked a second earlier, and what comes too much is passed over.</summary>
    private static string Query(DateTimeOffset start, DateTimeOffset? end, string orderBy, int page, int size = WooApi.PageSize) => string.Create(
        CultureInfo.InvariantCulture,
        $"orders?modified_after={Time(start.AddSeconds(-1))}{(end is { } before ? $"&modified_before={Time(before)}" : "")}&dates_are_gmt=true&orderby={orderBy}&order=asc&per_page={size}&page={page}&dp={WooApi.Digits}");

    /// <summary>Without a zone: WordPress reads it as GMT then.</summary>
    private static string Time(DateTimeOffset second) => Uri.EscapeDataString(ChangeCursor.Text(second).TrimEnd('Z'));
}
