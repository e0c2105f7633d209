using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>What was charged beside the goods: delivery and extras.</summary>
internal static class ExtraRules
{
    /// <summary>Whether the line goes back.</summary>
    public static Finding Look(ReturnPolicy policy, PolicyFacts facts, PolicyLine line) =>
        line.Kind != OrderLineKind.Shipping && policy.WhenOf(line.Kind) is { } when ? Extra(when, facts, line) : Delivery(policy, facts, line);

    /// <summary>What is kept of delivery because it was faster than the standard one, which is all that a withdrawal gives back (Directive 2011/83/EU, article 13(2)).</summary>
    public static long Surplus(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, PolicyLine line, List<Finding> findings)
    {
        if (line.Kind != OrderLineKind.Shipping || (line.StandardDeliveryMinor ?? (facts.CurrencyCode == clientCurrency ? policy.StandardDeliveryMinor : null)) is not { } standard || line.ChargedMinor <= standard)
        {
            return 0;
        }

        var currency = Currency.Of(facts.CurrencyCode);
        var surplus = Money.Of(line.ChargedMinor - standard, currency);
        var used = string.Create(CultureInfo.InvariantCulture, $"charged={line.ChargedMinor}, standard={standard}");
        var whyFree = line.Reason.IsRetailersFault() ? "the fault is ours"
            : line.Reason == RefundReason.LateDelivery ? "it came too late"
            : policy.RefundExpressSurplus ? "the policy gives it back"
            : null;
        findings.Add(whyFree is null
            ? Of(line, "express", FindingResult.Passed, $"standard delivery of {Money.Of(standard, currency)} goes back, the surplus of {surplus} for a faster one does not", used)
            : Of(line, "express", FindingResult.NotApplicable, $"the surplus of {surplus} for a faster delivery goes back too: {whyFree}", used));
        return whyFree is null ? surplus.Minor : 0;
    }

    private static Finding Delivery(ReturnPolicy policy, PolicyFacts facts, PolicyLine line) =>
        line.Reason.IsRetailersFault() ? Of(line, "shipping", FindingResult.Passed, "given back, the fault is ours")
        : policy.RefundShippingOnFullReturn && facts.IsWholeOrder ? Of(line, "shipping", FindingResult.Passed, "given back with the whole order")
        : policy.RefundShippingOnPartReturn && line.Kind == OrderLineKind.Shipping && !facts.IsWholeOrder ? Of(line, "shipping", FindingResult.Passed, "given back with a part of the order too")
        : facts.IsWholeOrder ? Of(line, "shipping", FindingResult.Failed, "not given back, not even with the whole order")
        : Of(line, "shipping", FindingResult.Failed, "not given back when only a part goes back");

    private static Finding Extra(ExtraWhen when, PolicyFacts facts, PolicyLine line)
    {
        var used = $"kind={line.Kind}, when={when}";
        var isFault = line.Reason.IsRetailersFault();
        return when switch
        {
            ExtraWhen.Never when isFault && !ExtraRule.IsBesideTheContract(line.Kind) => Of(line, "extra", FindingResult.Passed, $"{Words.Of(line.Kind)} is not given back, which does not bind when the fault is ours", used),
            ExtraWhen.Never => Of(line, "extra", FindingResult.Failed, $"{Words.Of(line.Kind)} is not given back", used),
            _ when isFault => Of(line, "extra", FindingResult.Passed, $"{Words.Of(line.Kind)} is given back, the fault is ours", used),
            ExtraWhen.Always => Of(line, "extra", FindingResult.Passed, $"{Words.Of(line.Kind)} is given back", used),
            ExtraWhen.WithGoods when facts.Lines.Any(other => other.Kind == OrderLineKind.Goods) => Of(line, "extra", FindingResult.Passed, $"{Words.Of(line.Kind)} is given back with the goods", used),
            ExtraWhen.WithGoods => Of(line, "extra", FindingResult.Failed, $"{Words.Of(line.Kind)} is given back only with goods", used),
            ExtraWhen.WholeOrder when facts.IsWholeOrder => Of(line, "extra", FindingResult.Passed, $"{Words.Of(line.Kind)} is given back with the whole order", used),
            ExtraWhen.WholeOrder => Of(line, "extra", FindingResult.Failed, $"{Words.Of(line.Kind)} is not given back when only a part goes back", used),
            _ => Of(line, "extra", FindingResult.Failed, $"{Words.Of(line.Kind)} is given back only where the fault is ours", used),
        };
    }

    private static Finding Of(PolicyLine line, string rule, FindingResult result, string text, string used = "") =>
        new(rule, "§6", result, $"{line.Description}: {text}", line.LineNumber) { Used = used };
}
