using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Approving;

/// <summary>Maker and checker: who may approve what, for a refund of 250.00 EUR.</summary>
public sealed class ApprovalTests
{
    private static readonly Authority Agent = new(MayApproveWaiting: false, Eur(250_00), Eur(1_000_00));
    private static readonly Authority Supervisor = new(MayApproveWaiting: true, Limit: null, Eur(1_000_00));

    public static TheoryData<string, Authority, RefundStatus> InReviewByAnn() => new()
    {
        { "within the limit", Agent, RefundStatus.Approved },
        { "above the limit", Agent with { Limit = Eur(249_99) }, RefundStatus.AwaitingApproval },
        { "without a limit", Agent with { Limit = null }, RefundStatus.Approved },
        { "limit in another currency", Agent with { Limit = Jpy(1_000_000) }, RefundStatus.AwaitingApproval },
        { "just below four eyes", Agent with { FourEyesFrom = Eur(250_01) }, RefundStatus.Approved },
        { "from four eyes on", Agent with { FourEyesFrom = Eur(250_00) }, RefundStatus.AwaitingApproval },
        { "never four eyes", Agent with { FourEyesFrom = null }, RefundStatus.Approved },
        { "four eyes in another currency", Agent with { FourEyesFrom = Jpy(1_000_000) }, RefundStatus.AwaitingApproval },
        { "a supervisor within four eyes", Supervisor, RefundStatus.Approved },
        { "a supervisor from four eyes on", Supervisor with { FourEyesFrom = Eur(1) }, RefundStatus.AwaitingApproval },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(InReviewByAnn))]
    public void In_review_the_amount_and_the_authority_decide_whether_a_second_person_is_needed(string why, Authority authority, RefundStatus expected)
    {
        var (refund, order) = InReview().Build();

        Done(refund.Approve(AgentAnn, authority, order, TenderRule.GiftCardLast, Now));

        Assert.True(expected == refund.Status, why);
        Assert.Equal(expected == RefundStatus.AwaitingApproval ? AgentAnn.Id : null, refund.ReviewedById);
        Assert.Equal(expected == RefundStatus.Approved ? AgentAnn.Id : null, refund.ApprovedById);
    }

    [Fact]
    public void The_person_who_put_it_in_never_approves_it_alone()
    {
        var (refund, order) = InReview().RequestedBy(SupervisorSue).Build();

        Done(refund.Approve(SupervisorSue, RefundScene.WithoutLimit, order, TenderRule.GiftCardLast, Now));
        Assert.Equal(RefundStatus.AwaitingApproval, refund.Status);

        Assert.Equal("refund.four-eyes", Code(refund, order, SupervisorSue, Supervisor));
        Assert.Null(Code(refund, order, SupervisorTom, Supervisor));
        Assert.Equal(RefundStatus.Approved, refund.Status);
    }

    [Fact]
    public void Neither_maker_nor_reviewer_is_the_checker()
    {
        var (refund, order) = InReview().RequestedBy(SupervisorSue).AwaitingApproval(SupervisorTom).Build();

        Assert.Equal("refund.four-eyes", Code(refund, order, SupervisorSue, Supervisor));
        Assert.Equal("refund.four-eyes", Code(refund, order, SupervisorTom, Supervisor));
        Assert.Equal("refund.needs-supervisor", Code(refund, order, AgentBen, Agent with { Limit = null }));
        Assert.Equal("refund.above-limit", Code(refund, order, Third, Supervisor with { Limit = Eur(249_99) }));
        Assert.Equal("refund.above-limit", Code(refund, order, Third, Supervisor with { Limit = Jpy(1_000_000) }));
        Assert.Equal("refund.needs-person", Code(refund, order, Actor.Automation, Supervisor));
        Assert.Equal("refund.needs-person", Code(refund, order, CustomerKim, Supervisor));
        Assert.Equal(RefundStatus.AwaitingApproval, refund.Status);

        Assert.Null(Code(refund, order, Third, Supervisor with { Limit = Eur(250_00), FourEyesFrom = Eur(1) }));
        Assert.Equal((RefundStatus.Approved, Third.Id, SupervisorTom.Id, false), (refund.Status, refund.ApprovedById, refund.ReviewedById, refund.DecidedByAutomation));
    }

    [Fact]
    public void Nobody_approves_before_policy_and_risk_were_looked_at()
    {
        var scene = ARefund().Of(Eur(250_00)).Build();

        Assert.Equal("refund.not-assessed", Code(scene.Refund, scene.Order, SupervisorSue, Supervisor));
    }

    [Fact]
    public void What_comes_to_nothing_cannot_be_approved_or_sent_to_approval()
    {
        var scene = ARefund().Of(AnOrder().WithLine(0).PaidByCard(0)).InReview().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.nothing-to-pay", Code(scene.Refund, scene.Order, AgentAnn, Agent));
        Assert.Equal("refund.nothing-to-pay", Code(scene.Refund, scene.Order, AgentAnn, Agent with { Limit = Eur(-1) }));
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Fact]
    public void More_than_was_captured_cannot_be_approved_and_nothing_moves()
    {
        var scene = ARefund().Of(AnOrder().WithLine(100_00).PaidByCard(60_00)).InReview().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("order.above-ceiling", Code(scene.Refund, scene.Order, SupervisorSue, Supervisor));
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Fact]
    public void Sent_back_it_is_reviewed_again_and_the_reason_stands_in_the_queue()
    {
        var scene = InReview().AwaitingApproval(AgentAnn).Build();

        Assert.Equal("refund.reason-missing", Refused(scene.Refund.SendBack(SupervisorSue, " x ", Now)).Code);
        Done(scene.Refund.SendBack(SupervisorSue, " Ask for a photograph. ", scene.Tick()));

        Assert.Equal((RefundStatus.InReview, "Sent back: Ask for a photograph."), (scene.Refund.Status, scene.Refund.WhyHere));
        scene.Review(AgentBen);
        Assert.Equal((RefundStatus.AwaitingApproval, AgentBen.Id), (scene.Refund.Status, scene.Refund.ReviewedById));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ab  ")]
    public void A_reason_is_asked_for_wherever_the_customer_or_a_colleague_reads_it(string? reason)
    {
        var scene = InReview().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.reason-missing", Refused(scene.Refund.Reject(AgentAnn, reason!, scene.Order, Now)).Code);
        Assert.Equal("refund.reason-missing", Refused(scene.Refund.Ask(AgentAnn, reason!, Now, Now)).Code);
        Assert.Equal("refund.reason-missing", Refused(scene.Refund.Appeal(CustomerKim, reason!, scene.Order, Now)).Code);
        Assert.Equal("refund.reason-missing", Refused(scene.Refund.TakeFailureToReview(AgentAnn, reason!, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    private static Actor Third { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000e")), "Una Supervisor");

    private static RefundBuilder InReview() => ARefund().Of(Eur(250_00)).InReview();

    private static string? Code(RefundCase refund, RefundDesk.Domain.Orders.Order order, Actor by, Authority authority) =>
        refund.Approve(by, authority, order, TenderRule.GiftCardLast, Now).Refusal?.Code;
}
