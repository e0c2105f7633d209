using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Domain.Refunds.Deciding;

/// <summary>Where a request goes after it was looked at.</summary>
public enum Route
{
    /// <summary>Paid without a person.</summary>
    Approve,

    /// <summary>Refused by a rule.</summary>
    Reject,

    /// <summary>An agent looks.</summary>
    Review,

    /// <summary>The goods come back first.</summary>
    AwaitReturn,

    /// <summary>The customer is asked something first.</summary>
    Ask,
}

/// <summary>What was decided and on what grounds; stored whole, so that it can be explained years later.</summary>
/// <param name="Route">Where the case goes.</param>
/// <param name="Why">Why it goes there, one line for the queue.</param>
/// <param name="Facts">What the policy looked at.</param>
/// <param name="Evaluation">What the policy found.</param>
/// <param name="RiskFacts">What the risk check looked at.</param>
/// <param name="Risk">What it found.</param>
/// <param name="CurrentVersion">The policy version whose limits held; <see cref="PolicyEvaluation.PolicyVersion"/> is the promise's.</param>
/// <param name="ClientCurrency">The currency of the limits.</param>
public sealed record Decision(Route Route, string Why, PolicyFacts Facts, PolicyEvaluation Evaluation, RiskFacts RiskFacts, RiskAssessment Risk, int CurrentVersion, string ClientCurrency)
{
    /// <summary>What would have been decided had automation not been stopped; null where it was not.</summary>
    public StoppedDecision? Stopped { get; init; }
}

/// <summary>A decision that automation came to and did not take, because its pace had passed the policy's limit.</summary>
/// <param name="Rule">What is stopped, as in <see cref="BreakerLimit.Rule"/>.</param>
/// <param name="Route">Where the case would have gone.</param>
/// <param name="Why">Why there.</param>
public sealed record StoppedDecision(string Rule, Route Route, string Why);

/// <summary>Validate → policy → risk → authority → route: each a pure step.</summary>
public static class Decider
{
    /// <summary>Decides where a request goes.</summary>
    /// <param name="policies">What was promised, and what the desk goes by now.</param>
    /// <param name="clientCurrency">The currency of the policy's limits; a request in another one is never approved by automation.</param>
    /// <param name="facts">What the policy looks at.</param>
    /// <param name="riskFacts">What the risk model looks at.</param>
    /// <param name="model">Assesses risk.</param>
    public static Decision Decide(PoliciesInForce policies, string clientCurrency, PolicyFacts facts, RiskFacts riskFacts, IRiskModel model)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(model);

        var evaluation = PolicyRules.Evaluate(policies, clientCurrency, facts);
        var risk = model.Assess(riskFacts);
        var (route, why) = RouteOf(policies.Current, clientCurrency, facts, evaluation, risk);
        if (facts.CameByMail && route is (Route.Approve or Route.Reject or Route.AwaitReturn))
        {
            (route, why) = (Route.Review, $"Came by mail, so a person decides: {why}");
        }

        return new Decision(route, why, facts, evaluation, riskFacts, risk, policies.Current.Version, clientCurrency);
    }

    private static (Route Route, string Why) RouteOf(ReturnPolicy policy, string clientCurrency, PolicyFacts facts, PolicyEvaluation evaluation, RiskAssessment risk)
    {
        if (BesideThePolicy(facts, evaluation) is { } beside)
        {
            return (Route.Review, beside);
        }

        var goods = facts.Lines.Where(line => line.Kind == Orders.OrderLineKind.Goods).Select(line => line.LineNumber).ToHashSet();
        var refusedGoods = evaluation.Failed.Where(finding => finding.LineNumber is { } line && goods.Contains(line)).ToArray();
        if (refusedGoods.Length > 0)
        {
            return evaluation.PayableMinor == 0 && policy.RefuseAutomatically
                ? (Route.Reject, refusedGoods[0].Text)
                : (Route.Review, refusedGoods[0].Text);
        }

        if (evaluation.PayableMinor == 0)
        {
            return (Route.Review, evaluation.Findings.FirstOrDefault(finding => PurchaseRules.Takes(finding))?.Text ?? "Nothing would be given back");
        }

        if (risk.Score >= policy.ReviewFromRiskScore)
        {
            var strongest = risk.Reasons.FirstOrDefault(reason => reason.Points > 0);
            return (Route.Review, $"Risk {risk.Score}: {strongest?.Text ?? "nothing speaks against it, but every case is looked at"}");
        }

        if (evaluation.Questions.Count > 0)
        {
            return (Route.Ask, "The policy wants an answer from the customer first");
        }

        if (evaluation.Doubtful.FirstOrDefault(finding => finding.Rule != "return") is { } doubt)
        {
            return (Route.Review, doubt.Text);
        }

        if (facts.CurrencyCode != clientCurrency)
        {
            return (Route.Review, $"Paid in {facts.CurrencyCode}; the limits of this client are in {clientCurrency}");
        }

        if (evaluation.WantsReturn)
        {
            return (Route.AwaitReturn, "The goods must come back and be inspected first");
        }

        return ByAmount(policy, facts, evaluation);
    }

    /// <summary>What takes a case to a person whatever the policy gives: who the customer is, and what the shop says of the order by now.</summary>
    private static string? BesideThePolicy(PolicyFacts facts, PolicyEvaluation evaluation) =>
        facts.Standing != CustomerStanding.None && evaluation.Doubtful.FirstOrDefault(finding => finding.Rule == StandingRules.Rule) is { } standing ? standing.Text
        : facts.ShopDiffers is not null ? $"The shop says something else of this order by now: {facts.ShopDiffers}"
        : null;

    private static (Route Route, string Why) ByAmount(ReturnPolicy policy, PolicyFacts facts, PolicyEvaluation evaluation)
    {
        var limit = facts.Lines.Min(line => policy.RuleOf(line.Reason).AutomaticApprovalMinor ?? policy.AutomaticApprovalMinor);
        limit = Math.Min(limit, policy.AutomaticApprovalMinor);
        if (evaluation.PayableMinor <= limit && evaluation.PayableMinor + facts.NearbyMinor > limit)
        {
            var sum = Money.Of(evaluation.PayableMinor + facts.NearbyMinor, Currency.Of(facts.CurrencyCode));
            var others = facts.NearbyRequests == 1 ? "another request" : $"{facts.NearbyRequests} other requests";
            return (Route.Review, $"With {others} of this customer, close together, {sum}: above the limit for automatic approval");
        }

        return evaluation.PayableMinor > limit
            ? (Route.Review, "Above the limit for automatic approval")
            : (Route.Approve, "Within policy, low risk, below the limit for automatic approval");
    }
}
