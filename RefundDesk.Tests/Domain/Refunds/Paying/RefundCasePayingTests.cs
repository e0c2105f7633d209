using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Tests.Kit;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Paying;

public sealed class RefundCasePayingTests
{
    private static readonly GatewayReply Declined = GatewayReply.Refused("expired_card", "The card is closed.");

    [Fact]
    public void Sending_marks_every_payout_before_any_gateway_is_called()
    {
        var scene = TwoTenders().Build();

        Assert.All(scene.Refund.Payouts, payout => Assert.Equal((PayoutStatus.Sending, scene.At, 0), (payout.Status, payout.FirstSentAt!.Value, payout.Attempts)));
        Assert.Equal(scene.At.AddSeconds(5), scene.Refund.DueAt);
        Assert.Equal("Sent 6.00 EUR to Visa ·· 4242 and 4.00 EUR to GiftCard 1", scene.Refund.PendingEvents[^1].Text);
    }

    [Fact]
    public void The_instruction_is_the_same_for_every_repetition()
    {
        var scene = TwoTenders().Build();
        var payout = scene.Refund.Payouts[0];
        var first = scene.Refund.InstructionFor(payout);

        scene.Reply(payout, GatewayReply.Unknown("time-out")).Reply(payout, GatewayReply.NotFound);

        Assert.Equal(first, scene.Refund.InstructionFor(payout));
        Assert.Equal((scene.Order.Tender(2).ChargeReference, "sandbox", scene.Refund.ClientId), (payout.ChargeReference, payout.Gateway, payout.ClientId));
        Assert.Equal(($"rd-{payout.Id.Value:N}", payout.ChargeReference, Eur(6_00), scene.Refund.Number.ToString()), (first.IdempotencyKey, first.ChargeReference, first.Amount, first.RefundNumber));
        Assert.NotEqual(first.IdempotencyKey, scene.Refund.Payouts[1].IdempotencyKey);
    }

    [Fact]
    public void The_case_is_paid_when_the_last_payout_succeeded_and_the_customer_told_once()
    {
        var scene = TwoTenders().Build();
        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Succeeded("re_2"));
        Assert.Equal((RefundStatus.Paying, null), (scene.Refund.Status, scene.Refund.PaidAt));

