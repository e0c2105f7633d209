using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Policies;

/// <summary>Measures a request by a policy: facts in, findings out. Pure: no clock, no I/O, the same facts give the same answer.</summary>
public static class PolicyRules
{
    /// <summary>Looks at every rule, in order, for every line; each line goes by the version that is better for the customer.</summary>
    /// <param name="policies">What was promised at the purchase, and the version in force now, which may only be better.</param>
    /// <param name="clientCurrency">The currency of the policies' amounts. An order in another one is not measured by them: a person judges.</param>
    /// <param name="facts">What is looked at.</param>
    public static PolicyEvaluation Evaluate(PoliciesInForce policies, string clientCurrency, PolicyFacts facts)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(facts);
        var evaluation = EvaluateLines(policies, clientCurrency, facts);
        if (facts.Purchase is null || policies.Promise.Version == policies.Current.Version)
        {
            return evaluation;
        }

        // A line that only today's version takes back may break a promotion of the purchase, at the cost of lines that were promised.
        var promised = EvaluateLines(PoliciesInForce.Only(policies.Promise), clientCurrency, facts);
        return promised.PayableMinor > evaluation.PayableMinor ? promised : evaluation;
    }

    private static PolicyEvaluation EvaluateLines(PoliciesInForce policies, string clientCurrency, PolicyFacts facts)
    {
        var (promise, current) = (policies.Promise, policies.Current);
        var currency = Currency.Of(facts.CurrencyCode);
        var findings = new List<Finding> { Purchase(facts, currency) };
        findings.AddRange(StandingRules.Look(facts.Standing));
        findings.AddRange(ShopRules.Look(facts.ShopDiffers));
        var lines = new List<LineEvaluation>(facts.Lines.Count);
        foreach (var line in facts.Lines)
        {
            var promised = new LineRules(promise, clientCurrency, facts, line).Evaluate();
            var today = promise.Version == current.Version ? promised : new LineRules(current, clientCurrency, facts, line).Evaluate();
            var isBetter = IsBetter(today, promised);
            lines.Add((isBetter ? today : promised) with { IsWithdrawal = today.IsWithdrawal || promised.IsWithdrawal });
            findings.AddRange(lines[^1].Findings);
            if (isBetter)
            {
                findings.Add(new Finding("promise", "§12", FindingResult.Passed, $"{line.Description}: version {current.Version} of today is better than version {promise.Version} of the purchase", line.LineNumber));
            }
        }

        List<LineResult> results = [.. lines.Select(line => line.Result)];
        var settled = PurchaseRules.Settle(policies, clientCurrency, facts, lines, results, findings);
        ReturnRules.TakeReturnCost(policies, clientCurrency, facts, results, findings);
        var (wantsReturn, finding) = ReturnRules.Want(policies, clientCurrency, facts, results);
        findings.Add(finding);
        findings.Add(Ceiling(facts, results, currency));
        return new PolicyEvaluation(promise.Version, findings, results, wantsReturn)
        {
            Questions = [.. lines.SelectMany(line => line.Questions).Distinct(StringComparer.Ordinal)],
            IsWithdrawal = lines.Exists(line => line.IsWithdrawal),
            Settled = settled,
            LegalClaim = results.Select(result => result.LegalClaim).FirstOrDefault(claim => claim is not null),
        };
    }

    /// <summary>More money, or as much with less doubt.</summary>
    private static bool IsBetter(LineEvaluation today, LineEvaluation promised) =>
        today.Result.PayableMinor > promised.Result.PayableMinor
        || (today.Result.PayableMinor == promised.Result.PayableMinor && today.Result.PayableMinor > 0 && Doubts(today) < Doubts(promised));

    private static int Doubts(LineEvaluation line) => line.Findings.Count(finding => finding.Result == FindingResult.Doubtful);

    private static Finding Purchase(PolicyFacts facts, Currency currency) => new(
        "purchase",
        "§1",
        FindingResult.Passed,
        $"Bought from us: order {facts.OrderNumber}, {Money.Of(facts.RefundableMinor, currency)} can still go back");

    private static Finding Ceiling(PolicyFacts facts, List<LineResult> results, Currency currency)
    {
        var payable = Money.Of(results.Sum(result => result.PayableMinor), currency);
        var refundable = Money.Of(facts.RefundableMinor, currency);
        return !payable.IsPositive ? new Finding("ceiling", "§9", FindingResult.NotApplicable, "Nothing would go back")
            : payable <= refundable
            ? new Finding("ceiling", "§9", FindingResult.Passed, $"{payable} is within what the payments can give back")
            : new Finding("ceiling", "§9", FindingResult.Doubtful, $"{payable} is more than the {refundable} the payments can give back");
    }
}
