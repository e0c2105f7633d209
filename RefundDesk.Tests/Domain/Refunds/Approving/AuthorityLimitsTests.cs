using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Approving;

/// <summary>Which limits fit a person and a refund of 250.00 EUR to a card, and what counts against them.</summary>
public sealed class AuthorityLimitsTests
{
    private static readonly AuthorityHolder Ann = new(AgentAnn.Id, Role.Agent, "ann@desk.example");
    private static readonly AuthorityHolder Sue = new(SupervisorSue.Id, Role.Supervisor, "sue@desk.example");

    private static readonly Dictionary<RefundDestination, long> ToCard = new() { [RefundDestination.Original] = 250_00 };

    [Fact]
    public void Without_rules_an_agent_has_the_policys_limit_and_a_supervisor_none()
    {
        var rules = AuthorityRules.Of(APolicy() with { AgentApprovalMinor = 249_99 });

        Assert.Equal(["Above your limit of 249.99 EUR"], Why(rules, Ann));
        Assert.Empty(Why(rules, Sue));
        Assert.Equal(1_000_00, rules.FourEyesFromMinor);
    }

    [Fact]
    public void Where_nothing_fits_an_agent_approves_nothing_and_a_supervisor_without_limit()
    {
        var rules = Rules(new AuthorityLimit(LimitPeriod.Refund, 9_999_00) { Reason = RefundReason.Defective });

        Assert.Equal(["No limit is set for you"], Why(rules, Ann));
        Assert.Empty(Why(rules, Sue));
    }

