using FsCheck.Xunit;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>The version at the purchase is the promise; a later one may only be better for the customer.</summary>
public sealed class PromiseTests
{
    private static readonly ReturnPolicy Generous = APolicy() with { Version = 1 };
    private static readonly ReturnPolicy Narrow = APolicy() with { Version = 2, Windows = [new ReturnWindow(null, 3, WindowAnchor.Delivery)], RestockingFees = [new(GoodsCondition.Opened, 2_000)] };

    [Fact]
    public void A_narrower_version_of_today_takes_nothing()
    {
        var evaluation = Ask(new PoliciesInForce(Generous, Narrow), Facts(Jacket));

        Assert.Equal(120_00, evaluation.PayableMinor);
        Assert.Equal(1, evaluation.PolicyVersion);
        Assert.DoesNotContain(evaluation.Findings, finding => finding.Rule == "promise");
    }

    [Fact]
    public void A_better_version_of_today_counts_and_is_named()
    {
        var evaluation = Ask(new PoliciesInForce(Narrow, Generous with { Version = 3 }), Facts(Jacket));

        Assert.Equal(120_00, evaluation.PayableMinor);
        Assert.Equal("Jacket: version 3 of today is better than version 2 of the purchase", evaluation.Of("promise").Text);
    }

    [Fact]
    public void Each_line_goes_by_the_version_that_is_better_for_it()
    {
        var shoes = Jacket with { LineNumber = 2, Description = "Shoes", Category = "shoes" };
        var promise = Generous with { Windows = [new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("shoes", 1, WindowAnchor.Delivery)] };
        var today = Generous with { Version = 2, Windows = [new ReturnWindow(null, 1, WindowAnchor.Delivery), new ReturnWindow("shoes", 30, WindowAnchor.Delivery)] };

        var evaluation = Ask(new PoliciesInForce(promise, today), Facts(Jacket, shoes));

        Assert.Equal(240_00, evaluation.PayableMinor);
        Assert.Equal(2, Assert.Single(evaluation.Findings, finding => finding.Rule == "promise").LineNumber);
    }

    [Fact]
    public void Goods_need_not_come_back_where_one_of_the_versions_does_not_ask_for_them()
    {
        var strict = Generous with { Version = 2, ReturnRequiredFromMinor = 1 };

        Assert.False(Ask(new PoliciesInForce(Generous, strict), Facts(Jacket)).WantsReturn);
        Assert.False(Ask(new PoliciesInForce(strict, Generous with { Version = 3 }), Facts(Jacket)).WantsReturn);
        Assert.True(Ask(new PoliciesInForce(strict, strict with { Version = 3 }), Facts(Jacket)).WantsReturn);
    }

    [Property]
    public void A_later_version_never_takes_from_a_customer_what_the_purchase_gave(PolicyDice promise, PolicyDice today, FactsDice facts)
    {
        var policies = new PoliciesInForce(promise.Policy(1), today.Policy(2));

        var together = Ask(policies, facts.Facts());
        var promised = policies.Promise.Ask(facts.Facts());

        Assert.True(together.PayableMinor >= promised.PayableMinor);
        Assert.All(promised.Lines, line => Assert.True(together.Lines.Single(other => other.LineNumber == line.LineNumber).PayableMinor >= line.PayableMinor));
        Assert.True(!together.WantsReturn || promised.WantsReturn || promised.PayableMinor == 0 || together.PayableMinor > promised.PayableMinor);
    }

    [Property]
    public void A_later_version_never_takes_for_what_was_sold_together(PolicyDice promise, PolicyDice today, FactsDice facts, byte kept)
    {
        var policies = new PoliciesInForce(promise.Policy(1), today.Policy(2));
        var shirt = new PolicyLine(3, OrderLineKind.Goods, "Shirt", (kept & 4) == 0 ? "clothing" : "shirts", 1, 6_00, false, RefundReason.ChangedMind, GoodsCondition.Opened);
        var asked = facts.Facts();
        var bought = asked with
        {
            Lines = [.. asked.Lines, shirt],
            Purchase = new PurchaseFacts([new PurchaseLine(3, "Shirt", 3, kept % 3, 30_00, 18_00, 6_00 * (kept % 3)) { Terms = new LineTerms { Promotion = new Promotion("P", 3, 2), SetKey = "S" } }])
            {
                GoodsMinor = 138_00, GoodsKeptMinor = 6_00 * (kept % 3), Settled = kept > 127 ? [new SettledTerm("promotion:P", 2_00, 1_00), new SettledTerm("delivery", 4_90, 0)] : null,
            },
        };

        Assert.True(Ask(policies, bought).PayableMinor >= policies.Promise.Ask(bought).PayableMinor);
    }

    private static PolicyEvaluation Ask(PoliciesInForce policies, PolicyFacts facts) => PolicyRules.Evaluate(policies, "EUR", facts);

    /// <summary>A policy thrown by dice.</summary>
    public sealed record PolicyDice(byte Days, byte Anchor, bool Final, bool Used, byte Fee, byte Lower, bool Delivery, byte Back, byte ReturnCost)
    {
        internal ReturnPolicy Policy(int version) => APolicy() with
        {
            Version = version,
            Windows = [new ReturnWindow(null, Days % 40, (WindowAnchor)(Anchor % 3))],
            FinalSaleCategories = Final ? ["clothing"] : [],
            AcceptedConditions = Used ? [GoodsCondition.Opened, GoodsCondition.Used] : [GoodsCondition.Opened],
            RestockingFees = [new(GoodsCondition.Opened, Fee * 20)],
            Reductions = [new(GoodsCondition.Opened, ReductionStage.Received, Lower * 20)],
            RefundShippingOnFullReturn = Delivery,
            ReturnRequiredFromMinor = Back % 3 == 0 ? null : Back * 100,
            ReturnCostMinor = ReturnCost,
            Promotions = (PromotionRule)(Days % 3),
            FreeShippingFromMinor = Fee % 2 == 0 ? 100_00 : null,
            DeliveryChargeMinor = Fee % 2 == 0 ? 4_90 : 0,
        };
    }

    /// <summary>Facts thrown by dice.</summary>
    public sealed record FactsDice(byte After, bool Whole, bool Inspected, byte Reason, byte Condition, byte Country)
    {
        internal PolicyFacts Facts() => PolicyQuestion.Facts(
            Jacket with { Reason = (RefundReason)(Reason % 10), Condition = (GoodsCondition)(Condition % 4) }, Delivery) with
        {
            AskedAt = Instant("2026-03-04 12:00").AddDays(After % 60), IsWholeOrder = Whole, GoodsInspected = Inspected, Country = (Country % 3) switch { 0 => null, 1 => "DE", _ => "GB" },
        };
    }
}
