using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds;

public sealed class RefundCaseRefusingTests
{
    [Theory]
    [InlineData(RefundStatus.Rejected)]
    [InlineData(RefundStatus.Cancelled)]
    public void What_ends_without_money_gives_its_units_back(RefundStatus status)
    {
        var order = AnOrder().WithLine(10_00, quantity: 3, tax: 1_900).Build();
        var refund = ARefund().Of(order).Asking(1, 2).In(status).Build().Refund;

        Assert.Equal((0, 0, 0), (order.Lines[0].ReservedQuantity, order.Lines[0].ReservedMinor, order.Lines[0].ReservedTaxMinor));
        Assert.Equal((null, Eur(0)), (refund.DueAt, refund.Approved));
        Assert.Empty(refund.PendingJournals);
    }

    [Fact]
    public void A_person_refuses_with_a_reason_that_the_customer_reads()
    {
        var refund = ARefund().InReview().Step(scene => scene.Reject(AgentAnn, "  It was used for a year. ")).Build().Refund;

        Assert.Equal((false, "It was used for a year."), (refund.DecidedByAutomation, Assert.Single(refund.PendingNotices).Detail));
        Assert.Equal("It was used for a year.", refund.PendingEvents[^1].Why);
        Assert.NotNull(refund.DecidedAt);
    }

    [Theory]
    [InlineData(RefundStatus.NeedsInformation, "No answer came in time")]
    [InlineData(RefundStatus.AwaitingReturn, "The goods did not come back in time")]
    public void A_deadline_refuses_once_it_has_passed_and_not_before(RefundStatus status, string why)
    {
        var scene = ARefund().In(status).Build();
        var (before, deadline) = (RefundSnapshot.Of(scene), scene.Refund.DueAt!.Value);

        Assert.Equal("refund.not-due", Refused(scene.Refund.Expire(scene.Order, deadline.AddTicks(-1))).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));

