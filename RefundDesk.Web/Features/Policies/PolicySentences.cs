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
        "answerWithinHours", "tenderRule", "countries", "isDistanceSelling", "reasons", "exclusions", "evidence", "reductions", "feeTaxBasisPoints", "returnCostMinor",
        .. PurchaseSentences.Said,
    ];

    /// <summary>The clauses of a document.</summary>
    public static IReadOnlyList<PolicyClause> Of(ReturnPolicy policy, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(policy);
        string Amount(long minor) => DeskText.Of(Money.Of(minor, currency));
        PolicyClause[] clauses =
        [
            new("§2", "How long", [.. policy.Windows.OrderBy(window => window is { Category: null, CustomerGroup: null, Country: null, Season: null } ? 0 : 1).Select(Window)]),
            new("§3", "In which condition", [policy.AcceptedConditions.Count == 0 ? "No goods are taken back for a reason that is the customer’s." : $"{DeskText.Capital(List(policy.AcceptedConditions.Select(condition => DomainText.Of(condition).ToLowerInvariant())))} goods are taken back."]),
            new("§4", "Final sale", [policy.FinalSaleCategories.Count == 0 ? "Nothing is final sale but what the order says." : $"Not taken back: {List(policy.FinalSaleCategories)}. This does not bind where the goods are at fault."]),
            new("§4", "Excluded", [.. policy.Exclusions.Select(exclusion => $"Not taken back: {exclusion.Category ?? exclusion.Sku}. {exclusion.Why}")]),
            new("§10", "Reasons", [.. policy.Reasons.Select(rule => Reason(rule, currency))]),
            new("§11", "What the customer is asked for", [.. policy.Evidence.Select(rule => Evidence(rule, currency))]),
            new("§6", "Delivery", [policy.RefundShippingOnFullReturn ? "Delivery costs are given back when the whole order goes back." : "Delivery costs are not given back, unless the fault is the retailer’s.", .. PurchaseSentences.Delivery(policy, currency), policy.ReturnCostMinor > 0 ? $"The customer pays {Amount(policy.ReturnCostMinor)} for the way back, unless the fault is the retailer’s." : "The retailer pays for the way back."]),
            new("§6", "Extras", PurchaseSentences.Extras(policy)),
            new("§7", "Price reductions", [.. policy.Reductions.Select(reduction => $"{Percent(reduction.BasisPoints)} less for {DomainText.Of(reduction.Condition).ToLowerInvariant()} goods, {(reduction.Stage == ReductionStage.Announced ? "as the customer announces" : "as an inspection found")}.")]),
            new("§7", "Restocking fee", policy.RestockingFees.Count == 0 ? ["Nothing is kept back."] : [.. policy.RestockingFees.Select(fee => $"{Percent(fee.BasisPoints)} is kept back for {DomainText.Of(fee.Condition).ToLowerInvariant()} goods, never where the fault is the retailer’s."), policy.FeeTaxBasisPoints is { } tax ? $"A fee is a service of its own with {Percent(tax)} of tax inside." : "A fee lowers the price of its line, at the line’s own tax rate."]),
            new("§8", "Goods back first", [policy.ReturnRequiredFromMinor is { } from ? $"From {Amount(from)} on, the goods must come back and be inspected before money moves." : "The goods need not come back before money moves."]),
            new("§13", "What was sold together", PurchaseSentences.SoldTogether(policy)),
            new(string.Empty, "Law", [policy.IsDistanceSelling ? "Sold at a distance: customers may withdraw as the law of their country says." : "Sold in shops: there is no right to withdraw.", policy.Countries.Count == 0 ? "No country is named, so no law was checked when this was written." : $"Checked against the law of {List(policy.Countries)}."]),
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
                $"A case that needs a person is answered within {Count(policy.AnswerWithinHours, "hour")} of the client's business time.",
                $"The customer has {Count(policy.InformationDeadlineDays, "day")} to answer a question and {Count(policy.ReturnDeadlineDays, "day")} to send goods back.",
            ]),
            new(string.Empty, "Which payment gets money back", [policy.TenderRule switch
            {
                TenderRule.GiftCardLast => "Cards, wallets and banks first; gift cards and store credit last.",
                TenderRule.GiftCardFirst => "Gift cards and store credit first.",
                _ => "Every payment in proportion to what it can still give back.",
            }]),
        ];
        return [.. clauses.Where(clause => clause.Sentences.Count > 0), .. Others(policy, currency)];
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
        string?[] conditions = [window.Category, window.CustomerGroup is { } group ? $"customers of {group}" : null, window.Country is { } country ? $"orders to {country}" : null, window.Season is { } season ? $"bought {Day(season.From)} to {Day(season.To)}" : null];
        var until = window.Season is { } open ? $", open until {Day(open.Until)} at least" : string.Empty;
        var days = $"{Count(window.Days, "day")} from {anchor}{until}.";
        return Array.TrueForAll(conditions, condition => condition is null) ? $"Goods may be given back for {days}" : $"{DeskText.Capital(string.Join(", ", conditions.OfType<string>()))}: {days}";
    }

    private static string Reason(ReasonRule rule, Currency currency)
    {
        var ground = rule.Basis switch { LegalBasis.Withdrawal => "right to withdraw", LegalBasis.Warranty => "warranty", _ => "goodwill" };
        string?[] more =
        [
            rule.ToReview ? "a person always looks" : null,
            rule.NeedsReturn switch { true => "goods come back first", false => "goods are kept", _ => null },
            rule.AutomaticApprovalMinor is { } minor ? $"automation up to {DeskText.Of(Money.Of(minor, currency))}" : null,
        ];
        return $"{DomainText.Of(rule.Reason)}: {(rule.IsAccepted ? "accepted" : "refused")} ({string.Join("; ", more.OfType<string>().Prepend(ground))}).";
    }

    private static string Evidence(EvidenceRule rule, Currency currency)
    {
        string?[] where = [rule.Category, rule.Reason is { } reason ? DomainText.Of(reason).ToLowerInvariant() : null, rule.FromMinor > 0 ? $"from {DeskText.Of(Money.Of(rule.FromMinor, currency))}" : null];
        var asked = rule.Wants.Select(kind => kind switch { EvidenceKind.Photo => "a photo", EvidenceKind.Receipt => "the receipt", EvidenceKind.SerialNumber => "the serial number", _ => "proof of posting" })
            .Concat(rule.Questions.Select(question => $"“{question}”"));
        return $"{DeskText.Capital(where.Any(part => part is not null) ? string.Join(", ", where.OfType<string>()) : "always")}: {List(asked)}.";
    }

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? string.Empty : "s")}");

    private static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##} %");

    private static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
