using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Risk;
using static RefundDesk.Domain.Policies.FindingResult;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>What a policy can say beside windows and fees: seasons, groups, exclusions, reasons, evidence, reductions, the way back.</summary>
public sealed class PolicyDocumentTests
{
    private static readonly ReturnWindow General = new(null, 3, WindowAnchor.Delivery);

    private static readonly ReturnWindow Christmas = General with { Season = new Season(new DateOnly(2025, 11, 10), new DateOnly(2026, 1, 10), new DateOnly(2026, 1, 31)) };

    [Theory]
    [InlineData("2025-11-09 22:59", "2026-01-31 12:00", false)] // Still the 9th in Berlin.
    [InlineData("2025-11-09 23:00", "2026-01-31 12:00", true)]
    [InlineData("2026-01-10 22:59", "2026-01-31 22:59", true)]
    [InlineData("2026-01-10 22:59", "2026-01-31 23:00", false)]
    [InlineData("2026-01-10 23:00", "2026-01-31 12:00", false)]
    public void A_season_goes_by_the_day_of_the_order_until_its_own_last_day(string ordered, string asked, bool open)
    {
        var placed = Instant(ordered);
        var facts = Facts(Jacket) with { PlacedAt = placed, DispatchedAt = placed, DeliveredAt = placed.AddDays(2), AskedAt = Instant(asked) };

        Assert.Equal(open ? Passed : Failed, (APolicy() with { Windows = [General, Christmas] }).Ask(facts).Of("window").Result);
    }

    [Fact]
    public void A_season_never_shortens_a_window()
    {
        var late = Facts(Jacket) with { PlacedAt = Instant("2026-01-10 12:00"), DeliveredAt = Instant("2026-02-01 12:00"), AskedAt = Instant("2026-02-04 12:00") };

        Assert.Equal("Jacket: day 3 of 3 from delivery, open until 4 Feb 2026", (APolicy() with { Windows = [General, Christmas] }).Ask(late).Of("window").Text);
    }

    [Theory]
    [InlineData(null, null, 3)]
    [InlineData("club", null, 20)]
    [InlineData("Club", "FR", 20)]
    [InlineData(null, "fr", 10)]
    [InlineData("staff", "FR", 10)]
    public void The_window_with_most_conditions_that_fit_holds(string? group, string? country, int days)
    {
        var policy = APolicy() with
        {
            Windows = [General, General with { Country = "FR", Days = 10 }, General with { CustomerGroup = "club", Category = "clothing", Days = 20 }],
        };

        Assert.Equal(days, policy.WindowOf("clothing", group, country, new DateOnly(2026, 3, 1)).Days);
    }

    [Fact]
    public void An_exclusion_refuses_with_its_words_and_is_void_for_faults()
    {
        var policy = APolicy() with { Exclusions = [new Exclusion(null, "JA-1", "worn at a trade fair")] };
        var jacket = Jacket with { Sku = "ja-1" };

        Assert.Equal("Jacket: not taken back: worn at a trade fair", policy.Ask(jacket).Of("exclusion").Text);
        Assert.Equal(0, policy.Ask(jacket).PayableMinor);
        Assert.Equal(120_00, policy.Ask(jacket with { Reason = RefundReason.WrongItem }).PayableMinor);
        Assert.DoesNotContain(policy.Ask(Jacket).Findings, finding => finding.Rule == "exclusion");
    }

    [Fact]
    public void A_reason_may_be_refused_sent_to_a_person_or_want_the_goods_back()
    {
        Assert.Equal(0, With(rule => rule with { IsAccepted = false }).Ask(Jacket).PayableMinor);
        Assert.Equal(Doubtful, With(rule => rule with { ToReview = true }).Ask(Jacket).Of("reason").Result);
        Assert.True(With(rule => rule with { NeedsReturn = true }).Ask(Jacket).WantsReturn);
        Assert.False((With(rule => rule with { NeedsReturn = false }) with { ReturnRequiredFromMinor = 1 }).Ask(Jacket).WantsReturn);
    }

    [Theory]
    [InlineData(RefundReason.PriceAdjustment)]
    [InlineData(RefundReason.Goodwill)]
    public void Kindness_is_for_a_person_and_needs_no_goods_and_no_fee(RefundReason reason)
    {
        var policy = APolicy() with { ReturnRequiredFromMinor = 1, RestockingFees = [new(GoodsCondition.Opened, 1_000)] };
        var evaluation = policy.Ask(Facts(Jacket with { Reason = reason }) with { Country = "DE" });

        Assert.Equal((120_00L, false, null), (evaluation.PayableMinor, evaluation.WantsReturn, evaluation.LegalClaim));
        Assert.Equal("Jacket: " + (reason == RefundReason.Goodwill ? "goodwill" : "price adjustment") + ": a person decides", evaluation.Of("reason").Text);
    }

