using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Domain.Risk;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Deciding;

public sealed class RefundCaseDecideTests
{
    [Fact]
    public void What_is_approved_automatically_is_counted_against_its_tender_and_posted()
    {
        var (refund, order) = ARefund().Of(AnOrder().WithLine(119_00, tax: 1_900)).Approved().Build();

        Assert.Equal((RefundStatus.Approved, Eur(119_00), true), (refund.Status, refund.Approved, refund.DecidedByAutomation));
        Assert.Null(refund.ApprovedById);
        Assert.Equal((0, 1, "Within policy, low risk, below the limit for automatic approval"), (refund.RiskScore, refund.PolicyVersion, refund.WhyHere));
        Assert.Equal(119_00, order.Tenders[0].ReservedMinor);
        var payout = Assert.Single(refund.Payouts);
        Assert.Equal((PayoutStatus.Planned, Eur(119_00), null), (payout.Status, payout.Amount, payout.FirstSentAt));
        Assert.Equal([100_00, 19_00, -119_00], Assert.Single(refund.PendingJournals).Entries.Select(entry => entry.Amount.Minor));
        Assert.Single(refund.PendingDecisions);
    }

    [Fact]
    public void The_fee_is_kept_and_its_tax_is_that_of_its_own_line()
    {
        var order = AnOrder().WithLine(120_00, tax: 2_000).WithLine(100_00).Build();
        var refund = ARefund().Of(order).Asking(1, condition: GoodsCondition.Used).Asking(2).Approved().Build().Refund;

        Assert.Equal([(12_00, 108_00), (0, 100_00)], refund.Lines.Select(line => (line.FeeMinor, line.PayableMinor)));
        Assert.Equal(Eur(208_00), refund.Approved);
        Assert.Equal(
            [(Account.SalesReturns, 200_00), (Account.TaxOnReturns, 18_00), (Account.RestockingIncome, -10_00), (Account.RefundsPayable, -208_00)],
            refund.PendingJournals[0].Entries.Select(entry => (entry.Account, entry.Amount.Minor)));
    }

    [Fact]
    public void A_line_that_is_refused_is_left_out_and_its_units_are_free_again_once_the_rest_is_approved()
    {
        var order = AnOrder().WithLine(60_00, tax: 1_900).WithLine(20_00, finalSale: true).WithShipping(5_00).Build();
        var scene = ARefund().Of(order).InReview().Build();

        Assert.Equal([(60_00, true), (0, false), (5_00, true)], scene.Refund.Lines.Select(line => (line.PayableMinor, line.IsIncluded)));
        Assert.Equal((Eur(85_00), Eur(65_00)), (scene.Refund.Requested, scene.Refund.Proposed));
        Assert.Equal([1, 1, 1], order.Lines.Select(line => line.ReservedQuantity));

        scene.Approve(SupervisorSue);

        Assert.Equal([1, 0, 1], order.Lines.Select(line => line.ReservedQuantity));
        Assert.Equal(Eur(65_00), scene.Refund.Approved);
    }

    [Fact]
    public void A_free_gift_that_comes_back_too_stays_included()
    {
        var refund = ARefund().Of(AnOrder().WithLine(60_00).WithLine(0)).Approved().Build().Refund;

        Assert.All(refund.Lines, line => Assert.True(line.IsIncluded));
        Assert.Equal(Eur(60_00), refund.Approved);
    }

    [Fact]
    public void What_the_policy_refuses_whole_may_still_be_approved_whole_by_a_person()
    {
        var policy = APolicy() with { RefuseAutomatically = false, FinalSaleCategories = ["general"] };
        var scene = ARefund().Of(Eur(40_00)).Under(policy).InReview().Build();

        Assert.Equal(Eur(40_00), scene.Refund.Proposed);
        Assert.Equal(Eur(40_00), scene.Approve(SupervisorSue).Refund.Approved);
    }

