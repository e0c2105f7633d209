using System.Text.Json;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Vendure;

/// <summary>
/// A Vendure shop, over its Admin API. A refund is a note on the order and nothing else: <c>refundOrder</c> would have the shop's payment plugin pay.
/// </summary>
/// <remarks>
/// Vendure does not touch an order's <c>updatedAt</c> when its payment is settled or its parcels move. So beside the walk by <c>updatedAt</c>, every
/// round that comes to the end of it looks again at some of the orders placed lately, in rotation.
/// </remarks>
internal sealed class VendureSource(ShopCalls calls, TimeProvider time) : IOrderSource
{
    /// <summary>What a Vendure server lists at most unless its owner changed it.</summary>
    private const int Most = 1_000;

    private const int LookedAtAgain = 200;

    private static readonly TimeSpan LookedAtFor = TimeSpan.FromDays(60);

    private readonly VendureApi _api = new(calls);

    /// <summary>Orders a page has.</summary>
    internal int PageSize { get; init; } = 100;

    /// <inheritdoc />
    public string Kind => "vendure";

    /// <inheritdoc />
    public async Task<Outcome> TryAsync(SourceAccess access, CancellationToken cancellationToken) =>
        (await _api.AskAsync(access, VendureQueries.Try, new { }, cancellationToken)).WithoutValue();

    /// <inheritdoc />
    public async Task<Outcome<SourcePage>> ReadAsync(SourceAccess access, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        var at = VendureCursor.Read(cursor, access.Since);
        try
        {
            var changed = await ChangedRows.NextAsync(at.Changed, PageSize, Most, (from, take) => ListAsync(access, "updatedAt", from, take, cancellationToken), order => When(order, "updatedAt"));
            if (!changed.Succeeded)
            {
                return changed.Refusal;
            }

            var (rows, next) = (changed.Value.Rows, at with { Changed = changed.Value.Next });
            if (!changed.Value.HasMore)
            {
                var again = await AgainAsync(access, at.Placed, cancellationToken);
                if (!again.Succeeded)
                {
                    return again.Refusal;
                }

                var known = rows.Select(row => row.Order.Needed("id")).ToHashSet(StringComparer.Ordinal);
                rows = [.. again.Value.Rows.Where(row => !known.Contains(row.Order.Needed("id"))), .. rows];
                next = next with { Placed = again.Value.HasMore ? again.Value.Next : DateTimeOffset.UnixEpoch };
            }

            // The orders of the sellers of a marketplace are parts of another order, which has the payments.
            return new SourcePage(
                [.. rows.Where(row => row.Order.Text("type") != "Seller").Select(row => VendureOrders.Read(row.Order, row.Precision, access.Gateway))],
                next.ToString(),
                changed.Value.HasMore);
        }
        catch (UnreadableShopAnswerException fault)
        {
            return SourceFaults.Answer(access, fault.Message);
        }
    }

