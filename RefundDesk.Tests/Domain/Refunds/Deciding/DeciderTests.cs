using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Risk;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Deciding;

public sealed class DeciderTests
{
    private static readonly PolicyLine Scarf = Jacket with { ChargedMinor = 80_00, Description = "Scarf" };

    [Fact]
    public void What_is_within_policy_of_low_risk_and_below_the_limit_is_paid_without_a_person() =>
        Goes(Route.Approve, "Within policy, low risk, below the limit for automatic approval", Decide(APolicy(), Facts(Scarf)));

    [Fact]
    public void The_limit_itself_is_still_paid_without_a_person() =>
        Goes(Route.Approve, "Within policy, low risk, below the limit for automatic approval", Decide(APolicy() with { AutomaticApprovalMinor = 80_00 }, Facts(Scarf)));

    [Fact]
    public void Above_the_limit_an_agent_looks() =>
        Goes(Route.Review, "Above the limit for automatic approval", Decide(APolicy() with { AutomaticApprovalMinor = 79_99 }, Facts(Scarf)));

    [Fact]
    public void What_a_rule_clearly_refuses_is_refused_with_the_rule() =>
        Goes(Route.Reject, "Scarf: sold as final sale", Decide(APolicy(), Facts(Scarf with { IsFinalSale = true })));

    [Fact]
    public void Where_the_client_wants_no_automatic_refusal_an_agent_refuses() =>
        Goes(Route.Review, "Scarf: sold as final sale", Decide(APolicy() with { RefuseAutomatically = false }, Facts(Scarf with { IsFinalSale = true })));

    [Fact]
    public void Where_only_a_part_is_refused_an_agent_looks() =>
        Goes(Route.Review, "Jacket: sold as final sale", Decide(APolicy(), Facts(Scarf, Jacket with { LineNumber = 2, IsFinalSale = true })));

    [Fact]
    public void Delivery_that_is_not_given_back_stops_nothing()
    {
        var decision = Decide(APolicy(), Facts(Scarf, Delivery));

        Goes(Route.Approve, "Within policy, low risk, below the limit for automatic approval", decision);
        Assert.Equal(80_00, decision.Evaluation.PayableMinor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_nothing_would_be_given_back_an_agent_looks(int charged)
    {
        var policy = APolicy() with { RestockingFees = [new RestockingFee(GoodsCondition.Opened, 10_000)] };

        Goes(Route.Review, "Nothing would be given back", Decide(policy, Facts(Scarf with { ChargedMinor = charged })));
    }

    [Fact]
    public void Delivery_alone_that_is_not_given_back_is_for_an_agent() =>
        Goes(Route.Review, "Nothing would be given back", Decide(APolicy(), Facts(Delivery)));

    [Fact]
    public void A_doubtful_rule_is_for_an_agent_with_what_is_doubtful() =>
        Goes(Route.Review, "Scarf: the reason fits none of the rules", Decide(APolicy(), Facts(Scarf with { Reason = RefundReason.Other })));

    [Fact]
    public void More_than_the_payments_can_give_back_is_for_an_agent() => Goes(
        Route.Review,
        "80.00 EUR is more than the 79.99 EUR the payments can give back",
        Decide(APolicy(), Facts(Scarf) with { RefundableMinor = 79_99 }));

    [Fact]
    public void Where_the_policy_wants_the_goods_first_they_are_asked_back() =>
        Goes(Route.AwaitReturn, "The goods must come back and be inspected first", Decide(APolicy() with { ReturnRequiredFromMinor = 1 }, Facts(Scarf)));

    [Fact]
    public void Once_inspected_the_limits_decide() => Goes(
        Route.Approve,
        "Within policy, low risk, below the limit for automatic approval",
        Decide(APolicy() with { ReturnRequiredFromMinor = 1 }, Facts(Scarf) with { GoodsInspected = true }));

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public void An_order_in_another_currency_is_for_an_agent_whatever_the_limits_are(long? returnFrom)
    {
        var facts = Facts(Scarf) with { CurrencyCode = "JPY", RefundableMinor = 100_000 };

        Goes(Route.Review, "Paid in JPY; the limits of this client are in EUR", Decide(APolicy() with { ReturnRequiredFromMinor = returnFrom }, facts));
    }

    [Theory]
    [InlineData(45, Route.Review)]
    [InlineData(46, Route.Approve)]
    public void From_the_risk_score_of_the_policy_on_an_agent_looks_with_the_strongest_reason(int from, Route route)
    {
        var decision = Decide(APolicy() with { ReviewFromRiskScore = from }, Facts(Scarf), Calm with { RequestsLast24Hours = 3 });

        Assert.Equal(route, decision.Route);
        Assert.Equal(route == Route.Review, decision.Why == "Risk 45: 3 other requests in the last 24 hours");
    }

    [Fact]
    public void A_client_that_wants_every_case_looked_at_gets_that() => Goes(
        Route.Review,
        "Risk 0: nothing speaks against it, but every case is looked at",
        Decide(APolicy() with { ReviewFromRiskScore = 0 }, Facts(Scarf)));

    [Fact]
    public void Risk_is_looked_at_before_goods_are_asked_back() => Goes(
        Route.Review,
        "Risk 45: 3 other requests in the last 24 hours",
        Decide(APolicy() with { ReviewFromRiskScore = 45, ReturnRequiredFromMinor = 1 }, Facts(Scarf), Calm with { RequestsLast24Hours = 3 }));

    [Fact]
    public void The_grounds_are_kept_whole()
    {
        var facts = Facts(Scarf);
        var decision = Decide(APolicy(), facts);

        Assert.Same(facts, decision.Facts);
        Assert.Same(Calm, decision.RiskFacts);
        Assert.Equal("rules 1", decision.Risk.Model);
        Assert.Equal(1, decision.Evaluation.PolicyVersion);
    }

    private static readonly RiskFacts Calm = new(
        2, 200_00, Now.AddDays(-60), 0, 0, 0, 0, 0, 50_00, 250_00, IsNotReceivedClaim: false, Now, Now.AddDays(-10));

    private static Decision Decide(ReturnPolicy policy, PolicyFacts facts, RiskFacts? risk = null) =>
        Decider.Decide(PoliciesInForce.Only(policy), "EUR", facts, risk ?? Calm, new RiskRules());

    private static void Goes(Route route, string why, Decision decision) => Assert.Equal((route, why), (decision.Route, decision.Why));
}