    [Fact]
    public void Where_a_fee_would_keep_everything_a_person_approves_what_was_charged_once()
    {
        var policy = APolicy() with { RestockingFees = [new RestockingFee(GoodsCondition.Opened, 10_000)] };
        var scene = ARefund().Of(AnOrder().WithLine(40_00, tax: 1_900)).Under(policy).InReview().Build();

        Assert.Equal(Eur(40_00), scene.Approve(SupervisorSue).Refund.Approved);
        Assert.Equal([33_61, 6_39, -40_00], scene.Refund.PendingJournals[0].Entries.Select(entry => entry.Amount.Minor));
    }

    [Fact]
    public void A_refusal_gives_the_units_back_and_tells_the_customer_why()
    {
        var (refund, order) = ARefund().Of(AnOrder().WithLine(40_00, finalSale: true)).Decided().Build();

        Assert.Equal((RefundStatus.Rejected, 0, true), (refund.Status, order.Lines[0].ReservedQuantity, refund.DecidedByAutomation));
        var notice = Assert.Single(refund.PendingNotices);
        Assert.Equal((NoticeKind.Rejected, "Article 1: sold as final sale", "kim@customer.example"), (notice.Kind, notice.Detail, notice.To));
    }

    [Fact]
    public void Goods_are_asked_back_and_measured_by_what_was_found()
    {
        var policy = APolicy() with { ReturnRequiredFromMinor = 1 };
        var scene = ARefund().Of(Eur(40_00)).Under(policy).AwaitingReturn().Build();
        Assert.Equal(scene.At.AddDays(28), scene.Refund.DueAt);
        Assert.Equal(NoticeKind.ReturnAsked, Assert.Single(scene.Refund.PendingNotices).Kind);

        scene.Inspect(GoodsCondition.Used).Decide();

        Assert.Equal((RefundStatus.Approved, Eur(36_00)), (scene.Refund.Status, scene.Refund.Approved));
    }