        Done(scene.Refund.Expire(scene.Order, deadline));
        Assert.Equal((RefundStatus.Rejected, true, 0), (scene.Refund.Status, scene.Refund.DecidedByAutomation, scene.Order.Lines[0].ReservedQuantity));
        Assert.Equal((NoticeKind.Rejected, why), (scene.Refund.PendingNotices[^1].Kind, scene.Refund.PendingNotices[^1].Detail));
    }

    /// <summary>Owed money is not lost because a customer does not answer.</summary>
    [Fact]
    public void A_deadline_never_refuses_what_was_approved()
    {
        var scene = FailedAndInReview().Step(scene => scene.Ask(AgentAnn)).Build();

        Done(scene.Refund.Expire(scene.Order, scene.Refund.DueAt!.Value));

        Assert.Equal((RefundStatus.InReview, Eur(45_00)), (scene.Refund.Status, scene.Refund.Approved));
        Assert.Equal("Approved before and not paid yet: No answer came in time", scene.Refund.WhyHere);
        Assert.Null(scene.Refund.DueAt);
    }

    [Fact]
    public void What_was_approved_can_no_longer_be_withdrawn_or_made_to_wait_for_goods()
    {
        var scene = FailedAndInReview().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.already-approved", Refused(scene.Refund.Cancel(CustomerKim, null, scene.Order, Now)).Code);
        Assert.Equal("refund.already-approved", Refused(scene.Refund.AskGoodsBack(AgentAnn, Now, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Fact]
    public void What_was_approved_and_never_paid_can_be_refused_and_the_books_close()
    {
        var scene = FailedAndInReview().Build();

        scene.Reject(AgentAnn);

        Assert.Equal((RefundStatus.Rejected, Eur(0)), (scene.Refund.Status, scene.Refund.Approved));
        Assert.Equal([JournalKind.Approval, JournalKind.ApprovalReversal], scene.Refund.PendingJournals.Select(journal => journal.Kind));
        Assert.All(
            scene.Refund.PendingJournals.SelectMany(journal => journal.Entries).GroupBy(entry => entry.Account),
            account => Assert.Equal(0, account.Sum(entry => entry.Amount.Minor)));
        Assert.Equal((0, 0), (scene.Order.Lines[0].ReservedQuantity, scene.Order.Tenders[0].ReservedMinor));
    }

    [Fact]
    public void What_was_partly_paid_cannot_be_refused()
    {
        var scene = ARefund().Of(AnOrder().WithLine(10_00).PaidByGiftCard(4_00).PaidByCard(6_00)).Paying().Build();
        scene.Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_1")).GatewayRefuses();
        Done(scene.Refund.TakeFailureToReview(AgentAnn, "The gift card is gone.", scene.Tick()));
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.partly-paid", Refused(scene.Refund.Reject(AgentAnn, "No.  Never.", scene.Order, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Fact]
    public void A_contested_refusal_counts_its_units_again_and_an_agent_looks()
    {
        var scene = ARefund().Of(AnOrder().WithLine(10_00, quantity: 3)).Asking(1, 2).Rejected().Build();

        scene.Appeal(" It was used for a day. ");

        Assert.Equal((RefundStatus.InReview, "Contested: It was used for a day."), (scene.Refund.Status, scene.Refund.WhyHere));
        Assert.Equal((2, 6_67), (scene.Order.Lines[0].ReservedQuantity, scene.Order.Lines[0].ReservedMinor));
        Assert.Null(scene.Refund.DecidedAt);
        Assert.Null(scene.Refund.DueAt);
    }

    [Fact]
    public void Units_that_others_took_meanwhile_cannot_be_contested()
    {
        var order = AnOrder().WithLine(10_00, quantity: 3).WithLine(5_00).Build();
        var scene = ARefund().Of(order).Asking(2).Asking(1, 2).Rejected().Build();
        ARefund().Of(order).Asking(1, 2).Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("order.quantity-taken", Refused(scene.Refund.Appeal(CustomerKim, "It was used for a day.", order, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    /// <summary>Of 10.00 for three units the first is worth 3.33; with another one gone it is worth 3.34 when it is counted again.</summary>
    [Fact]
    public void Units_counted_again_are_worth_what_is_counted_then()
    {
        var order = AnOrder().WithLine(10_00, quantity: 3, tax: 1_900).Build();
        var scene = ARefund().Of(order).Asking(1, condition: GoodsCondition.Used).Rejected().Build();
        Assert.Equal((3_33, 33, 3_00), Worth(scene.Refund));
        var other = ARefund().Of(order).Asking(1).Build();

        scene.Appeal();

        Assert.Equal((3_34, 33, 3_01), Worth(scene.Refund));
        Assert.Equal((Eur(3_34), Eur(3_01)), (scene.Refund.Requested, scene.Refund.Proposed));
        Assert.Equal(3_33 + 3_34, order.Lines[0].ReservedMinor);
        scene.Cancel(CustomerKim);
        other.Cancel(CustomerKim);
        Assert.Equal((0, 0, 0), (order.Lines[0].ReservedQuantity, order.Lines[0].ReservedMinor, order.Lines[0].ReservedTaxMinor));
    }

    /// <summary>The payouts of the first approval failed and were given up with it; only those of the second are owed.</summary>
    [Fact]
    public void After_a_refusal_of_what_was_approved_and_an_appeal_it_is_paid_exactly_once()
    {
        var scene = FailedAndInReview().Build();
        scene.Reject(AgentAnn).Appeal().Approve(SupervisorSue).StartPaying().GatewayPays();

        Assert.Equal((RefundStatus.Paid, 45_00), (scene.Refund.Status, scene.Order.Tenders[0].ReservedMinor));
        Assert.Equal([PayoutStatus.Failed, PayoutStatus.Succeeded], scene.Refund.Payouts.Select(payout => payout.Status));
        Assert.Equal("refund.not-allowed", Refused(scene.Refund.RetryPayout(AgentAnn, scene.Order, TenderRule.GiftCardLast, Now)).Code);

        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Refused("late", "The card is closed.")).Retry(AgentAnn);

        Assert.Equal(Eur(45_00), Assert.Single(scene.Refund.Payouts, payout => payout.IsOpen).Amount);
        Assert.Equal(scene.Refund.Payouts[1].Id, scene.Refund.Payouts[2].ReplacesId);
    }

    private static (long, long, long) Worth(RefundCase refund) => (refund.Lines[0].ChargedMinor, refund.Lines[0].FeeMinor, refund.Lines[0].PayableMinor);

    private static RefundBuilder FailedAndInReview() => ARefund().Of(Eur(45_00)).WithFailedPayout()
        .Step(scene => Done(scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick())));

    [Fact]
    public void What_the_law_gives_is_refused_only_where_the_facts_were_disproved()
    {
        var scene = ARefund().Of(InGermany()).InReview().Build();
        var before = RefundSnapshot.Of(scene);

        var refusal = Refused(scene.Refund.Reject(SupervisorSue, "We do not like it.", scene.Order, Now));

        Assert.Equal("refund.unlawful", refusal.Code);
        Assert.Contains("right of withdrawal until 18 Mar 2026 (Directive 2011/83/EU, article 9)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, RefundSnapshot.Of(scene));
        Done(scene.Refund.Reject(SupervisorSue, "The serial number is another.", scene.Order, Now, RefusalGround.FactsDisproved));
        Assert.Equal("Refused: what the customer states was disproved", scene.Refund.PendingEvents[^1].Text);
    }

    [Fact]
    public void An_answer_that_does_not_come_takes_nothing_the_law_gives()
    {
        var scene = ARefund().Of(InGermany()).NeedingInformation().Build();

        Done(scene.Refund.Expire(scene.Order, scene.Refund.DueAt!.Value));

        Assert.Equal(RefundStatus.InReview, scene.Refund.Status);
        Assert.StartsWith("No answer came in time, but the law gives it without", scene.Refund.WhyHere, StringComparison.Ordinal);
    }

    private static OrderBuilder InGermany() => AnOrder().WithLine(100_00).With(draft => draft with { Country = "DE" });
}
