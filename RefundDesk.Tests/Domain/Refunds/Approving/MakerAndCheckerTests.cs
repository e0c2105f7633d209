using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Approving;

/// <summary>Two approvals, changes that void them, deputies, and money that would go elsewhere.</summary>
public sealed class MakerAndCheckerTests
{
    private static readonly Authority TwoApprovals = RefundScene.WithoutLimit with { SecondApprovalFrom = Eur(200_00) };

    private static Actor Una { get; } = Actor.Person(new UserId(new Guid("00000000-0000-7000-8000-00000000000e")), "Una Supervisor");

    [Fact]
    public void From_the_second_amount_on_two_different_people_approve_beside_the_one_who_reviewed()
    {
        var (refund, order) = Waiting().Build();

        Assert.Null(Approve(refund, order, SupervisorSue, TwoApprovals));
        Assert.Equal((RefundStatus.AwaitingApproval, SupervisorSue.Id), (refund.Status, refund.FirstApprovedById));
        Assert.Equal("refund.second-approver", Approve(refund, order, SupervisorSue, TwoApprovals));
        Assert.Equal("refund.four-eyes", Approve(refund, order, AgentAnn, TwoApprovals));
        Assert.Null(Approve(refund, order, SupervisorTom, TwoApprovals));
        Assert.Equal((RefundStatus.Approved, SupervisorTom.Id, SupervisorSue.Id), (refund.Status, refund.ApprovedById, refund.FirstApprovedById));
    }

    [Fact]
    public void Just_below_the_second_amount_one_approval_is_enough()
    {
        var (refund, order) = Waiting().Build();

        Assert.Null(Approve(refund, order, SupervisorSue, TwoApprovals with { SecondApprovalFrom = Eur(250_01) }));
        Assert.Equal(RefundStatus.Approved, refund.Status);
    }

    [Fact]
    public void Another_amount_voids_the_first_approval_and_makes_who_changed_it_a_maker()
    {
        var scene = Waiting().Build();
        Assert.Null(Approve(scene.Refund, scene.Order, SupervisorSue, TwoApprovals));

        Done(scene.Refund.ChangeAmount(SupervisorTom, Keeping(10_00), "A scratch.", scene.Order, scene.Tick()));

        Assert.Equal((RefundStatus.AwaitingApproval, null, 240_00L), (scene.Refund.Status, scene.Refund.FirstApprovedById, scene.Refund.ProposedMinor));
        Assert.Equal("refund.four-eyes", Approve(scene.Refund, scene.Order, SupervisorTom, TwoApprovals));
        Assert.Null(Approve(scene.Refund, scene.Order, SupervisorSue, TwoApprovals));
        Assert.Null(Approve(scene.Refund, scene.Order, Una, TwoApprovals));
        Assert.Equal(240_00, scene.Refund.ApprovedMinor);
    }

