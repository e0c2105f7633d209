using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>
/// Reads which orders changed, from a second on. Shopify's own cursors point behind an order at a time, so an order that changes meanwhile
/// pushes none from one page to another; they are used only to get to the end of one second.
/// </summary>
internal sealed class ShopifyChanges(ShopifyApi api, TimeProvider time)
{
    private const int MostPages = 10_000;
    private const int MostRecent = 500;
    private const int LinesOfRest = 40;

    /// <summary>Shopify finds orders in an index that comes after the change.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <summary>A query costs what it may find at most, and may cost 1,000 points: three orders of ten lines stay below it.</summary>
    private volatile int _orders = 3;

    private volatile int _lines = 10;

    /// <summary>The next changes.</summary>
    public async Task<Outcome<ChangeCut<ShopifyOrder>>> NextAsync(SourceAccess access, ChangeCursor from, CancellationToken cancellationToken)
    {
        var settled = time.GetUtcNow() - Settling;
        var read = new Dictionary<string, Change<ShopifyOrder>>(StringComparer.Ordinal);
        for (string? after = null; ;)
        {
            var page = await PageAsync(access, from, after, cancellationToken);
            if (!page.Succeeded)
            {
                return page.Refusal;
            }

            foreach (var change in page.Value.Changes)
            {
                read[change.Key] = change;
            }

            after = page.Value.Next;
            if (after is null || read.Count >= MostRecent || page.Value.Changes.All(change => change.Second <= settled))
            {
                var cut = ChangePages.Cut(from, [.. read.Values.OrderBy(change => change.Second)], after is not null, settled);
                return cut.IsStuck ? await SecondAsync(access, from, page.Value, settled, cancellationToken) : cut;
            }
        }
    }

    /// <summary>Everything of the cursor's second.</summary>
    private async Task<Outcome<ChangeCut<ShopifyOrder>>> SecondAsync(SourceAccess access, ChangeCursor from, ShopifyPage first, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Change<ShopifyOrder>>(StringComparer.Ordinal);
        var page = first;
        for (var pages = 1; pages <= MostPages; pages++)
        {
            foreach (var change in page.Changes.Where(change => change.Second == from.Second))
            {
                found[change.Key] = change;
            }

            if (page.Next is null || page.Changes.Any(change => change.Second > from.Second))
            {
                break;
            }

            var next = await PageAsync(access, from, page.Next, cancellationToken);
            if (!next.Succeeded)
            {
                return next.Refusal;
            }

            page = next.Value;
        }

        return ChangePages.After<ShopifyOrder>(from, [.. found.Values], settled);
    }