    public static TheoryData<string, AuthorityLimit[], bool> Narrowings() => new()
    {
        { "two alike: the least holds", [Of(300), Of(200)], false },
        { "a person above the role", [Of(100), Of(300) with { Person = "ANN@desk.example" }], true },
        { "a person below the role", [Of(300), Of(100) with { Person = "ann@desk.example" }], false },
        { "another person", [Of(300), Of(100) with { Person = "ben@desk.example" }], true },
        { "another role", [Of(300), new AuthorityLimit(LimitPeriod.Refund, 1) { Role = Role.Supervisor }], true },
        { "a reason above the role", [Of(100), Of(300) with { Reason = RefundReason.ChangedMind }], true },
        { "a reason that is another", [Of(300), Of(100) with { Reason = RefundReason.Defective }], true },
        { "reason and destination beside each other: both hold", [Of(100), Of(300) with { Reason = RefundReason.ChangedMind }, Of(200) with { Destination = RefundDestination.Original }], false },
        { "a destination nothing goes to", [Of(300), Of(1) with { Destination = RefundDestination.GiftCard }], true },
        { "its currency", [Of(100), Of(300) with { Currency = "EUR" }], true },
        { "another currency", [Of(300), Of(1) with { Currency = "USD" }], true },
        { "a limit over a day does not take the place of one of a refund", [Of(100), new AuthorityLimit(LimitPeriod.Day, 900_00) { Role = Role.Agent, Person = "ann@desk.example" }], false },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Narrowings))]
    public void The_narrowest_limits_hold_and_of_them_the_least(string why, AuthorityLimit[] limits, bool isWithin) =>
        Assert.True(Why(Rules(limits), Ann).Count == 0 == isWithin, why);

    [Fact]
    public void A_limit_in_the_clients_currency_lets_nothing_through_in_another_one()
    {
        var (refund, _) = ARefund().Of(Eur(10_00)).InReview().Build();

        var authority = AuthorityLimits.Of(refund, new Dictionary<RefundDestination, long>(), Rules(Of(900)), Currency.Of("USD"), Ann, ApprovalUsage.None, NearbyCases.None);

        Assert.Equal(ApprovalStep.SendsToApproval, Done(ApprovalRules.Check(refund, AgentAnn, authority)));
    }

    [Theory]
    [InlineData(500_00, true)]
    [InlineData(499_99, false)]
    public void A_day_counts_what_the_person_approved_since_it_began(long limit, bool isWithin)
    {
        var rules = Rules(Of(900), new AuthorityLimit(LimitPeriod.Day, limit) { Role = Role.Agent });
        var usage = Usage(
            Before(AgentAnn.Id, Now.AddHours(-2), 250_00),
            Before(AgentAnn.Id, Now.AddHours(-13), 900_00),
            Before(AgentBen.Id, Now.AddHours(-2), 900_00),
            Before(null, Now.AddHours(-2), 900_00, isOfCustomer: true));

        Assert.Equal(isWithin ? [] : ["Above your limit of 499.99 EUR a day: 250.00 EUR approved today, 250.00 EUR now"], Why(rules, Ann, usage));
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(1, true)]
    public void A_customer_counts_what_anybody_approved_within_the_days(int days, bool isWithin)
    {
        var rules = Rules(Of(900), new AuthorityLimit(LimitPeriod.Customer, 400_00) { Days = days });
        var usage = Usage(Before(null, Now.AddDays(-3), 200_00, isOfCustomer: true), Before(SupervisorSue.Id, Now.AddDays(-3), 900_00));

        Assert.Equal(isWithin ? [] : ["Above the limit of 400.00 EUR for one customer in 30 days: 200.00 EUR approved, 250.00 EUR now"], Why(rules, Ann, usage));
        Assert.Equal(isWithin, Why(rules, Sue, usage).Count == 0);
    }

    [Fact]
    public void A_limit_of_a_reason_counts_that_reason_alone()
    {
        var rules = Rules(Of(900), new AuthorityLimit(LimitPeriod.Day, 300_00) { Reason = RefundReason.ChangedMind });
        var other = Before(AgentAnn.Id, Now.AddHours(-1), 900_00) with { Reason = RefundReason.Defective };

        Assert.Empty(Why(rules, Ann, Usage(other)));
        Assert.Single(Why(rules, Ann, Usage(other, Before(AgentAnn.Id, Now.AddHours(-1), 60_00))));
    }

    [Fact]
    public void Requests_close_together_are_measured_by_their_sum_and_the_sentence_says_so()
    {
        var (refund, _) = InReview().Build();
        var nearby = new NearbyCases([new NearbyCase(ANumber(), Eur(200_00), RefundStatus.InReview, Now, "same customer"), new NearbyCase(ANumber(), Jpy(9_999_999), RefundStatus.Paid, Now, "same customer")], 3);
        var authority = AuthorityLimits.Of(refund, ToCard, Rules(Of(400)), Currency.Of("EUR"), Ann, ApprovalUsage.None, nearby);

        Assert.Equal([$"Above your limit of 400.00 EUR: with {nearby.Numbers}, within 3 days, it is 450.00 EUR"], ApprovalRules.WhySecond(refund, AgentAnn, authority, amount => amount.ToString()));
        Assert.True(ApprovalRules.IsSplit(refund, authority));
        Assert.False(ApprovalRules.IsSplit(refund, AuthorityLimits.Of(refund, ToCard, Rules(Of(200)), Currency.Of("EUR"), Ann, ApprovalUsage.None, nearby)));
        Assert.False(ApprovalRules.IsSplit(refund, AuthorityLimits.Of(refund, ToCard, Rules(Of(450)), Currency.Of("EUR"), Ann, ApprovalUsage.None, nearby)));
    }

    [Fact]
    public void Four_eyes_and_second_approval_are_measured_by_the_sum_too()
    {
        var nearby = new NearbyCases([new NearbyCase(ANumber(), Eur(800_00), RefundStatus.InReview, Now, "same order")], 3);
        var (refund, _) = InReview().Build();
        var rules = Rules(Of(9_000)) with { FourEyesFromMinor = 1_000_00, SecondApprovalFromMinor = 1_050_00 };

        var authority = AuthorityLimits.Of(refund, ToCard, rules, Currency.Of("EUR"), Sue, ApprovalUsage.None, nearby);

        Assert.StartsWith("From 1,000.00 EUR on two people must agree: with RD-", Assert.Single(ApprovalRules.WhySecond(refund, SupervisorSue, authority, amount => amount.ToString())), StringComparison.Ordinal);
        Assert.True(ApprovalRules.WantsSecondApproval(refund, authority));
        Assert.False(ApprovalRules.WantsSecondApproval(refund, authority with { Nearby = NearbyCases.None }));
    }

    public static TheoryData<string, AuthorityRules> Faulty() => new()
    {
        { "limits[0].amountMinor", Rules(Of(-1)) },
        { "limits[1].days", Rules(Of(1), new AuthorityLimit(LimitPeriod.Customer, 1)) },
        { "limits[0].days", Rules(Of(1) with { Days = 3 }) },
        { "limits[0].role", Rules(Of(1) with { Role = Role.ClientViewer }) },
        { "limits[0].person", Rules(Of(1) with { Person = "Ann" }) },
        { "limits[0].currency", Rules(Of(1) with { Currency = "euro" }) },
        { "secondApprovalFromMinor", new AuthorityRules { SecondApprovalFromMinor = 10 } },
        { "splitWindowDays", new AuthorityRules { SplitWindowDays = 91 } },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Faulty))]
    public void A_fault_in_the_rules_names_the_field(string path, AuthorityRules rules)
    {
        Assert.Equal([path], rules.Faults(1_000_00).Select(fault => fault.Path));
        Assert.Contains(PolicyChecks.Faults(APolicy() with { Authority = rules }), fault => fault.Path == $"authority.{path}");
    }

    [Fact]
    public void The_rules_are_part_of_the_document_and_come_back_as_they_were()
    {
        var policy = APolicy() with
        {
            Authority = Rules(Of(10) with { Person = "ann@desk.example", Reason = RefundReason.Other, Destination = RefundDestination.StoreCredit, Currency = "USD" }, new AuthorityLimit(LimitPeriod.Customer, 5) { Days = 30 })
                with { SecondApprovalFromMinor = 7_000_00, SplitWindowDays = 5 },
        };

        var read = PolicyJson.Read(PolicyJson.Write(policy));

        Assert.Empty(read.Faults);
        Assert.Equal(policy.Authority.Limits, read.Document!.Authority!.Limits);
        Assert.Equal((7_000_00L, 5), (read.Document.Authority.SecondApprovalFromMinor, read.Document.Authority.SplitWindowDays));
    }

    private static AuthorityLimit Of(long major) => new(LimitPeriod.Refund, major * 100) { Role = Role.Agent };

    private static AuthorityRules Rules(params AuthorityLimit[] limits) => new() { Limits = limits };

    private static RefundBuilder InReview() => ARefund().Of(Eur(250_00)).InReview();

    private static ApprovalUsage Usage(params ApprovedBefore[] before) => new(before, Now.AddHours(-12), Now);

    private static ApprovedBefore Before(UserId? holder, DateTimeOffset at, long minor, bool isOfCustomer = false) =>
        new(holder, isOfCustomer, at, RefundReason.ChangedMind, Eur(minor), new Dictionary<RefundDestination, long> { [RefundDestination.Original] = minor });

    private static IReadOnlyList<string> Why(AuthorityRules rules, AuthorityHolder holder, ApprovalUsage? usage = null)
    {
        var (refund, _) = InReview().Build();
        var authority = AuthorityLimits.Of(refund, ToCard, rules, Currency.Of("EUR"), holder, usage ?? ApprovalUsage.None, NearbyCases.None);
        return ApprovalRules.WhySecond(refund, Actor.Person(holder.Id!.Value, "Somebody"), authority, amount => amount.ToString());
    }
}