    [Fact]
    public void What_is_approved_and_not_sent_goes_back_to_review_with_money_units_and_books_set_right()
    {
        var scene = ARefund().Of(AnOrder().WithLine(100_00).WithLine(50_00)).Approved(SupervisorSue).Build();

        Done(scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [2] = new(false), [1] = new(true, 5_00) }, "One came back.", scene.Order, scene.Tick()));

        Assert.Equal((RefundStatus.InReview, 95_00L, 0L, null), (scene.Refund.Status, scene.Refund.ProposedMinor, scene.Refund.ApprovedMinor, scene.Refund.ApprovedById));
        Assert.Empty(scene.Refund.Payouts);
        Assert.Equal(0, scene.Order.Tenders[0].ReservedMinor);
        Assert.Equal(0, scene.Refund.PendingJournals.SelectMany(journal => journal.Entries).Sum(entry => entry.Account == Account.RefundsPayable ? entry.Amount.Minor : 0));
        Assert.Equal(ApprovalStep.SendsToApproval, Done(ApprovalRules.Check(scene.Refund, AgentBen, RefundScene.WithoutLimit)));
        scene.Approve(SupervisorTom);
        Assert.Equal((95_00L, 95_00L), (scene.Refund.ApprovedMinor, scene.Order.Tenders[0].ReservedMinor));
        Assert.Equal(0, scene.Order.Line(2).ReservedQuantity);
    }

    [Fact]
    public void A_line_that_was_left_out_can_come_back_while_nobody_else_took_it()
    {
        var scene = ARefund().Of(AnOrder().WithLine(100_00).WithLine(50_00)).InReview().Build();
        Done(scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [2] = new(false) }, "One came back.", scene.Order, scene.Tick()));
        scene.Approve(SupervisorTom);

        Done(scene.Order.ReserveLines([(2, 1)]));
        Assert.Equal("order.quantity-taken", Refused(scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [2] = new(true) }, "Both came.", scene.Order, scene.Tick())).Code);
        scene.Order.ReleaseLine(2, 1, new ReservedUnits(Eur(50_00), Eur(0)));

        Done(scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [2] = new(true) }, "Both came.", scene.Order, scene.Tick()));
        Assert.Equal(150_00, scene.Refund.ProposedMinor);
    }

    public static TheoryData<string, RefundStatus, int, bool, long> NotToBeChanged() => new()
    {
        { "refund.kept-back", RefundStatus.InReview, 1, true, 250_01 },
        { "refund.kept-back", RefundStatus.InReview, 1, true, -1 },
        { "refund.line-not-asked", RefundStatus.InReview, 9, true, 0 },
        { "refund.amount-same", RefundStatus.InReview, 1, true, 0 },
        { "refund.nothing-to-pay", RefundStatus.InReview, 1, false, 0 },
        { "refund.nothing-to-pay", RefundStatus.InReview, 1, true, 250_00 },
        { "refund.not-allowed", RefundStatus.Received, 1, true, 1 },
        { "refund.not-allowed", RefundStatus.Paying, 1, true, 1 },
        { "refund.not-allowed", RefundStatus.Paid, 1, true, 1 },
    };

    [Theory]
    [MemberData(nameof(NotToBeChanged))]
    public void An_amount_that_cannot_be_is_refused_and_nothing_changes(string code, RefundStatus status, int line, bool included, long kept)
    {
        var scene = ARefund().Of(Late()).In(status).Build();
        var before = RefundSnapshot.Of(scene);

        var refused = Refused(scene.Refund.ChangeAmount(AgentBen, new Dictionary<int, LineChange> { [line] = new(included, kept) }, "A scratch.", scene.Order, scene.Tick()));

        Assert.Equal((code, before), (refused.Code, RefundSnapshot.Of(scene)));
    }

    [Fact]
    public void Automation_and_customers_change_no_amount_and_a_reason_is_wanted()
    {
        var scene = Waiting().Build();

        Assert.Equal("refund.needs-person", Refused(scene.Refund.ChangeAmount(Actor.Automation, Keeping(1), "A scratch.", scene.Order, Now)).Code);
        Assert.Equal("refund.needs-person", Refused(scene.Refund.ChangeAmount(CustomerKim, Keeping(1), "A scratch.", scene.Order, Now)).Code);
        Assert.Equal("refund.reason-missing", Refused(scene.Refund.ChangeAmount(AgentBen, Keeping(1), " ", scene.Order, Now)).Code);
    }

    [Fact]
    public void Sent_back_the_first_approval_no_longer_holds_and_who_reviewed_first_stays_a_maker()
    {
        var scene = Waiting().Build();
        Assert.Null(Approve(scene.Refund, scene.Order, SupervisorSue, TwoApprovals));

        Done(scene.Refund.SendBack(SupervisorTom, "Ask for a photograph.", scene.Tick()));
        scene.Review(AgentBen);

        Assert.Null(scene.Refund.FirstApprovedById);
        Assert.Equal("refund.four-eyes", Approve(scene.Refund, scene.Order, AgentAnn, TwoApprovals));
    }

    [Fact]
    public void An_answer_after_an_approval_makes_who_wrote_it_down_a_maker()
    {
        var scene = ARefund().Of(Eur(250_00)).WithFailedPayout().Build();
        Done(scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick()));
        scene.Ask(AgentAnn);

        Done(scene.Refund.TakeAnswer(SupervisorTom, "There is another card.", scene.Tick()));

        Assert.True(scene.Refund.IsMaker(SupervisorTom.Id!.Value));
    }

    [Fact]
    public void A_deputy_has_the_limits_that_were_lent_and_no_more()
    {
        var (refund, order) = Waiting().Build();
        var own = new Authority(false, Eur(100_00), null);
        var lent = RefundScene.WithoutLimit with { For = new Lender(SupervisorSue.Id!.Value, "Sue Supervisor") };

        Assert.Same(lent, ApprovalRules.Best(refund, AgentBen, [own, lent]));
        Assert.Equal("refund.needs-supervisor", Approve(refund, order, AgentBen, own));
        Assert.Equal("refund.above-limit", Approve(refund, order, AgentBen, lent with { Limit = Eur(249_99) }));
        Assert.Null(Approve(refund, order, AgentBen, lent));
        Assert.Equal((AgentBen.Id, SupervisorSue.Id), (refund.ApprovedById, refund.ApprovedForId));
        Assert.Equal("Approved as deputy of Sue Supervisor: 250.00 EUR", refund.PendingEvents[^1].Text);
    }

    [Fact]
    public void Neither_the_deputy_nor_whom_he_stands_for_may_have_made_it_or_approved_it_first()
    {
        var lent = TwoApprovals with { For = new Lender(SupervisorSue.Id!.Value, "Sue Supervisor") };
        var (byDeputy, order) = Waiting().Build();
        Assert.Equal("refund.four-eyes", Approve(byDeputy, order, AgentAnn, lent));

        var (byLender, lendersOrder) = ARefund().Of(Eur(250_00)).RequestedBy(SupervisorSue).InReview().AwaitingApproval(AgentAnn).Build();
        Assert.Equal("refund.four-eyes", Approve(byLender, lendersOrder, AgentBen, lent));

        var (first, firstOrder) = Waiting().Build();
        Assert.Null(Approve(first, firstOrder, SupervisorSue, TwoApprovals));
        Assert.Equal("refund.second-approver", Approve(first, firstOrder, AgentBen, lent));

        var (deputyFirst, deputysOrder) = Waiting().Build();
        Assert.Null(Approve(deputyFirst, deputysOrder, AgentBen, lent));
        Assert.Equal("refund.second-approver", Approve(deputyFirst, deputysOrder, SupervisorSue, TwoApprovals));
    }

    [Fact]
    public void In_review_a_deputy_sends_on_what_the_lender_made()
    {
        var (refund, _) = ARefund().Of(Eur(250_00)).RequestedBy(SupervisorSue).InReview().Build();

        var step = ApprovalRules.Check(refund, AgentBen, RefundScene.WithoutLimit with { For = new Lender(SupervisorSue.Id!.Value, "Sue Supervisor") });

        Assert.Equal(ApprovalStep.SendsToApproval, Done(step));
    }

    [Fact]
    public void Paid_anew_to_where_it_failed_anybody_of_the_desk_may()
    {
        var scene = ARefund().Of(Eur(250_00)).InReview().Step(refund => refund.Approve(SupervisorSue).StartPaying().GatewayRefuses()).Build();

        Done(scene.Refund.RetryPayout(SupervisorSue, scene.Order, TenderRule.GiftCardLast, scene.Tick()));
    }

    [Theory]
    [InlineData("maker")]
    [InlineData("approver")]
    [InlineData("another")]
    public void Paid_anew_to_another_payment_it_takes_somebody_who_neither_made_nor_approved_it(string who)
    {
        var order = AnOrder().WithLine(100_00).PaidByCard(60_00).PaidBy(TenderMethod.Wallet, 40_00);
        var scene = ARefund().Of(order).RequestedBy(AgentAnn).InReview().Build();
        Done(scene.Refund.ChangeAmount(AgentBen, Keeping(50_00), "Half of it was used.", scene.Order, scene.Tick()));
        scene.Approve(SupervisorSue).StartPaying().GatewayRefuses();
        Done(scene.Order.ReserveTenders([(1, Eur(30_00))]));
        var by = who switch { "maker" => AgentAnn, "approver" => SupervisorSue, _ => SupervisorTom };

        var retried = scene.Refund.RetryPayout(by, scene.Order, TenderRule.GiftCardLast, scene.Tick());

        Assert.Equal(who == "another" ? null : "refund.other-destination", retried.Refusal?.Code);
    }

    private static OrderBuilder Late() => AnOrder().DeliveredAt(Now.AddDays(-20)).WithLine(250_00);

    private static RefundBuilder Waiting() => ARefund().Of(Late()).AwaitingApproval(AgentAnn);

    private static Dictionary<int, LineChange> Keeping(long minor) => new() { [1] = new LineChange(true, minor) };

    private static string? Approve(RefundCase refund, Order order, Actor by, Authority authority) =>
        refund.Approve(by, authority, order, TenderRule.GiftCardLast, Now).Refusal?.Code;
}