    [Fact]
    public void An_inspection_of_lines_not_asked_for_is_refused_and_lines_not_named_stay_as_announced()
    {
        var scene = ARefund().Of(AnOrder().WithLine(10_00).WithLine(20_00)).AwaitingReturn().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.line-not-asked", Refused(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = new(1, GoodsCondition.Used), [7] = new(1, GoodsCondition.Used) }, scene.Order, Now)).Code);
        Assert.Equal("refund.line-not-asked", Refused(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [0] = new(1, GoodsCondition.Used) }, scene.Order, Now)).Code);
        Assert.Equal("refund.field", Refused(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [1] = new(1, (GoodsCondition)9) }, scene.Order, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));

        Done(scene.Refund.TakeInspection(AgentAnn, new Dictionary<int, GoodsFound> { [2] = new(1, GoodsCondition.Damaged) }, scene.Order, Now));

        Assert.Equal([GoodsCondition.Opened, GoodsCondition.Damaged], scene.Refund.Lines.Select(line => line.Condition));
    }

    [Fact]
    public void Delivery_goes_back_once_everything_goes_back_and_only_once()
    {
        var order = AnOrder().WithLine(40_00, quantity: 2).WithShipping(5_00).Build();
        var first = ARefund().Of(order).Asking(1).Asking(2).Decided().Build();
        var second = ARefund().Of(order).Asking(1).Asking(2).Decided().Build();

        Assert.Equal((RefundStatus.Approved, Eur(20_00)), (first.Refund.Status, first.Refund.Approved));
        Assert.Equal((RefundStatus.Approved, Eur(25_00)), (second.Refund.Status, second.Refund.Approved));
        Assert.Equal(Eur(0), order.Refundable);
    }

    [Fact]
    public void An_approval_whose_money_went_elsewhere_meanwhile_goes_to_a_person_instead()
    {
        var scene = ARefund().Of(Eur(40_00)).Build();
        var decision = Decider.Decide(PoliciesInForce.Only(APolicy()), "EUR", scene.Refund.FactsFor(scene.Order, "UTC"), scene.RiskFacts(), new RiskRules());
        Done(scene.Order.ReserveTenders([(1, Eur(1))]));

        Done(scene.Refund.Decide(decision, scene.Order, APolicy(), scene.Tick()));

        Assert.Equal(RefundStatus.InReview, scene.Refund.Status);
        Assert.Contains("40.00 EUR is more than the 39.99 EUR", scene.Refund.WhyHere, StringComparison.Ordinal);
        Assert.Equal(Eur(0), scene.Refund.Approved);
        Assert.Empty(scene.Refund.PendingJournals);
    }

    /// <summary>Owed is owed: an answer about a failed payout must not be decided anew with today's facts.</summary>
    [Fact]
    public void What_was_approved_is_not_decided_anew_after_an_answer()
    {
        var scene = ARefund().Of(Eur(40_00)).WithFailedPayout().Build();
        Done(scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick()));
        scene.Ask(AgentAnn).Answer();
        scene.Policy = APolicy() with { FinalSaleCategories = ["general"] };

        scene.Decide();

        Assert.Equal((RefundStatus.InReview, Eur(40_00), Eur(40_00)), (scene.Refund.Status, scene.Refund.Proposed, scene.Refund.Approved));
        Assert.Single(scene.Refund.PendingDecisions);
        Assert.StartsWith("Approved before and not paid yet", scene.Refund.WhyHere, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_answer_moves_nothing()
    {
        var scene = ARefund().NeedingInformation().Build();

        Assert.Equal("refund.answer-missing", Refused(scene.Refund.TakeAnswer(CustomerKim, " \n", Now)).Code);
        Assert.Equal("refund.answer-missing", Refused(scene.Refund.TakeAnswer(CustomerKim, null!, Now)).Code);
        Assert.Equal(RefundStatus.NeedsInformation, scene.Refund.Status);
    }

    [Fact]
    public void The_name_of_whoever_took_a_step_is_cut_to_what_the_history_stores()
    {
        var refund = ARefund().RequestedBy(Actor.Customer(new string('n', 121))).Build().Refund;

        Assert.Equal($"{new string('n', 119)}…", refund.PendingEvents[0].By.Name);
    }

    [Fact]
    public void A_customer_without_an_address_is_not_told_and_the_history_says_so()
    {
        var refund = ARefund().Of(AnOrder().With(draft => draft with { CustomerEmail = null })).NeedingInformation().Build().Refund;

        Assert.Empty(refund.PendingNotices);
        Assert.Equal("Could not tell the customer, no e-mail address is known: question", refund.PendingEvents[^1].Text);
    }

    [Fact]
    public void The_facts_are_those_of_the_order_and_the_request()
    {
        var order = AnOrder().WithLine(40_00, quantity: 2).WithShipping(5_00).PaidByCard(30_00).Build();
        var scene = ARefund().Of(order).Asking(1).Build();

        var facts = scene.Refund.FactsFor(order, "Europe/Berlin");

        Assert.Equal((order.OrderNumber, "EUR", order.DeliveredAt, Now, "Europe/Berlin"), (facts.OrderNumber, facts.CurrencyCode, facts.DeliveredAt, facts.AskedAt, facts.TimeZoneId));
        Assert.Equal((30_00, false, false), (facts.RefundableMinor, facts.IsWholeOrder, facts.GoodsInspected));
        Assert.Equal(new PolicyLine(1, OrderLineKind.Goods, "Article 1", "general", 1, 20_00, false, RefundReason.ChangedMind, GoodsCondition.Opened) { Sku = "SKU-1" }, Assert.Single(facts.Lines));
        Assert.True(ARefund().Of(order).Asking(1).Build().Refund.FactsFor(order, "UTC").IsWholeOrder);
    }
}
