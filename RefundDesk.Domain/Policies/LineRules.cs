using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies.Law;

namespace RefundDesk.Domain.Policies;

/// <summary>One line measured by one version.</summary>
/// <param name="Findings">Every rule looked at, in order.</param>
/// <param name="Result">What the line gives.</param>
/// <param name="Questions">What the customer is asked.</param>
internal sealed record LineEvaluation(IReadOnlyList<Finding> Findings, LineResult Result, IReadOnlyList<string> Questions)
{
    /// <summary>Whether a rule refuses it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether the customer withdraws by right.</summary>
    public bool IsWithdrawal { get; init; }
}

/// <summary>The rules about one line: first the policy's, then what the law says to their answer, then the money.</summary>
internal sealed class LineRules(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, PolicyLine line)
{
    private readonly Currency _currency = Currency.Of(facts.CurrencyCode);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(facts.TimeZoneId);

    private bool IsFault => line.Reason.IsRetailersFault();

    private bool IsGoods => line.Kind == OrderLineKind.Goods;

    public LineEvaluation Evaluate()
    {
        if (line.Quantity == 0)
        {
            return new LineEvaluation([.. Received()], new LineResult(line.LineNumber, 0, 0), []) { IsRefused = true };
        }

        List<Finding> own = IsGoods ? [Reason(), .. Exclusions(), .. SetRules.Look(policy, facts, line), FinalSale(), Window(), Condition(), .. Received(), Fault()] : [ExtraRules.Look(policy, facts, line)];
        var right = RightsOf.Line(policy, facts, line, _zone, own.Exists(finding => finding.Result == FindingResult.Failed));
        var findings = right.Overrules ? own.ConvertAll(Overruled) : own;
        findings.AddRange(right.Findings);
        if (findings.Exists(finding => finding.Result == FindingResult.Failed))
        {
            return new LineEvaluation(findings, new LineResult(line.LineNumber, 0, 0), []) { IsRefused = true };
        }

        var asked = EvidenceRules.Look(policy, facts, line);
        findings.AddRange(asked.Findings);
        var fee = Fees(right.IsWithdrawal, findings) + ExtraRules.Surplus(policy, clientCurrency, facts, line, findings);
        var result = new LineResult(line.LineNumber, fee, line.ChargedMinor - fee)
        {
            FeeTaxMinor = policy.FeeTaxBasisPoints is { } rate && fee > 0 && IsGoods ? Rounding.HalfAwayFromZero((Int128)fee * rate, 10_000 + rate) : null,
            LegalClaim = right.Claim,
        };
        return new LineEvaluation(findings, result, asked.Questions) { IsWithdrawal = right.IsWithdrawal };
    }

    private static Finding Overruled(Finding finding) => finding.Result == FindingResult.Failed ? finding with { Result = FindingResult.Overruled } : finding;

    private Finding Of(string rule, string clause, FindingResult result, string text, string used = "") =>
        new(rule, clause, result, $"{line.Description}: {text}", line.LineNumber) { Used = used };

    private Finding Reason()
    {
        var rule = policy.RuleOf(line.Reason);
        var used = $"reason={line.Reason}, basis={rule.Basis}";
        return !rule.IsAccepted ? Of("reason", "§10", FindingResult.Failed, $"nothing is given back for this reason ({Words.Of(line.Reason)})", used)
            : rule.ToReview ? Of("reason", "§10", FindingResult.Doubtful, $"{Words.Of(line.Reason)}: a person decides", used)
            : Of("reason", "§10", FindingResult.Passed, $"{Words.Of(line.Reason)}: {Words.Of(rule.Basis)}", used);
    }

    private IEnumerable<Finding> Exclusions() => policy.Exclusions.Where(exclusion => exclusion.Fits(line)).Take(1).Select(exclusion => IsFault
        ? Of("exclusion", "§4", FindingResult.Passed, $"not taken back ({exclusion.Why}), which does not bind when the goods are at fault", $"category={line.Category}, sku={line.Sku}")
        : Of("exclusion", "§4", FindingResult.Failed, $"not taken back: {exclusion.Why}", $"category={line.Category}, sku={line.Sku}"));

    private Finding FinalSale()
    {
        var finalSale = line.IsFinalSale || policy.IsFinalSale(line.Category);
        return (finalSale, IsFault) switch
        {
            (false, _) => Of("final-sale", "§4", FindingResult.NotApplicable, "not a final sale", $"category={line.Category}"),
            (true, true) => Of("final-sale", "§4", FindingResult.Passed, "final sale, which does not bind when the goods are at fault", $"category={line.Category}"),
            (true, false) => Of("final-sale", "§4", FindingResult.Failed, "sold as final sale", $"category={line.Category}"),
        };
    }

    private Finding Window()
    {
        var ordered = WindowClock.LocalDate(facts.PlacedAt, _zone);
        var window = policy.WindowOf(line.Category, facts.CustomerGroup, facts.Country, ordered);
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
                ? Of("window", "§2", FindingResult.NotApplicable, "never delivered, so no window runs")
                : Of("window", "§2", FindingResult.Passed, $"no delivery date known, so the {Words.Days(window.Days)} count as still running");
        }

