using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>Measures a request by a policy: facts in, findings out. Pure: no clock, no I/O, the same facts give the same answer.</summary>
public static class PolicyRules
{
    /// <summary>Looks at every rule, in order, for every line.</summary>
    /// <param name="policy">The version the purchase was made under.</param>
    /// <param name="clientCurrency">The currency of the policy's amounts. An order in another one is not measured by them: a person judges.</param>
    /// <param name="facts">What is looked at.</param>
    public static PolicyEvaluation Evaluate(ReturnPolicy policy, string clientCurrency, PolicyFacts facts)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(facts);

        var currency = Currency.Of(facts.CurrencyCode);
        var findings = new List<Finding> { Purchase(facts, currency) };
        var results = new List<LineResult>(facts.Lines.Count);
        foreach (var line in facts.Lines)
        {
            Finding[] ofLine = line.Kind == OrderLineKind.Goods
                ? [FinalSale(policy, line), Window(policy, facts, line), Condition(policy, line), Fault(facts, line)]
                : [Shipping(policy, facts, line)];
            findings.AddRange(ofLine);
            if (Array.Exists(ofLine, finding => finding.Result == FindingResult.Failed))
            {
                results.Add(new LineResult(line.LineNumber, 0, 0));
                continue;
            }

            var fee = Fee(policy, line, currency);
            findings.Add(RestockingFinding(policy, line, currency, fee));
            results.Add(new LineResult(line.LineNumber, fee, line.ChargedMinor - fee));
        }

