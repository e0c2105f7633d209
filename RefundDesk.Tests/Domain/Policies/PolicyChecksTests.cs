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
            { "windows", APolicy() with { Windows = [general, toys, toys with { Category = "TOYS" }] } },
            { "windows", APolicy() with { Windows = [general with { Days = -1 }] } },
            { "windows", APolicy() with { Windows = [general with { Days = int.MaxValue }] } },
            { "finalSaleCategories", APolicy() with { FinalSaleCategories = ["a", "A"] } },
            { "restockingFees", APolicy() with { RestockingFees = [new(GoodsCondition.Used, 1), new(GoodsCondition.Used, 2)] } },
            { "restockingFees", APolicy() with { RestockingFees = [new(GoodsCondition.Used, 10_001)] } },
            { "restockingFees", APolicy() with { RestockingFees = [new(GoodsCondition.Used, -1)] } },
            { "returnRequiredFrom", APolicy() with { ReturnRequiredFromMinor = -1 } },
            { "automaticApproval", APolicy() with { AutomaticApprovalMinor = -1 } },
            { "agentApproval", APolicy() with { AgentApprovalMinor = -1 } },
            { "fourEyesFrom", APolicy() with { FourEyesFromMinor = -1 } },
            { "reviewFromRiskScore", APolicy() with { ReviewFromRiskScore = 101 } },
            { "informationDeadlineDays", APolicy() with { InformationDeadlineDays = 0 } },
            { "returnDeadlineDays", APolicy() with { ReturnDeadlineDays = 3_651 } },
            { "answerWithinHours", APolicy() with { AnswerWithinHours = 0 } },
            { "tenderRule", APolicy() with { TenderRule = (TenderRule)9 } },
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
}
