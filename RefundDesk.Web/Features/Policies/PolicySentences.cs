using System.Globalization;
using System.Text.Json.Nodes;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies;

/// <summary>A clause of a policy in sentences.</summary>
/// <param name="Number">As findings name it, <c>§2</c>; empty for how the desk works.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Sentences">What it says.</param>
public sealed record PolicyClause(string Number, string Title, IReadOnlyList<string> Sentences);

/// <summary>A policy as a person reads it. What has no sentence of its own is listed by its fields, so that nothing of a document stays unsaid.</summary>
public static class PolicySentences
{
    private static readonly string[] Said =
    [
        "version", "activeFrom", "windows", "finalSaleCategories", "acceptedConditions", "restockingFees", "returnRequiredFromMinor", "refundShippingOnFullReturn",
        "automaticApprovalMinor", "agentApprovalMinor", "fourEyesFromMinor", "reviewFromRiskScore", "refuseAutomatically", "informationDeadlineDays", "returnDeadlineDays",
        "answerWithinHours", "tenderRule",
    ];

    /// <summary>The clauses of a document.</summary>
    public static IReadOnlyList<PolicyClause> Of(ReturnPolicy policy, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(policy);
        string Amount(long minor) => DeskText.Of(Money.Of(minor, currency));
        PolicyClause[] clauses =
        [
            new("§2", "How long", [.. policy.Windows.OrderBy(window => window.Category is not null).Select(Window)]),
            new("§3", "In which condition", [policy.AcceptedConditions.Count == 0 ? "No goods are taken back for a reason that is the customer’s." : $"{DeskText.Capital(List(policy.AcceptedConditions.Select(condition => DomainText.Of(condition).ToLowerInvariant())))} goods are taken back."]),
            new("§4", "Final sale", [policy.FinalSaleCategories.Count == 0 ? "Nothing is final sale but what the order says." : $"Not taken back: {List(policy.FinalSaleCategories)}. This does not bind where the goods are at fault."]),
            new("§6", "Delivery", [policy.RefundShippingOnFullReturn ? "What delivery cost is given back when the whole order goes back." : "What delivery cost is not given back, unless the fault is the retailer’s."]),
            new("§7", "Restocking fee", policy.RestockingFees.Count == 0 ? ["Nothing is kept back."] : [.. policy.RestockingFees.Select(fee => $"{Percent(fee.BasisPoints)} is kept back for {DomainText.Of(fee.Condition).ToLowerInvariant()} goods, never where the fault is the retailer’s.")]),
            new("§8", "Goods back first", [policy.ReturnRequiredFromMinor is { } from ? $"From {Amount(from)} on, the goods must come back and be inspected before money moves." : "The goods need not come back before money moves."]),
            new(string.Empty, "Who decides",
            [
                policy.AutomaticApprovalMinor == 0 ? "Automation approves nothing." : $"Automation approves up to {Amount(policy.AutomaticApprovalMinor)}.",
                policy.RefuseAutomatically ? "Automation refuses what a rule clearly refuses." : "A person refuses, never automation.",
                $"Agents approve up to {Amount(policy.AgentApprovalMinor)}.",
                policy.FourEyesFromMinor is { } eyes ? $"From {Amount(eyes)} on, two people must agree." : "One person is enough for any amount.",
                $"From a risk of {policy.ReviewFromRiskScore} of 100 on, a person looks.",
            ]),
            new(string.Empty, "How long the desk and the customer have",
            [
                $"A case that needs a person is answered within {Count(policy.AnswerWithinHours, "hour")}.",
                $"The customer has {Count(policy.InformationDeadlineDays, "day")} to answer a question and {Count(policy.ReturnDeadlineDays, "day")} to send goods back.",
            ]),
            new(string.Empty, "Which payment gets money back", [policy.TenderRule switch
            {
                TenderRule.GiftCardLast => "Cards, wallets and banks first; gift cards and store credit last.",
                TenderRule.GiftCardFirst => "Gift cards and store credit first.",
                _ => "Every payment in proportion to what it can still give back.",
            }]),
        ];
        return [.. clauses, .. Others(policy, currency)];
    }

    /// <summary>Every other field of the document that says something.</summary>
    private static IEnumerable<PolicyClause> Others(ReturnPolicy policy, Currency currency) => JsonNode.Parse(PolicyJson.Write(policy))!.AsObject()
        .Where(field => !Said.Contains(field.Key) && field.Value is not null and not JsonArray { Count: 0 })
        .Select(field => new PolicyClause(string.Empty, PolicyWording.Label(field.Key), field.Value is JsonArray list && list.Any(item => item is JsonObject)
            ? [.. list.Select(item => $"{DeskText.Capital(PolicyWording.Value(field.Key, item, currency))}.")]
            : [$"{DeskText.Capital(PolicyWording.Value(field.Key, field.Value, currency))}."]));

    private static string Window(ReturnWindow window)
    {
        var anchor = window.Anchor switch { WindowAnchor.Order => "the order", WindowAnchor.Dispatch => "dispatch", _ => "delivery" };
        var days = Count(window.Days, "day");
        return window.Category is { } category ? $"{category}: {days} from {anchor}." : $"Goods may be given back for {days} from {anchor}.";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? string.Empty : "s")}");

    private static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##} %");

    private static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