    private async Task<Outcome<ShopifyPage>> PageAsync(SourceAccess access, ChangeCursor from, string? after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (orders, lines) = (_orders, _lines);
            var variables = new JsonObject { ["first"] = orders, ["after"] = after, ["query"] = $"updated_at:>='{ChangeCursor.Text(from.Second)}'", ["lines"] = lines };
            var data = await api.AskAsync(access, ShopifyQueries.Changed, variables, cancellationToken);
            if (data.Succeeded)
            {
                return await ReadAsync(access, data.Value, cancellationToken);
            }

            if (data.Refusal.Code != ShopifyApi.TooCostly)
            {
                return data.Refusal;
            }

            if (orders == 1 && lines == 1)
            {
                return SourceFaults.Answer(access, data.Refusal.Message);
            }

            (_orders, _lines) = orders > 1 ? (orders - 1, lines) : (1, lines / 2);
        }
    }

    private async Task<Outcome<ShopifyPage>> ReadAsync(SourceAccess access, JsonElement data, CancellationToken cancellationToken)
    {
        var list = new ShopNode(data, "", new ShopFaults())["orders"];
        var (changes, last) = (new List<Change<ShopifyOrder>>(), DateTimeOffset.MinValue);
        foreach (var node in list["nodes"].Items())
        {
            if (node["id"].TextOrNull() is not { Length: > 0 and <= 120 } key || node["updatedAt"].TimeOrNull() is not { } time)
            {
                return SourceFaults.Answer(access, "an order without id or updatedAt.");
            }

            if (ChangeCursor.Floor(time) < last)
            {
                return SourceFaults.Answer(access, "orders that are not in the order of their change.");
            }

            last = ChangeCursor.Floor(time);
            var whole = await WholeAsync(access, key, node, cancellationToken);
            if (!whole.Succeeded)
            {
                return whole.Refusal;
            }

            changes.Add(new Change<ShopifyOrder>(key, last, whole.Value));
        }

        return new ShopifyPage(changes, list["pageInfo"]["hasNextPage"].IsTrue() ? list["pageInfo"]["endCursor"].TextOrNull() : null);
    }

    /// <summary>An order with the rest of its lines and with what the shop gave back of it.</summary>
    private async Task<Outcome<ShopifyOrder>> WholeAsync(SourceAccess access, string key, ShopNode order, CancellationToken cancellationToken)
    {
        var lines = new List<JsonElement>();
        for (var list = order["lineItems"]; ;)
        {
            var items = list["nodes"].Items();
            lines.AddRange(items.Select(item => item.Element));
            if (!list["pageInfo"]["hasNextPage"].IsTrue())
            {
                break;
            }

            var more = await api.AskAsync(access, ShopifyQueries.MoreLines, new JsonObject { ["id"] = key, ["lines"] = LinesOfRest, ["after"] = list["pageInfo"]["endCursor"].TextOrNull() }, cancellationToken);
            if (!more.Succeeded)
            {
                return more.Refusal.Code == ShopifyApi.TooCostly ? SourceFaults.Answer(access, more.Refusal.Message) : more.Refusal;
            }

            list = new ShopNode(more.Value, "", new ShopFaults())["order"]["lineItems"];
            if (!list.Exists || items.Count == 0)
            {
                return SourceFaults.Unreachable(access, "an order is gone while it is read; tried again later.");
            }
        }

        var refunds = order["refunds"].Items();
        var foreign = refunds.Count < 5 && refunds.All(refund => RecordNote.IsOurs(refund["note"].TextOrNull()))
            ? Array.Empty<JsonElement>()
            : await ForeignRefundsAsync(access, key, cancellationToken);
        return foreign.Succeeded ? new ShopifyOrder(order.Element, lines, foreign.Value) : foreign.Refusal;
    }

    private async Task<Outcome<JsonElement[]>> ForeignRefundsAsync(SourceAccess access, string key, CancellationToken cancellationToken)
    {
        var list = await api.AskAsync(access, ShopifyQueries.Refunds, new JsonObject { ["id"] = key }, cancellationToken);
        if (!list.Succeeded)
        {
            return list.Refusal;
        }

        var foreign = new List<JsonElement>();
        foreach (var refund in new ShopNode(list.Value, "", new ShopFaults())["order"]["refunds"].Items().Where(refund => !RecordNote.IsOurs(refund["note"].TextOrNull())))
        {
            var one = await api.AskAsync(access, ShopifyQueries.Refund, new JsonObject { ["id"] = refund["id"].TextOrNull() }, cancellationToken);
            if (!one.Succeeded)
            {
                return one.Refusal;
            }

            if (new ShopNode(one.Value, "", new ShopFaults())["refund"] is { Exists: true } whole)
            {
                foreign.Add(whole.Element);
            }
        }

        return foreign.ToArray();
    }
}

/// <summary>Some changes, and Shopify's cursor behind them; null where there is nothing more.</summary>
internal sealed record ShopifyPage(IReadOnlyList<Change<ShopifyOrder>> Changes, string? Next);

/// <summary>An order in full.</summary>
/// <param name="Order">It.</param>
/// <param name="Lines">Every line.</param>
/// <param name="Refunds">What the shop gave back itself.</param>
internal sealed record ShopifyOrder(JsonElement Order, IReadOnlyList<JsonElement> Lines, IReadOnlyList<JsonElement> Refunds);