    [Fact]
    public void The_limit_of_a_reason_lowers_the_limit_of_the_policy_and_never_lifts_it()
    {
        Assert.Equal(Route.Approve, Decide(APolicy() with { AutomaticApprovalMinor = 120_00 }));
        Assert.Equal(Route.Review, Decide(With(rule => rule with { AutomaticApprovalMinor = 119_99 }) with { AutomaticApprovalMinor = 120_00 }));
        Assert.Equal(Route.Review, Decide(With(rule => rule with { AutomaticApprovalMinor = 500_00 }) with { AutomaticApprovalMinor = 119_99 }));
    }

    [Fact]
    public void The_customer_is_asked_once_and_a_person_looks_at_what_came()
    {
        var policy = APolicy() with { AutomaticApprovalMinor = 500_00, Evidence = [new EvidenceRule("general", null, 50_00, [EvidenceKind.Photo], ["What does not work?"])] };
        var scene = ARefund().Of(AnOrder().WithLine(100_00)).Under(policy).Decided().Build();

        Assert.Equal(RefundStatus.NeedsInformation, scene.Refund.Status);
        Assert.Equal("What does not work?\nPlease send a photo of: Article 1.", Assert.Single(scene.Refund.PendingNotices).Detail);

        scene.Answer().Decide();
        Assert.Equal(RefundStatus.InReview, scene.Refund.Status);
        Assert.Equal("Article 1: the customer answered: see whether a photo came", scene.Refund.WhyHere);
    }

    [Fact]
    public void A_question_that_was_answered_is_no_doubt()
    {
        var policy = APolicy() with { AutomaticApprovalMinor = 500_00, Evidence = [new EvidenceRule(null, null, 0, [], ["Was it worn outdoors?"])] };

        Assert.Equal(RefundStatus.Approved, ARefund().Of(AnOrder().WithLine(100_00)).Under(policy).Decided().Step(scene => scene.Answer().Decide()).Build().Refund.Status);
    }

    [Fact]
    public void A_fee_that_is_a_service_of_its_own_has_its_own_tax()
    {
        var policy = APolicy() with { RestockingFees = [new(GoodsCondition.Opened, 1_000)], FeeTaxBasisPoints = 1_900, AutomaticApprovalMinor = 500_00 };
        var line = ARefund().Of(AnOrder().WithLine(100_00, tax: 700)).Under(policy).Decided().Build().Refund.Lines[0];

        Assert.Equal((10_00L, 1_60L, 90_00L), (line.FeeMinor, line.TaxInFeeMinor, line.PayableMinor));
    }

    [Fact]
    public void The_way_back_is_paid_by_who_has_the_choice()
    {
        var policy = APolicy() with { ReturnCostMinor = 4_90, ReturnRequiredFromMinor = 1 };
        var back = Facts(Jacket) with { GoodsInspected = true };

        Assert.Equal(115_10, policy.Ask(back).PayableMinor);
        Assert.Equal(120_00, policy.Ask(Facts(Jacket with { Reason = RefundReason.Defective }) with { GoodsInspected = true }).PayableMinor);
        Assert.Equal(120_00, policy.Ask(back with { GoodsInspected = false }).PayableMinor);
        Assert.Equal(0, (policy with { ReturnCostMinor = 500_00 }).Ask(back).PayableMinor);
    }

    [Fact]
    public void What_was_announced_and_what_was_found_stand_beside_each_other()
    {
        var evaluation = (APolicy() with { AcceptedConditions = [GoodsCondition.Opened] }).Ask(Jacket with { Condition = GoodsCondition.Damaged, AnnouncedCondition = GoodsCondition.Opened });

        Assert.Equal("Jacket: damaged goods are not taken back (announced as opened)", evaluation.Of("condition").Text);
        Assert.Equal("announced=Opened, found=Damaged", evaluation.Of("condition").Used);
    }

    private static ReturnPolicy With(Func<ReasonRule, ReasonRule> change) =>
        APolicy() with { Reasons = [.. ReasonRule.Standard.Select(rule => rule.Reason == RefundReason.ChangedMind ? change(rule) : rule)] };

    private static Route Decide(ReturnPolicy policy) =>
        Decider.Decide(PoliciesInForce.Only(policy), "EUR", Facts(Jacket), ARefund().Build().RiskFacts(), new RiskRules()).Route;
}
