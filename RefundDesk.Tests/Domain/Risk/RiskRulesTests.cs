using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Risk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Risk;

public sealed class RiskRulesTests
{
    /// <summary>A customer of 60 days with two orders and nothing against them: no rule has anything to say.</summary>
    private static readonly RiskFacts Ordinary = new(
        Orders: 2, OrderedMinor: 200_00, FirstOrderAt: Now.AddDays(-60), RequestsLast24Hours: 0, RefundsLast90Days: 0, RefundedLast90DaysMinor: 0,
        NotReceivedLast365Days: 0, Refused: 0, AmountMinor: 50_00, LargeAmountMinor: 250_00, IsNotReceivedClaim: false, AskedAt: Now, PlacedAt: Now.AddDays(-10));

    private static readonly RiskFacts Loyal = Ordinary with { Orders = 5, FirstOrderAt = Now.AddDays(-366) };

    [Fact]
    public void Nothing_is_said_of_an_ordinary_customer()
    {
        var assessment = Assess(Ordinary);

        Assert.Equal(0, assessment.Score);
        Assert.Empty(assessment.Reasons);
        Assert.Equal("rules 1", assessment.Model);
    }

    public static TheoryData<string, RiskFacts, int, string> Findings() => new()
    {
        { "velocity-day", Ordinary with { RequestsLast24Hours = 3 }, 45, "3 other requests in the last 24 hours" },
        { "velocity-day", Ordinary with { RequestsLast24Hours = 4 }, 60, "4 other requests in the last 24 hours" },
        { "velocity-day", Ordinary with { RequestsLast24Hours = int.MaxValue }, 60, "2147483647 other requests in the last 24 hours" },
        { "return-share", Ordinary with { Orders = 6, RefundsLast90Days = 3 }, 35, "3 refunds in 90 days on 6 orders" },
        { "return-share", Ordinary with { Orders = 3, RefundsLast90Days = 3 }, 50, "3 refunds in 90 days on 3 orders" },
        { "not-received-again", Ordinary with { IsNotReceivedClaim = true, NotReceivedLast365Days = 1 }, 40, "Goods said not to have come 2 times in a year" },
        { "not-received-again", Ordinary with { IsNotReceivedClaim = true, NotReceivedLast365Days = 2 }, 65, "Goods said not to have come 3 times in a year" },
        { "new-and-large", Ordinary with { AmountMinor = 250_00, FirstOrderAt = Now.AddDays(-30).AddTicks(1) }, 35, "A large amount from a customer of less than 30 days" },
        { "quick-claim", Ordinary with { IsNotReceivedClaim = true, PlacedAt = Now.AddHours(-24).AddTicks(1) }, 25, "Said not to have come within a day of the order" },
        { "refused-before", Ordinary with { Refused = 1 }, 10, "1 earlier request was refused" },
        { "refused-before", Ordinary with { Refused = 3 }, 30, "3 earlier requests were refused" },
        { "refused-before", Ordinary with { Refused = int.MaxValue }, 30, "2147483647 earlier requests were refused" },
        { "loyal", Loyal, -15, "Customer for 1 year with 5 orders" },
        { "loyal", Loyal with { FirstOrderAt = Now.AddDays(-731), Orders = 6, RefundsLast90Days = 1 }, -15, "Customer for 2 years with 6 orders" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Findings))]
    public void A_rule_gives_its_points_and_says_why_with_the_figures(string rule, RiskFacts facts, int points, string text)
    {
        var assessment = Assess(facts);

        Assert.Equal(new RiskReason(rule, points, text), Assert.Single(assessment.Reasons));
        Assert.Equal(Math.Max(0, points), assessment.Score);
    }

    public static TheoryData<RiskFacts> JustBelow() =>
    [
        Ordinary with { RequestsLast24Hours = 2 },
        Ordinary with { Orders = 7, RefundsLast90Days = 3 },
        Ordinary with { Orders = 2, RefundsLast90Days = 3 },
        Ordinary with { Orders = 3, RefundsLast90Days = 2 },
        Ordinary with { IsNotReceivedClaim = false, NotReceivedLast365Days = 5 },
        Ordinary with { IsNotReceivedClaim = true },
        Ordinary with { AmountMinor = 249_99, FirstOrderAt = Now },
        Ordinary with { AmountMinor = 250_00, FirstOrderAt = Now.AddDays(-30) },
        Ordinary with { IsNotReceivedClaim = true, PlacedAt = Now.AddHours(-24) },
        Loyal with { Orders = 4 },
        Loyal with { FirstOrderAt = Now.AddDays(-365) },
        Loyal with { RefundsLast90Days = 1 },
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(JustBelow))]
    public void Just_below_its_boundary_a_rule_says_nothing(RiskFacts facts) => Assert.Empty(Assess(facts).Reasons);

    [Fact]
    public void Points_add_up_and_the_strongest_reason_comes_first()
    {
        var assessment = Assess(Ordinary with { RequestsLast24Hours = 3, Refused = 1, IsNotReceivedClaim = true, PlacedAt = Now.AddHours(-2) });

        Assert.Equal(["velocity-day", "quick-claim", "refused-before"], assessment.Reasons.Select(reason => reason.Rule));
        Assert.Equal(80, assessment.Score);
    }

    [Property(MaxTest = 1_000)]
    public void Any_facts_give_a_score_from_0_to_100_and_the_same_one_again(
        DoNotSize<int> orders, DoNotSize<int> today, DoNotSize<int> refunds, DoNotSize<int> notReceived, DoNotSize<int> refused, DoNotSize<long> amount, bool isClaim)
    {
        var facts = Ordinary with
        {
            Orders = orders.Item & int.MaxValue,
            RequestsLast24Hours = today.Item & int.MaxValue,
            RefundsLast90Days = refunds.Item & int.MaxValue,
            NotReceivedLast365Days = notReceived.Item & int.MaxValue,
            Refused = refused.Item & int.MaxValue,
            AmountMinor = amount.Item,
            IsNotReceivedClaim = isClaim,
        };

        var assessment = Assess(facts);

        Assert.InRange(assessment.Score, 0, 100);
        Assert.Equal(Math.Clamp(assessment.Reasons.Sum(reason => reason.Points), 0, 100), assessment.Score);
        Assert.Equal(assessment.Reasons, Assess(facts).Reasons);
    }

    private static RiskAssessment Assess(RiskFacts facts) => new RiskRules().Assess(facts);
}