        var wantsReturn = WantsReturn(policy, clientCurrency, facts, results, out var returnFinding);
        findings.Add(returnFinding);
        findings.Add(Ceiling(facts, results, currency));
        return new PolicyEvaluation(policy.Version, findings, results, wantsReturn);
    }

    private static Finding Purchase(PolicyFacts facts, Currency currency) => new(
        "purchase",
        "§1",
        FindingResult.Passed,
        $"Bought from us: order {facts.OrderNumber}, {Text(facts.RefundableMinor, currency)} can still go back");

    private static Finding FinalSale(ReturnPolicy policy, PolicyLine line)
    {
        var finalSale = line.IsFinalSale || policy.IsFinalSale(line.Category);
        return (finalSale, line.Reason.IsRetailersFault()) switch
        {
            (false, _) => new Finding("final-sale", "§4", FindingResult.NotApplicable, $"{line.Description}: not a final sale", line.LineNumber),
            (true, true) => new Finding("final-sale", "§4", FindingResult.Passed, $"{line.Description}: final sale, which does not bind when the goods are at fault", line.LineNumber),
            (true, false) => new Finding("final-sale", "§4", FindingResult.Failed, $"{line.Description}: sold as final sale", line.LineNumber),
        };
    }

    private static Finding Window(ReturnPolicy policy, PolicyFacts facts, PolicyLine line)
    {
        var window = policy.WindowOf(line.Category);
        var (anchor, word) = window.Anchor switch
        {
            WindowAnchor.Order => (facts.PlacedAt, "the order"),
            WindowAnchor.Dispatch when facts.DispatchedAt is { } dispatched => (dispatched, "dispatch"),
            WindowAnchor.Dispatch => (facts.PlacedAt, "the order (dispatch is not known)"),
            _ when facts.DeliveredAt is { } delivered => (delivered, "delivery"),
            _ => ((DateTimeOffset?)null, "delivery"),
        };

        if (anchor is null)
        {
            return line.Reason == RefundReason.NotReceived
                ? new Finding("window", "§2", FindingResult.NotApplicable, $"{line.Description}: never delivered, so no window runs", line.LineNumber)
                : new Finding("window", "§2", FindingResult.Passed, $"{line.Description}: no delivery date known, so the {Days(window.Days)} count as still running", line.LineNumber);
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(facts.TimeZoneId);
        var day = WindowClock.LocalDate(facts.AskedAt, zone).DayNumber - WindowClock.LocalDate(anchor.Value, zone).DayNumber;
        var last = WindowClock.LastDay(anchor.Value, window.Days, zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        if (day <= window.Days)
        {
            var where = day < 0 ? $"asked before {word}" : $"day {day} of {window.Days} from {word}";
            return new Finding("window", "§2", FindingResult.Passed, $"{line.Description}: {where}, open until {last}", line.LineNumber);
        }

        return line.Reason.IsRetailersFault()
            ? new Finding("window", "§2", FindingResult.Doubtful, $"{line.Description}: the {Days(window.Days)} ended {last} ({Days(day - window.Days)} ago); a fault of ours may still bind", line.LineNumber)
            : new Finding("window", "§2", FindingResult.Failed, $"{line.Description}: the {Days(window.Days)} from {word} ended {last}, {Days(day - window.Days)} before the request", line.LineNumber);
    }

    private static Finding Condition(ReturnPolicy policy, PolicyLine line) =>
        line.Reason.IsRetailersFault()
            ? new Finding("condition", "§3", FindingResult.NotApplicable, $"{line.Description}: the condition does not matter when the fault is ours", line.LineNumber)
            : policy.AcceptedConditions.Contains(line.Condition)
                ? new Finding("condition", "§3", FindingResult.Passed, $"{line.Description}: {Word(line.Condition)} goods are taken back", line.LineNumber)
                : new Finding("condition", "§3", FindingResult.Failed, $"{line.Description}: {Word(line.Condition)} goods are not taken back", line.LineNumber);

    private static Finding Fault(PolicyFacts facts, PolicyLine line) => line.Reason switch
    {
        RefundReason.NotReceived when facts.DeliveredAt is not null =>
            new Finding("fault", "§5", FindingResult.Doubtful, $"{line.Description}: said not to have come, but the carrier says delivered", line.LineNumber),
        RefundReason.Other =>
            new Finding("fault", "§5", FindingResult.Doubtful, $"{line.Description}: the reason fits none of the rules", line.LineNumber),
        _ when line.Reason.IsRetailersFault() =>
            new Finding("fault", "§5", FindingResult.Passed, $"{line.Description}: the fault is ours, nothing is kept back", line.LineNumber),
        _ => new Finding("fault", "§5", FindingResult.NotApplicable, $"{line.Description}: no fault claimed", line.LineNumber),
    };

    private static Finding Shipping(ReturnPolicy policy, PolicyFacts facts, PolicyLine line) =>
        line.Reason.IsRetailersFault()
            ? new Finding("shipping", "§6", FindingResult.Passed, $"{line.Description}: given back, the fault is ours", line.LineNumber)
            : policy.RefundShippingOnFullReturn && facts.IsWholeOrder
                ? new Finding("shipping", "§6", FindingResult.Passed, $"{line.Description}: given back with the whole order", line.LineNumber)
                : new Finding("shipping", "§6", FindingResult.Failed, $"{line.Description}: not given back when only a part goes back", line.LineNumber);

    private static long Fee(ReturnPolicy policy, PolicyLine line, Currency currency) =>
        line.Kind != OrderLineKind.Goods || line.Reason.IsRetailersFault()
            ? 0
            : Money.Of(line.ChargedMinor, currency).Share(policy.RestockingBasisPoints(line.Condition)).Minor;

    private static Finding RestockingFinding(ReturnPolicy policy, PolicyLine line, Currency currency, long fee) => fee > 0
        ? new Finding("restocking-fee", "§7", FindingResult.Passed, $"{line.Description}: {Percent(policy.RestockingBasisPoints(line.Condition))} of {Text(line.ChargedMinor, currency)} kept back for {Word(line.Condition)} goods: {Text(fee, currency)}", line.LineNumber)
        : new Finding("restocking-fee", "§7", FindingResult.NotApplicable, $"{line.Description}: nothing is kept back", line.LineNumber);

    private static bool WantsReturn(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, List<LineResult> results, out Finding finding)
    {
        var refused = results.Where(result => result is { PayableMinor: 0 }).Select(result => result.LineNumber).ToHashSet();
        var goodsExist = facts.Lines.Any(line => line.Kind == OrderLineKind.Goods && line.Reason != RefundReason.NotReceived && !refused.Contains(line.LineNumber));
        if (policy.ReturnRequiredFromMinor is not { } from || !goodsExist)
        {
            finding = new Finding("return", "§8", FindingResult.NotApplicable, "The goods need not come back first");
            return false;
        }

        if (facts.GoodsInspected)
        {
            finding = new Finding("return", "§8", FindingResult.Passed, "The goods came back and were inspected");
            return false;
        }

        var currency = Currency.Of(clientCurrency);
        if (facts.CurrencyCode != currency.Code)
        {
            finding = new Finding("return", "§8", FindingResult.Doubtful, $"Goods must come back from {Text(from, currency)} on; this order is in {facts.CurrencyCode}");
            return false;
        }

        var payable = results.Sum(result => result.PayableMinor);
        if (payable < from)
        {
            finding = new Finding("return", "§8", FindingResult.NotApplicable, $"Below {Text(from, currency)} the goods need not come back first");
            return false;
        }

        finding = new Finding("return", "§8", FindingResult.Doubtful, $"From {Text(from, currency)} on the goods must come back and be inspected first");
        return true;
    }

    private static Finding Ceiling(PolicyFacts facts, List<LineResult> results, Currency currency)
    {
        var payable = results.Sum(result => result.PayableMinor);
        return payable <= facts.RefundableMinor
            ? new Finding("ceiling", "§9", FindingResult.Passed, $"{Text(payable, currency)} is within what the payments can give back")
            : new Finding("ceiling", "§9", FindingResult.Doubtful, $"{Text(payable, currency)} is more than the {Text(facts.RefundableMinor, currency)} the payments can give back");
    }

    private static string Text(long minor, Currency currency) => Money.Of(minor, currency).ToString();

    private static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    private static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##} %");

    private static string Word(GoodsCondition condition) => condition switch
    {
        GoodsCondition.Unopened => "unopened",
        GoodsCondition.Opened => "opened",
        GoodsCondition.Used => "used",
        _ => "damaged",
    };
}
