using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

public sealed class PolicyChecksTests
{
    public static TheoryData<string, ReturnPolicy> FaultyPolicies()
    {
        var general = new ReturnWindow(null, 30, WindowAnchor.Delivery);
        var toys = new ReturnWindow("toys", 30, WindowAnchor.Delivery);
        return new TheoryData<string, ReturnPolicy>
        {
            { "version", APolicy() with { Version = 0 } },
            { "windows", APolicy() with { Windows = [] } },
            { "windows", APolicy() with { Windows = [toys] } },
            { "windows", APolicy() with { Windows = [general, general] } },
            { "windows[2]", APolicy() with { Windows = [general, toys, toys with { Category = "TOYS" }] } },
            { "windows[0].days", APolicy() with { Windows = [general with { Days = -1 }] } },
            { "windows[0].days", APolicy() with { Windows = [general with { Days = int.MaxValue }] } },
            { "finalSaleCategories", APolicy() with { FinalSaleCategories = ["a", "A"] } },
            { "restockingFees", APolicy() with { RestockingFees = [new(GoodsCondition.Used, 1), new(GoodsCondition.Used, 2)] } },
            { "restockingFees[0].basisPoints", APolicy() with { RestockingFees = [new(GoodsCondition.Used, 10_001)] } },
            { "restockingFees[0].basisPoints", APolicy() with { RestockingFees = [new(GoodsCondition.Used, -1)] } },
            { "returnRequiredFromMinor", APolicy() with { ReturnRequiredFromMinor = -1 } },
            { "automaticApprovalMinor", APolicy() with { AutomaticApprovalMinor = -1 } },
            { "agentApprovalMinor", APolicy() with { AgentApprovalMinor = -1 } },
            { "fourEyesFromMinor", APolicy() with { FourEyesFromMinor = -1 } },
            { "reviewFromRiskScore", APolicy() with { ReviewFromRiskScore = 101 } },
            { "informationDeadlineDays", APolicy() with { InformationDeadlineDays = 0 } },
            { "returnDeadlineDays", APolicy() with { ReturnDeadlineDays = 3_651 } },
            { "answerWithinHours", APolicy() with { AnswerWithinHours = 0 } },
            { "tenderRule", APolicy() with { TenderRule = (TenderRule)9 } },
            { "feeTaxBasisPoints", APolicy() with { FeeTaxBasisPoints = 10_001 } },
            { "returnCostMinor", APolicy() with { ReturnCostMinor = -1 } },
            { "standardDeliveryMinor", APolicy() with { StandardDeliveryMinor = -1 } },
            { "deliveryChargeMinor", APolicy() with { FreeShippingFromMinor = 50_00 } },
            { "freeShippingFromMinor", APolicy() with { DeliveryChargeMinor = 4_90 } },
            { "freeShippingFromMinor", APolicy() with { FreeShippingFromMinor = 0, DeliveryChargeMinor = 4_90 } },
            { "extras", APolicy() with { Extras = [new ExtraRule(OrderLineKind.Tip, ExtraWhen.Never), new ExtraRule(OrderLineKind.Tip, ExtraWhen.Always)] } },
            { "extras[0].kind", APolicy() with { Extras = [new ExtraRule(OrderLineKind.Shipping, ExtraWhen.Always)] } },
            { "extras[0].kind", APolicy() with { Extras = [new ExtraRule((OrderLineKind)99, ExtraWhen.Always)] } },
            { "extras[1].when", APolicy() with { Countries = ["DE"], Extras = [new ExtraRule(OrderLineKind.Tip, ExtraWhen.Never), new ExtraRule(OrderLineKind.Duty, ExtraWhen.Never)] } },
            { "sets", APolicy() with { Sets = (SetRule)9 } },
            { "freeGifts", APolicy() with { FreeGifts = (GiftRule)9 } },
            { "promotions", APolicy() with { Promotions = (PromotionRule)9 } },
            { "windows[1].season", APolicy() with { Windows = [general, general with { Season = new Season(new DateOnly(2026, 11, 10), new DateOnly(2026, 11, 9), new DateOnly(2027, 1, 31)) }] } },
            { "windows[2]", APolicy() with { Windows = [general, toys, general with { Country = "DE" }] } },
            { "reasons", APolicy() with { Reasons = [.. ReasonRule.Standard.Skip(1)] } },
            { "reasons", APolicy() with { Reasons = [.. ReasonRule.Standard, ReasonRule.Standard[0]] } },
            { "reasons[2].basis", APolicy() with { Reasons = [.. ReasonRule.Standard.Select(rule => rule.Reason == RefundReason.Defective ? rule with { Basis = LegalBasis.Goodwill } : rule)] } },
            { "exclusions[0]", APolicy() with { Exclusions = [new Exclusion(null, null, "no reason")] } },
            { "evidence[0]", APolicy() with { Evidence = [new EvidenceRule(null, null, 0, [], [])] } },
            { "reductions[0].basisPoints", APolicy() with { Reductions = [new Reduction(GoodsCondition.Used, ReductionStage.Received, 10_001)] } },
            { "countries[0]", APolicy() with { Countries = ["Germany"] } },
            { "windows[0].days", APolicy() with { Countries = ["DE"], Windows = [general with { Days = 13 }] } },
            { "windows[1].days", APolicy() with { Countries = ["US", "FR"], Windows = [general, toys with { Days = 7 }] } },
            { "finalSaleCategories", APolicy() with { Countries = ["DE"], FinalSaleCategories = ["outlet"] } },
            { "reasons[0].isAccepted", APolicy() with { Countries = ["DE"], Reasons = [.. ReasonRule.Standard.Select(rule => rule.Reason == RefundReason.ChangedMind ? rule with { IsAccepted = false } : rule)] } },
        };
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(FaultyPolicies))]
    public void A_faulty_policy_is_refused_with_the_name_of_the_field(string field, ReturnPolicy policy)
    {
        var refusal = Refused(PolicyChecks.Check(policy));

        Assert.Equal("policy.field", refusal.Code);
        Assert.StartsWith($"{field}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void The_standard_policy_is_sound_in_every_exponent(long minorPerMajor) =>
        Done(PolicyChecks.Check(ReturnPolicy.Standard(Now, minorPerMajor)));

    [Fact]
    public void What_the_law_leaves_to_the_retailer_may_be_less() => Assert.Empty(PolicyChecks.Faults(APolicy() with
    {
        Countries = ["DE", "US"],
        FinalSaleCategories = ["engraved"],
        WithdrawalExemptions = [new WithdrawalExemption("engraved", ExemptionGround.MadeToOrder), new WithdrawalExemption("cheese", ExemptionGround.Perishable)],
        BusinessGroups = ["trade"],
        Windows =
        [
            new ReturnWindow(null, 14, WindowAnchor.Delivery),
            new ReturnWindow("cheese", 1, WindowAnchor.Delivery),
            new ReturnWindow(null, 5, WindowAnchor.Delivery) { CustomerGroup = "trade" },
            new ReturnWindow("cheese", 1, WindowAnchor.Delivery) { CustomerGroup = "trade" },
        ],
    }));

    [Fact]
    public void All_faults_are_named_at_once() => Assert.Equal(
        ["automaticApprovalMinor", "windows[0].days", "reasons"],
        PolicyChecks.Faults(APolicy() with { AutomaticApprovalMinor = -1, Windows = [new ReturnWindow(null, -1, WindowAnchor.Order)], Reasons = [.. ReasonRule.Standard.Skip(1)] }).Select(fault => fault.Path));
}