    /// <inheritdoc />
    public async Task<Outcome<string>> RecordAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refund);
        try
        {
            var found = await NotesAsync(access, refund, cancellationToken);
            if (!found.Succeeded)
            {
                return found.Refusal;
            }

            if (found.Value.Count == 0)
            {
                var input = new { id = refund.OrderKey, note = RecordNote.WithAmount(refund), isPublic = false };
                var added = await _api.AskAsync(access, VendureQueries.AddNote, new { input }, cancellationToken);
                if (!added.Succeeded)
                {
                    return added.Refusal;
                }

                found = await NotesAsync(access, refund, cancellationToken);
                if (!found.Succeeded)
                {
                    return found.Refusal;
                }
            }

            return await KeepFirstAsync(access, found.Value, cancellationToken);
        }
        catch (UnreadableShopAnswerException fault)
        {
            return SourceFaults.Answer(access, fault.Message);
        }
    }

    /// <summary>Two tries at once may both have written: whoever sees both takes away all but the first.</summary>
    private async Task<Outcome<string>> KeepFirstAsync(SourceAccess access, IReadOnlyList<string> notes, CancellationToken cancellationToken)
    {
        if (notes.Count == 0)
        {
            return SourceFaults.Answer(access, "the note that was written is not there.");
        }

        foreach (var id in notes.Skip(1))
        {
            var deleted = await _api.AskAsync(access, VendureQueries.DeleteNote, new { id }, cancellationToken);
            if (!deleted.Succeeded && deleted.Refusal.Code != "source.answer")
            {
                return deleted.Refusal;
            }
        }

        return $"note {notes[0]}";
    }

    /// <summary>The ids of the notes that name a refund, oldest first.</summary>
    private async Task<Outcome<IReadOnlyList<string>>> NotesAsync(SourceAccess access, SourceRefund refund, CancellationToken cancellationToken)
    {
        var (ids, skip) = (new List<string>(), 0);
        while (true)
        {
            var data = await _api.AskAsync(access, VendureQueries.Notes, new { id = refund.OrderKey, take = 100, skip }, cancellationToken);
            if (!data.Succeeded)
            {
                return data.Refusal;
            }

            if (data.Value.At("order") is not { ValueKind: JsonValueKind.Object } order)
            {
                return SourceFaults.OrderGone(access, refund.OrderNumber);
            }

            JsonElement[] notes = [.. order.At("history").Each("items")];
            ids.AddRange(notes.Where(note => note.At("data").Text("note")?.StartsWith($"RefundDesk {refund.RefundNumber}:", StringComparison.Ordinal) == true).Select(note => note.Needed("id")));
            skip += notes.Length;
            if (notes.Length < 100)
            {
                return ids;
            }
        }
    }

    /// <summary>The next orders of the rotation; it never begins before what is looked at at all.</summary>
    private Task<Outcome<ChangedPage<(JsonElement Order, int Precision)>>> AgainAsync(SourceAccess access, DateTimeOffset placed, CancellationToken cancellationToken)
    {
        var first = time.GetUtcNow() - LookedAtFor;
        var from = new[] { placed, first, access.Since }.Max();
        return ChangedRows.NextAsync(from, LookedAtAgain, Most, (at, take) => ListAsync(access, "orderPlacedAt", at, take, cancellationToken), order => When(order, "orderPlacedAt"));
    }

    private async Task<Outcome<IReadOnlyList<(JsonElement Order, int Precision)>>> ListAsync(SourceAccess access, string by, DateTimeOffset from, int take, CancellationToken cancellationToken)
    {
        var filter = new Dictionary<string, object>
        {
            ["orderPlacedAt"] = new { isNull = false },
            [by] = new { between = new { start = ChangedRows.Text(from), end = "9000-01-01T00:00:00.000Z" } },
        };
        var sort = new Dictionary<string, string> { [by] = "ASC" };
        var data = await _api.AskAsync(access, VendureQueries.Orders, new { options = new { take, sort, filter } }, cancellationToken);
        if (!data.Succeeded)
        {
            return data.Refusal;
        }

        var precision = data.Value.At("globalSettings").At("serverConfig").Count("moneyStrategyPrecision");
        return data.Value.At("orders").Each("items").Select(order => (order, precision)).ToArray();
    }

    private static DateTimeOffset When((JsonElement Order, int Precision) row, string name) =>
        row.Order.Time(name) ?? throw new UnreadableShopAnswerException($"'{name}' is missing.");
}

/// <summary>Where a walk over a Vendure shop stands.</summary>
/// <param name="Changed">Orders changed at this time or later come next.</param>
/// <param name="Placed">Orders placed at this time or later are looked at again next.</param>
internal sealed record VendureCursor(DateTimeOffset Changed, DateTimeOffset Placed)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; what is none begins anew.</summary>
    public static VendureCursor Read(string? text, DateTimeOffset since)
    {
        var parts = (text ?? string.Empty).Split(' ');
        return parts.Length == 2 && ChangedRows.Time(parts[0]) is { } changed && ChangedRows.Time(parts[1]) is { } placed
            ? new VendureCursor(changed, placed)
            : new VendureCursor(since, DateTimeOffset.UnixEpoch);
    }

    /// <inheritdoc />
    public override string ToString() => $"{ChangedRows.Text(Changed)} {ChangedRows.Text(Placed)}";
}