        scene.Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_1")).Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_1"));

        Assert.Equal((RefundStatus.Paid, null), (scene.Refund.Status, scene.Refund.DueAt));
        var notice = Assert.Single(scene.Refund.PendingNotices);
        Assert.Equal((NoticeKind.Paid, "10.00 EUR", "6.00 EUR to Visa ·· 4242, 4.00 EUR to GiftCard 1"), (notice.Kind, notice.Amount, notice.Detail));
        Assert.Equal(
            [(Account.RefundsPayable, 4_00), (Account.StoreCreditLiability, -4_00), (Account.RefundsPayable, 6_00), (Account.GatewayClearing, -6_00)],
            scene.Refund.PendingJournals.Skip(1).SelectMany(journal => journal.Entries).Select(entry => (entry.Account, entry.Amount.Minor)));
    }

    [Fact]
    public void Without_an_answer_it_is_looked_up_again_later_and_later_and_the_history_says_so_once()
    {
        var scene = TwoTenders().Build();
        var payout = scene.Refund.Payouts[0];
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
        {
            scene.Reply(payout, GatewayReply.Unknown("time-out"));
            waits.Add(scene.Refund.DueAt!.Value - scene.At);
        }

        Assert.Equal((PayoutStatus.Unknown, 6), (payout.Status, payout.Attempts));
        Assert.Equal([0.5, 5, 60, 1_440, 1_440, 1_440], waits.Select(wait => wait.TotalMinutes));
        var note = Assert.Single(scene.Refund.PendingEvents, happened => happened.Text.StartsWith("No answer", StringComparison.Ordinal));
        Assert.Equal(("No answer from sandbox for 6.00 EUR: looked up before anything is sent again", "time-out"), (note.Text, note.Why));
        Assert.Equal(10_00, scene.Order.Tenders.Sum(tender => tender.ReservedMinor));
    }

    [Fact]
    public void A_look_up_that_finds_nothing_leaves_it_unknown_so_that_it_is_sent_again_with_its_key()
    {
        var scene = TwoTenders().Build();
        var payout = scene.Refund.Payouts[0];
        var (key, sent) = (payout.IdempotencyKey, payout.FirstSentAt);

        scene.Reply(payout, GatewayReply.NotFound);
        Assert.Equal((PayoutStatus.Unknown, key, sent), (payout.Status, payout.IdempotencyKey, payout.FirstSentAt));

        scene.Reply(payout, GatewayReply.Succeeded("re_1"));
        Assert.Equal((PayoutStatus.Succeeded, "re_1"), (payout.Status, payout.GatewayRefundId));
    }

    /// <summary>It would be sent again, long after the gateway forgot its key.</summary>
    [Fact]
    public void What_the_gateway_took_stays_pending_when_a_look_up_fails_or_finds_nothing()
    {
        var scene = TwoTenders().Build();
        var payout = scene.Refund.Payouts[0];

        scene.Reply(payout, GatewayReply.Pending("re_1")).Reply(payout, GatewayReply.Unknown("time-out")).Reply(payout, GatewayReply.NotFound);

        Assert.Equal((PayoutStatus.Pending, "re_1", 3), (payout.Status, payout.GatewayRefundId, payout.Attempts));
    }

    [Fact]
    public void An_answer_for_one_payout_does_not_put_off_the_look_up_of_another()
    {
        var scene = TwoTenders().Build();
        var due = scene.Refund.DueAt;

        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Succeeded("re_2"));

        Assert.Equal(due, scene.Refund.DueAt);
    }

    [Fact]
    public void A_refusal_for_good_frees_the_tender_and_waits_for_a_person_once_the_rest_is_known()
    {
        var scene = TwoTenders().Build();
        scene.Reply(scene.Refund.Payouts[0], Declined);

        Assert.Equal((RefundStatus.Paying, 0, 4_00), (scene.Refund.Status, scene.Order.Tender(2).ReservedMinor, scene.Order.Tender(1).ReservedMinor));
        Assert.Equal("Was refused 6.00 EUR to Visa ·· 4242", scene.Refund.PendingEvents[^1].Text);

        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Succeeded("re_2"));

        Assert.Equal((RefundStatus.PayoutFailed, null), (scene.Refund.Status, scene.Refund.DueAt));
        Assert.Equal("sandbox refused 6.00 EUR to Visa ·· 4242: The card is closed.", scene.Refund.WhyHere);
        Assert.Empty(scene.Refund.PendingNotices);
    }

    [Fact]
    public void Only_what_failed_is_paid_anew_with_a_key_of_its_own_and_a_link_to_what_it_stands_for()
    {
        var scene = TwoTenders().Build();
        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Succeeded("re_2")).Reply(scene.Refund.Payouts[0], Declined).Retry(AgentAnn);

        var anew = scene.Refund.Payouts[2];
        Assert.Equal((Eur(6_00), PayoutStatus.Sending, scene.Refund.Payouts[0].Id), (anew.Amount, anew.Status, anew.ReplacesId!.Value));
        Assert.NotEqual(scene.Refund.Payouts[0].IdempotencyKey, anew.IdempotencyKey);
        Assert.Equal("refund.not-allowed", Refused(scene.Refund.RetryPayout(AgentAnn, scene.Order, TenderRule.GiftCardLast, Now)).Code);

        scene.GatewayPays();
        Assert.Equal((RefundStatus.Paid, 3), (scene.Refund.Status, scene.Refund.Payouts.Count));
        Assert.Equal(10_00, scene.Order.Tenders.Sum(tender => tender.ReservedMinor));
    }

    /// <summary>The first of two would have been counted and the second refused.</summary>
    [Fact]
    public void Paying_anew_what_no_longer_fits_is_refused_whole()
    {
        var scene = TwoTenders().Build();
        scene.GatewayRefuses();
        Done(scene.Order.ReserveTenders([(1, Eur(1))]));
        var before = RefundSnapshot.Of(scene);

        var refusal = Refused(scene.Refund.RetryPayout(AgentAnn, scene.Order, TenderRule.GiftCardLast, Now));

        Assert.Equal("order.above-ceiling", refusal.Code);
        Assert.Contains("10.00 EUR is more than the 9.99 EUR", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, RefundSnapshot.Of(scene));
    }

    [Fact]
    public void Approved_again_after_a_failure_it_is_owed_already_and_nothing_is_posted_twice()
    {
        var scene = TwoTenders().Build();
        scene.Reply(scene.Refund.Payouts[1], GatewayReply.Succeeded("re_2")).Reply(scene.Refund.Payouts[0], Declined);
        Done(scene.Refund.TakeFailureToReview(AgentAnn, "The card is closed.", scene.Tick()));
        scene.Approve(SupervisorSue).StartPaying();

        Assert.Equal("Sent 6.00 EUR to Visa ·· 4242", scene.Refund.PendingEvents[^1].Text);
        scene.GatewayPays();

        Assert.Equal((RefundStatus.Paid, Eur(10_00)), (scene.Refund.Status, scene.Refund.Approved));
        Assert.Single(scene.Refund.PendingJournals, journal => journal.Kind == JournalKind.Approval);
        AssertBooksClose(scene.Refund);
    }

    [Fact]
    public void A_failure_after_success_opens_the_case_again_tells_the_customer_and_closes_the_books_once_paid_anew()
    {
        var scene = ARefund().Of(Eur(45_00)).Paid().Build();
        scene.Reply(scene.Refund.Payouts[0], Declined).Reply(scene.Refund.Payouts[0], Declined);

        Assert.Equal((RefundStatus.PayoutFailed, null, 0), (scene.Refund.Status, scene.Refund.PaidAt, scene.Order.Tenders[0].ReservedMinor));
        Assert.Equal(JournalKind.PayoutReversal, scene.Refund.PendingJournals[^1].Kind);
        var notice = scene.Refund.PendingNotices[^1];
        Assert.Equal((NoticeKind.PayoutFailed, "45.00 EUR to Visa ·· 4242 came back to us. We are looking for another way to pay you."), (notice.Kind, notice.Detail));

        scene.Retry(AgentAnn).GatewayPays();

        Assert.Equal(RefundStatus.Paid, scene.Refund.Status);
        AssertBooksClose(scene.Refund);
    }

    [Theory]
    [InlineData(RefundStatus.InReview)]
    [InlineData(RefundStatus.NeedsInformation)]
    [InlineData(RefundStatus.AwaitingApproval)]
    [InlineData(RefundStatus.Approved)]
    public void A_failure_after_success_that_comes_while_a_person_has_the_case_is_kept_and_owed(RefundStatus status)
    {
        var scene = TwoTenders().Build();
        scene.Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_1")).Reply(scene.Refund.Payouts[1], Declined);
        Done(scene.Refund.TakeFailureToReview(AgentAnn, "The gift card is gone.", scene.Tick()));
        switch (status)
        {
            case RefundStatus.NeedsInformation: scene.Ask(AgentAnn); break;
            case RefundStatus.AwaitingApproval: scene.Review(AgentAnn); break;
            case RefundStatus.Approved: scene.Approve(SupervisorSue); break;
        }

        scene.Reply(scene.Refund.Payouts[0], Declined);

        Assert.Equal(status, scene.Refund.Status);
        Assert.Equal("Was refused 6.00 EUR to Visa ·· 4242 after it had succeeded", scene.Refund.PendingEvents[^1].Text);
        Assert.Equal(-10_00, scene.Refund.PendingJournals.SelectMany(journal => journal.Entries).Where(entry => entry.Account == Account.RefundsPayable).Sum(entry => entry.Amount.Minor));
    }

    [Fact]
    public void A_success_after_a_refusal_for_good_is_written_down_once_and_pays_nothing_twice()
    {
        var scene = ARefund().Of(Eur(45_00)).WithFailedPayout().Step(scene => scene.Retry(AgentAnn).GatewayPays()).Build();
        var journals = scene.Refund.PendingJournals.Count;

        scene.Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_9")).Reply(scene.Refund.Payouts[0], GatewayReply.Succeeded("re_9")).Reply(scene.Refund.Payouts[0], Declined);

        Assert.Equal((RefundStatus.Paid, PayoutStatus.Failed, "re_9"), (scene.Refund.Status, scene.Refund.Payouts[0].Status, scene.Refund.Payouts[0].GatewayRefundId));
        Assert.Equal(journals, scene.Refund.PendingJournals.Count);
        var note = Assert.Single(scene.Refund.PendingEvents, happened => happened.Text.Contains("now says", StringComparison.Ordinal));
        Assert.Equal("sandbox now says that 45.00 EUR to Visa ·· 4242 succeeded, after refusing it: compare with its settlement", note.Text);
    }

    [Fact]
    public void An_answer_for_what_was_never_sent_is_refused_and_one_for_a_payout_of_another_case_is_a_defect()
    {
        var scene = ARefund().Approved().Build();
        var before = RefundSnapshot.Of(scene);

        Assert.Equal("refund.not-allowed", Refused(scene.Refund.TakeReply(scene.Refund.Payouts[0].Id, GatewayReply.Succeeded("re_1"), scene.Order, Now)).Code);
        Assert.Equal(before, RefundSnapshot.Of(scene));
        Assert.Throws<InvalidOperationException>(() => scene.Refund.TakeReply(PayoutId.New(Now), GatewayReply.Succeeded("re_1"), scene.Order, Now));
    }

    [Fact]
    public void The_gateways_words_are_cut_to_what_is_stored()
    {
        var refund = ARefund().Paying().Step(scene => scene.Reply(scene.Refund.Payouts[0], GatewayReply.Refused(new string('c', 61), $"{new string('m', 399)}😀"))).Build().Refund;

        Assert.Equal((60, 400), (refund.Payouts[0].FailureCode!.Length, refund.Payouts[0].FailureMessage!.Length));
        Assert.EndsWith("m…", refund.Payouts[0].FailureMessage, StringComparison.Ordinal);
        Assert.InRange(refund.WhyHere.Length, 1, 200);
    }

    [Fact]
    public void That_the_customer_was_told_is_noted_without_moving_the_case()
    {
        var scene = ARefund().Paid().Build();

        scene.Refund.NoteTold(NoticeKind.Paid, scene.Tick());

        Assert.Equal(("Told the customer: money on its way", null), (scene.Refund.PendingEvents[^1].Text, scene.Refund.PendingEvents[^1].Trigger));
        Assert.Equal(RefundStatus.Paid, scene.Refund.Status);
    }

    [Fact]
    public void What_is_stored_is_no_longer_pending_and_a_lease_that_ends_leaves_nothing_behind()
    {
        var refund = ARefund().Paid().Build().Refund;

        refund.ClearPending();
        refund.EndLease();

        Assert.Empty(refund.PendingEvents);
        Assert.Empty(refund.PendingJournals);
        Assert.Empty(refund.PendingNotices);
        Assert.Empty(refund.PendingDecisions);
        Assert.Equal((null, null, 0), (refund.LeaseOwner, refund.LeaseUntil, refund.Attempts));
    }

    private static RefundBuilder TwoTenders() => ARefund().Of(AnOrder().WithLine(10_00).PaidByGiftCard(4_00).PaidByCard(6_00)).Paying();

    private static void AssertBooksClose(RefundCase refund)
    {
        var balances = refund.PendingJournals.SelectMany(journal => journal.Entries).GroupBy(entry => entry.Account)
            .ToDictionary(group => group.Key, group => group.Sum(entry => entry.Amount.Minor));

        Assert.Equal(0, balances[Account.RefundsPayable]);
        Assert.Equal(0, balances.Values.Sum());
    }
}
