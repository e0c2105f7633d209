using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Finance;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Fields of a policy and their values as people read them. Goes by the names of fields, so that a new field reads well without a word here.</summary>
public static class PolicyWording
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["windows"] = "Return windows",
        ["days"] = "Days",
        ["anchor"] = "Counted from",
        ["basisPoints"] = "Share",
        ["finalSaleCategories"] = "Final sale",
        ["acceptedConditions"] = "Conditions taken back",
        ["restockingFees"] = "Restocking fees",
        ["returnRequiredFromMinor"] = "Goods must come back first from",
        ["refundShippingOnFullReturn"] = "Delivery given back with a whole return",
        ["automaticApprovalMinor"] = "Automation approves up to",
        ["agentApprovalMinor"] = "Agents approve up to",
        ["fourEyesFromMinor"] = "Two people agree from",
        ["reviewFromRiskScore"] = "A person looks from risk",
        ["refuseAutomatically"] = "Automation refuses what a rule refuses",
        ["informationDeadlineDays"] = "Days to answer a question",
        ["returnDeadlineDays"] = "Days to send goods back",
        ["answerWithinHours"] = "Hours promised for an answer",
        ["tenderRule"] = "Payments get money back",
        ["reasons"] = "Rules by reason",
        ["isAccepted"] = "Accepted",
        ["toReview"] = "A person always looks",
        ["feeTaxBasisPoints"] = "Tax inside a fee",
        ["returnCostMinor"] = "The customer pays for the way back",
        ["extras"] = "Extras given back",
        ["when"] = "Given back",
        ["standardDeliveryMinor"] = "Standard delivery costs",
        ["refundExpressSurplus"] = "Surplus for express given back",
        ["refundShippingOnPartReturn"] = "Delivery given back with a part",
        ["freeShippingFromMinor"] = "Delivery is free from",
        ["deliveryChargeMinor"] = "Delivery costs below that",
        ["sets"] = "A set of which a part comes back",
        ["freeGifts"] = "A gift that stays",
        ["promotions"] = "A promotion that a return breaks",
        ["isDistanceSelling"] = "Sold at a distance",
    };

    private static readonly string[] NamesOfItems =
        ["category", "sku", "kind", "customerGroup", "country", "reason", "condition", "stage", "ground", "role", "person", "destination", "period", "currency", "rule", "action"];

    /// <summary>A field as people read it: <c>automaticApprovalMinor</c> is <c>Automation approves up to</c>.</summary>
    public static string Label(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Labels.TryGetValue(field, out var label) ? label : Spaced(Without(Without(field, "BasisPoints"), "Minor"));
    }

    /// <summary>The place of a field as people read it: <c>windows[Furniture].days</c> is <c>Return windows › Furniture › Days</c>.</summary>
    public static string Place(IEnumerable<string> path) => string.Join(" › ", path);

    /// <summary>A value as people read it.</summary>
    /// <param name="field">The field it stands in: its name says whether it is an amount, a share or days.</param>
    /// <param name="value">The value; null is nothing.</param>
    /// <param name="currency">The currency of amounts.</param>
    public static string Value(string field, JsonNode? value, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(field);
        return value switch
        {
            null => "—",
            JsonArray { Count: 0 } => "none",
            JsonArray list => string.Join(list.Any(item => item is JsonObject) ? "; " : ", ", list.Select(item => Value(field, item, currency))),
            JsonObject item => string.Join(", ", item.Where(part => part.Value is not null).Select(part => Part(part.Key, part.Value!, currency))),
            _ => Scalar(field, value.AsValue(), currency),
        };
    }

    /// <summary>What tells an item of a list from its neighbours: a category, a reason, a condition; <c>all others</c> where nothing does.</summary>
    public static string NameOf(JsonNode? item)
    {
        if (item is not JsonObject fields)
        {
            return item?.ToString() ?? "none";
        }

        var names = fields.Where(field => NamesOfItems.Contains(field.Key, StringComparer.OrdinalIgnoreCase) && field.Value?.GetValueKind() == JsonValueKind.String).Select(field => Spoken(field.Value!.ToString())).ToArray();
        return names.Length == 0 ? "all others" : string.Join(", ", names);
    }

    private static string Part(string field, JsonNode value, Currency currency) =>
        NamesOfItems.Contains(field, StringComparer.OrdinalIgnoreCase) ? Value(field, value, currency) : $"{Label(field).ToLowerInvariant()} {Value(field, value, currency)}";

    private static string Scalar(string field, JsonValue value, Currency currency) => value.GetValueKind() switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when field.EndsWith("Minor", StringComparison.OrdinalIgnoreCase) => DeskText.Of(Money.Of(value.GetValue<long>(), currency)),
        JsonValueKind.Number when field.EndsWith("BasisPoints", StringComparison.OrdinalIgnoreCase) => string.Create(CultureInfo.InvariantCulture, $"{value.GetValue<long>() / 100m:0.##} %"),
        JsonValueKind.Number => value.ToJsonString(),
        _ => Spoken(value.ToString()),
    };

    /// <summary>Names of our own in words, <c>GiftCardLast</c>; what the retailer calls things stays as it is.</summary>
    private static string Spoken(string text) => text.Length > 2 && char.IsUpper(text[0]) && text.All(char.IsAsciiLetter) && text.Skip(1).Any(char.IsLower) ? Spaced(text) : text;

    private static string Without(string field, string end) => field.EndsWith(end, StringComparison.Ordinal) && field.Length > end.Length ? field[..^end.Length] : field;

    private static string Spaced(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                words.Append(words.Length == 0 ? char.ToUpperInvariant(letter) : letter);
            }
        }

        return words.ToString();
    }
}
