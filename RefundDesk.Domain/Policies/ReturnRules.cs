using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>Whether goods come back first, and who pays their way.</summary>
internal static class ReturnRules
{
    /// <summary>Wanted only where both versions want it: what was promised without a return needs none, nor what needs none today.</summary>
    public static (bool Wants, Finding Finding) Want(PoliciesInForce policies, string clientCurrency, PolicyFacts facts, List<LineResult> results)
    {
        var promised = Want(policies.Promise, clientCurrency, facts, results);
        return !promised.Wants || policies.Promise.Version == policies.Current.Version ? promised : Want(policies.Current, clientCurrency, facts, results);
    }

    /// <summary>The customer's share of the way back, from the line that gives most: only where all goods come back for the customer's own reasons.</summary>
    public static void TakeReturnCost(PoliciesInForce policies, string clientCurrency, PolicyFacts facts, List<LineResult> results, List<Finding> findings)
    {
        var cost = Math.Min(policies.Promise.ReturnCostMinor, policies.Current.ReturnCostMinor);
        if (cost == 0 || !facts.GoodsInspected || facts.CurrencyCode != clientCurrency || facts.Lines.Any(line => line.Reason.IsRetailersFault()))
        {
            return;
        }

        var most = results.MaxBy(result => result.PayableMinor)!;
        var taken = Math.Min(cost, most.PayableMinor);
        if (taken > 0)
        {
            results[results.IndexOf(most)] = most with { FeeMinor = most.FeeMinor + taken, PayableMinor = most.PayableMinor - taken };
            findings.Add(new Finding("return-cost", "§8", FindingResult.Passed, $"The way back is the customer's: {Money.Of(taken, Currency.Of(clientCurrency))} kept back") { Used = $"returnCost={cost}" });
        }
    }

    private static (bool Wants, Finding Finding) Want(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, List<LineResult> results)
    {
        var refused = results.Where(result => result is { PayableMinor: 0 }).Select(result => result.LineNumber).ToHashSet();
        var goods = facts.Lines.Where(line => line.Kind == OrderLineKind.Goods && line.Reason != RefundReason.NotReceived && !refused.Contains(line.LineNumber)).ToArray();
        var byReason = goods.Select(line => policy.RuleOf(line.Reason).NeedsReturn).ToArray();
        if (goods.Length == 0 || byReason.All(needs => needs == false) || (policy.ReturnRequiredFromMinor is null && !byReason.Contains(true)))
        {
            return (false, new Finding("return", "§8", FindingResult.NotApplicable, "The goods need not come back first"));
        }

        if (facts.GoodsInspected)
        {
            return (false, new Finding("return", "§8", FindingResult.Passed, "The goods came back and were inspected"));
        }

        if (byReason.Contains(true))
        {
            return (true, new Finding("return", "§8", FindingResult.Doubtful, "For this reason the goods must come back and be inspected first"));
        }

        var from = Money.Of(policy.ReturnRequiredFromMinor!.Value, Currency.Of(clientCurrency));
        return facts.CurrencyCode != clientCurrency ? (false, new Finding("return", "§8", FindingResult.Doubtful, $"Goods must come back from {from} on; this order is in {facts.CurrencyCode}"))
            : results.Sum(result => result.PayableMinor) < from.Minor ? (false, new Finding("return", "§8", FindingResult.NotApplicable, $"Below {from} the goods need not come back first"))
            : (true, new Finding("return", "§8", FindingResult.Doubtful, $"From {from} on the goods must come back and be inspected first"));
    }
}