        var asked = WindowClock.LocalDate(facts.AskedAt, _zone);
        var from = WindowClock.LocalDate(anchor.Value, _zone);
        var season = window.Season is { } bought && bought.Until > from.AddDays(window.Days) ? window.Season : null;
        var lastDay = season?.Until ?? from.AddDays(window.Days);
        var (day, late, last) = (asked.DayNumber - from.DayNumber, asked.DayNumber - lastDay.DayNumber, Words.Day(lastDay));
        var used = string.Create(CultureInfo.InvariantCulture, $"from={from:yyyy-MM-dd}, asked={asked:yyyy-MM-dd}, days={window.Days}, last={lastDay:yyyy-MM-dd}");
        if (late <= 0)
        {
            var where = day < 0 ? $"asked before {word}" : season is null ? $"day {day} of {window.Days} from {word}" : $"bought {Words.Day(season.From)} to {Words.Day(season.To)}";
            return Of("window", "§2", FindingResult.Passed, $"{where}, open until {last}", used);
        }

        return IsFault
            ? Of("window", "§2", FindingResult.Doubtful, $"the {Words.Days(window.Days)} ended {last} ({Words.Days(late)} ago); a fault of ours may still bind", used)
            : Of("window", "§2", FindingResult.Failed, $"the {Words.Days(window.Days)} from {word} ended {last}, {Words.Days(late)} before the request", used);
    }

    private Finding Condition() =>
        IsFault ? Of("condition", "§3", FindingResult.NotApplicable, "the condition does not matter when the fault is ours", Conditions)
        : policy.AcceptedConditions.Contains(line.Condition) ? Of("condition", "§3", FindingResult.Passed, $"{Words.Of(line.Condition)} goods are taken back{NotAsAnnounced}", Conditions)
        : Of("condition", "§3", FindingResult.Failed, $"{Words.Of(line.Condition)} goods are not taken back{NotAsAnnounced}", Conditions);

    private string Conditions => line.AnnouncedCondition is { } announced ? $"announced={announced}, found={line.Condition}" : $"condition={line.Condition}";

    private string NotAsAnnounced => line.AnnouncedCondition is { } announced && announced != line.Condition ? $" (announced as {Words.Of(announced)})" : string.Empty;

    /// <summary>What came back is what counts: of fewer units those that came, and something else is for a person.</summary>
    private IEnumerable<Finding> Received()
    {
        var used = $"announced={line.AnnouncedQuantity ?? line.Quantity}, received={line.Quantity}";
        if (line.AnnouncedQuantity is { } announced)
        {
            yield return line.Quantity == 0
                ? Of("received", "§16", FindingResult.Failed, $"none of {announced} came back", used)
                : Of("received", "§16", FindingResult.Passed, $"{line.Quantity} of {announced} came back; the others are not given back with this request", used);
        }

        if (line.FoundInstead is { } instead)
        {
            yield return Of("received", "§16", FindingResult.Doubtful, $"{Words.Of(instead)}: a person decides", $"{used}, found={instead}");
        }
    }

    private Finding Fault() => line.Reason switch
    {
        RefundReason.NotReceived when facts.DeliveredAt is not null => Of("fault", "§5", FindingResult.Doubtful, "said not to have come, but the carrier says delivered"),
        RefundReason.Other => Of("fault", "§5", FindingResult.Doubtful, "the reason fits none of the rules"),
        _ when IsFault => Of("fault", "§5", FindingResult.Passed, "the fault is ours, nothing is kept back"),
        _ => Of("fault", "§5", FindingResult.NotApplicable, "no fault claimed"),
    };

    /// <summary>What is kept back; under a withdrawal only what an inspection found the goods to have lost in value (Directive 2011/83/EU, article 14).</summary>
    private long Fees(bool isWithdrawal, List<Finding> findings)
    {
        var stage = facts.GoodsInspected ? ReductionStage.Received : ReductionStage.Announced;
        var isFree = !IsGoods || IsFault || policy.RuleOf(line.Reason).Basis == LegalBasis.Goodwill;
        var restocking = isFree || isWithdrawal ? 0 : policy.RestockingBasisPoints(line.Condition);
        var reduction = isFree || (isWithdrawal && stage == ReductionStage.Announced)
            ? 0 : policy.Reductions.FirstOrDefault(one => one.Condition == line.Condition && one.Stage == stage)?.BasisPoints ?? 0;
        var charged = Money.Of(line.ChargedMinor, _currency);
        var fee = charged.Share(restocking);
        findings.Add(fee.IsPositive ? Of("restocking-fee", "§7", FindingResult.Passed, $"{Words.Percent(restocking)} of {charged} kept back for {Words.Of(line.Condition)} goods: {fee}", $"basisPoints={restocking}")
            : isWithdrawal && policy.RestockingBasisPoints(line.Condition) > 0 ? Of("restocking-fee", "§7", FindingResult.Overruled, "no fee may be taken from a withdrawal")
            : Of("restocking-fee", "§7", FindingResult.NotApplicable, "nothing is kept back"));
        var lower = Money.Of(Math.Min(charged.Share(reduction).Minor, charged.Minor - fee.Minor), _currency);
        if (lower.IsPositive)
        {
            findings.Add(Of("reduction", "§7", FindingResult.Passed, $"{Words.Percent(reduction)} of {charged} less for {Words.Of(line.Condition)} goods {(facts.GoodsInspected ? "as received" : "as announced")}: {lower}", $"basisPoints={reduction}"));
        }

        return fee.Minor + lower.Minor;
    }
}
