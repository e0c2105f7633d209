using System.Text.Json.Nodes;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Web.Features.Policies;

/// <summary>One field that two versions have differently.</summary>
/// <param name="Path">Where in the document, <c>windows[Furniture].days</c>.</param>
/// <param name="Place">The same as people read it.</param>
/// <param name="Before">The earlier value in words; null where it was not there.</param>
/// <param name="After">The later value in words; null where it is not there any more.</param>
public sealed record PolicyChange(string Path, string Place, string? Before, string? After);

/// <summary>Two versions side by side.</summary>
/// <param name="From">The one.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">What differs, in the document's order.</param>
public sealed record PolicyComparison(PolicyVersionView From, PolicyVersionView To, IReadOnlyList<PolicyChange> Changes);

/// <summary>What two versions have differently, field by field.</summary>
public sealed class PolicyDifference(PoliciesQuery policies)
{
    private static readonly string[] OfTheVersion = ["version", "activeFrom"];

    /// <summary>Compares two versions of a client.</summary>
    /// <returns>What differs; or <c>policy.not-found</c>, <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<PolicyComparison>> HandleAsync(string clientKey, int from, int to, CancellationToken cancellationToken)
    {
        var before = await policies.FindAsync(clientKey, from, cancellationToken);
        if (!before.Succeeded)
        {
            return before.Refusal;
        }

        var after = await policies.FindAsync(clientKey, to, cancellationToken);
        return after.Succeeded
            ? new PolicyComparison(before.Value, after.Value, Between(before.Value.Content, after.Value.Content, before.Value.Shelf.Currency))
            : after.Refusal;
    }

    /// <summary>What two documents have differently. Items of lists are told apart by their names and not by their place, so that one more item is one change.</summary>
    public static IReadOnlyList<PolicyChange> Between(string before, string after, Currency currency)
    {
        var changes = new List<PolicyChange>();
        Compare(new Where(string.Empty, [], string.Empty), JsonNode.Parse(before), JsonNode.Parse(after), currency, changes);
        return changes;
    }

    private static void Compare(Where where, JsonNode? before, JsonNode? after, Currency currency, List<PolicyChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return;
        }

        if (before is JsonObject && after is JsonObject)
        {
            Pair(where, Fields(before.AsObject(), where), Fields(after.AsObject(), where), (inner, field) => inner.Field(field), currency, changes);
        }
        else if (IsListOfItems(before) && IsListOfItems(after))
        {
            Pair(where, Items(before!.AsArray()), Items(after!.AsArray()), (inner, name) => inner.Item(name), currency, changes);
        }
        else
        {
            changes.Add(new PolicyChange(where.Path, PolicyWording.Place(where.Words), Words(where, before), Words(where, after)));
        }

        string? Words(Where at, JsonNode? value) => value is null ? null : PolicyWording.Value(at.FieldName, value, currency);
    }

    private static void Pair(Where where, List<KeyValuePair<string, JsonNode?>> before, List<KeyValuePair<string, JsonNode?>> after, Func<Where, string, Where> step, Currency currency, List<PolicyChange> changes)
    {
        foreach (var name in before.Select(one => one.Key).Union(after.Select(one => one.Key)))
        {
            Compare(step(where, name), before.Find(one => one.Key == name).Value, after.Find(one => one.Key == name).Value, currency, changes);
        }
    }

    private static List<KeyValuePair<string, JsonNode?>> Fields(JsonObject item, Where where) =>
        [.. item.Where(field => where.Path.Length > 0 || !OfTheVersion.Contains(field.Key))];

    private static bool IsListOfItems(JsonNode? node) => node is JsonArray list && list.All(item => item is JsonObject);

    /// <summary>Items by name; the second of the same name is <c>Furniture (2)</c>.</summary>
    private static List<KeyValuePair<string, JsonNode?>> Items(JsonArray list)
    {
        var items = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var item in list)
        {
            var name = PolicyWording.NameOf(item);
            var same = items.Count(other => other.Key == name || other.Key.StartsWith($"{name} (", StringComparison.Ordinal));
            items.Add(new(same == 0 ? name : $"{name} ({same + 1})", item));
        }

        return items;
    }

    /// <summary>A place in the document.</summary>
    private sealed record Where(string Path, IReadOnlyList<string> Words, string FieldName)
    {
        public Where Field(string name) => new(Path.Length == 0 ? name : $"{Path}.{name}", [.. Words, PolicyWording.Label(name)], name);

        public Where Item(string name) => new($"{Path}[{name}]", [.. Words, name], FieldName);
    }
}
