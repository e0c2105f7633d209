using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Replaying;
using RefundDesk.Domain.Risk;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Infrastructure.Persistence;
using static RefundDesk.Domain.Policies.FindingResult;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>What was sold together and comes back in parts: the requests are real cases of real orders, so that each sees what the others settled.</summary>
public sealed class PurchaseRulesTests
{
    private static readonly LineTerms ThreeForTwo = new() { Promotion = new Promotion("SUMMER", 3, 2) };

    private static ReturnPolicy Policy { get; } = APolicy() with { RestockingFees = [], AutomaticApprovalMinor = 1_000_00, ReviewFromRiskScore = 100 };

    [Theory]
    [InlineData(PromotionRule.Keep, 6_67, 6_67, 6_66)]
    [InlineData(PromotionRule.Recompute, 0, 10_00, 10_00)]
    [InlineData(PromotionRule.FloorAtPaid, 0, 10_00, 10_00)]
    public void Of_3_for_2_at_10_00_each_one_after_the_other_comes_back(PromotionRule rule, long first, long second, long third)
    {
        var order = ThreeShirts().Build();
        var policy = Policy with { Promotions = rule };

        Assert.Equal([first, second, third], Enumerable.Range(0, 3).Select(_ => Back(order, policy, (1, 1)).ProposedMinor));
        Assert.Null(order.Settled);
    }

    [Theory]
    [InlineData(PromotionRule.Keep)]
    [InlineData(PromotionRule.Recompute)]
    [InlineData(PromotionRule.FloorAtPaid)]
    public void Of_3_for_2_all_three_together_give_exactly_the_20_00_that_were_paid(PromotionRule rule) =>
        Assert.Equal(20_00, Back(ThreeShirts().Build(), Policy with { Promotions = rule }, (1, 3)).ProposedMinor);

    [Fact]
    public void Of_3_for_2_two_together_leave_one_at_its_list_price() =>
        Assert.Equal(10_00, Back(ThreeShirts().Build(), Policy with { Promotions = PromotionRule.Recompute }, (1, 2)).ProposedMinor);

    [Fact]
    public void The_cheapest_of_three_lines_was_free_and_the_dearest_comes_back()
    {
        var order = AnOrder().WithLine(30_00).SoldUnder(ThreeForTwo).WithLine(20_00).SoldUnder(ThreeForTwo).WithLine(10_00, discount: 10_00).SoldUnder(ThreeForTwo).Build();

        var refund = Back(order, Policy with { Promotions = PromotionRule.Recompute }, (1, 1));

        Assert.Equal(20_00, refund.ProposedMinor); // 20.00 and 10.00 stay and cost 30.00 of the 50.00 paid.
        Assert.Equal("3 for 2 (SUMMER): what stays costs 30.00 EUR by its rule and was charged 20.00 EUR: 10.00 EUR is kept back", Found(refund, "promotion").Text);
    }

    [Theory]
    [InlineData(PromotionRule.Recompute, 0, 38_00)] // 6.00 were paid for the shirt, 8.00 are missing: 2.00 come from the lamp.
    [InlineData(PromotionRule.FloorAtPaid, 0, 40_00)]
    public void What_is_missing_beyond_the_promotions_own_goods_comes_from_others_or_from_nobody(PromotionRule rule, long shirt, long lamp)
    {
        var order = AnOrder().WithLine(30_00, quantity: 3, discount: 12_00).SoldUnder(ThreeForTwo).WithLine(40_00).Build();

        var refund = Back(order, Policy with { Promotions = rule }, (1, 1), (2, 1));

        Assert.Equal([shirt, lamp], refund.Lines.Select(line => line.PayableMinor));
    }

    [Fact]
    public void A_request_worth_nothing_goes_to_a_person_who_is_proposed_nothing()
    {
        var refund = Back(ThreeShirts().Build(), Policy with { Promotions = PromotionRule.Recompute }, (1, 1));

        Assert.Equal((RefundStatus.InReview, 0), (refund.Status, refund.ProposedMinor));
        Assert.StartsWith("3 for 2 (SUMMER): what stays costs 20.00 EUR", refund.WhyHere, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefundReason.Defective, "US", NotApplicable)]
    [InlineData(RefundReason.NotReceived, "US", NotApplicable)]
    [InlineData(RefundReason.ChangedMind, "DE", Overruled)]
    public void A_right_takes_nothing_for_a_broken_promotion_and_later_requests_do_not_pay_for_it(RefundReason reason, string country, FindingResult result)
    {
        var order = ThreeShirts().With(draft => draft with { Country = country, DeliveredAt = reason == RefundReason.NotReceived ? null : draft.DeliveredAt }).Build();
        var policy = Policy with { Promotions = PromotionRule.Recompute };

        var byRight = Back(order, policy, reason, (1, 1));
        Assert.Equal((6_67, result), (byRight.ProposedMinor, Found(byRight, "promotion").Result));

        Assert.Equal([6_67, 6_66], new[] { Back(order, policy, (1, 1)).ProposedMinor, Back(order, policy, (1, 1)).ProposedMinor });
    }

    [Fact]
    public void What_is_refused_breaks_nothing_and_what_it_settled_is_free_again()
    {
        var order = ThreeShirts().Build();
        var policy = Policy with { Promotions = PromotionRule.Recompute };
        var refund = Back(order, policy, (1, 1));
        Assert.Equal([new SettledTerm("promotion:SUMMER", 6_67, 0)], order.Settled!.Terms);

        Done(refund.Reject(AgentAnn, "Better to keep it.", order, Now.AddDays(1)));
        Assert.Null(order.Settled);

        Done(refund.Appeal(AgentAnn, "The customer insists.", order, Now.AddDays(2)));
        Assert.Equal([new SettledTerm("promotion:SUMMER", 6_67, 0)], order.Settled!.Terms);
        Assert.Equal(20_00, Back(order, policy, (1, 2)).ProposedMinor);
    }

    [Fact]
    public void What_a_person_gives_all_the_same_is_waived_and_not_given_twice()
    {
        var order = ThreeShirts().Build();
        var policy = Policy with { Promotions = PromotionRule.Recompute };
        var refund = Back(order, policy, (1, 1));

        Done(refund.ChangeAmount(AgentAnn, new Dictionary<int, LineChange> { [1] = new(true, 0) }, "A regular.", order, Now.AddDays(1)));
        Done(refund.Approve(SupervisorSue, RefundScene.WithoutLimit, order, TenderRule.GiftCardLast, Now.AddDays(1)));

        Assert.Equal([new SettledTerm("promotion:SUMMER", 0, 6_67)], order.Settled!.Terms);
        Assert.Equal(13_33, Back(order, policy, (1, 2)).ProposedMinor);
    }

    [Fact]
    public void Requests_that_are_open_at_once_come_to_the_same_as_one_after_the_other()
    {
        var order = ThreeShirts().Build();
        var scenes = Enumerable.Range(0, 2).Select(_ => ARefund().Of(order).Asking(1).Under(Policy with { Promotions = PromotionRule.Recompute }).Build()).ToArray();

        Assert.Equal(10_00, scenes.Sum(scene => scene.Decide().Refund.ProposedMinor));
    }

    [Theory]
    [InlineData(SetRule.Parts, NotApplicable, 60_00)]
    [InlineData(SetRule.Review, Doubtful, 60_00)]
    [InlineData(SetRule.Whole, Failed, 0)]
    public void A_part_of_a_set_that_comes_back_alone_is_taken_refused_or_goes_to_a_person(SetRule rule, FindingResult result, long payable)
    {
        var refund = Back(ASet().Build(), Policy with { Sets = rule }, (1, 1));

        Assert.Equal(result, Found(refund, "set").Result);
        Assert.Equal(payable, refund.PendingDecisions.Single().Decision.Evaluation.PayableMinor);
        Assert.Equal(rule == SetRule.Whole ? RefundStatus.Rejected : rule == SetRule.Review ? RefundStatus.InReview : RefundStatus.Approved, refund.Status);
        Assert.Contains("Article 1: comes back without Article 2 of its set", Found(refund, "set").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_its_other_parts_in_the_request_or_before_a_set_is_whole()
    {
        var policy = Policy with { Sets = SetRule.Whole };
        var before = ASet().Build();
        Back(before, policy, RefundReason.Defective, (2, 1));

        Assert.Equal(100_00, Back(ASet().Build(), policy, (1, 1), (2, 1)).ProposedMinor);
        var rest = Back(before, policy, (1, 1));
        Assert.Equal((60_00, Passed), (rest.ProposedMinor, Found(rest, "set").Result));
    }

    [Fact]
    public void Of_two_sets_one_may_come_back_whole()
    {
        var order = AnOrder().WithLine(120_00, quantity: 2).SoldUnder(new LineTerms { SetKey = "S" }).WithLine(80_00, quantity: 2).SoldUnder(new LineTerms { SetKey = "S" }).Build();
        var policy = Policy with { Sets = SetRule.Whole };

        Assert.Equal(100_00, Back(order, policy, (1, 1), (2, 1)).ProposedMinor);
        Assert.Equal(RefundStatus.Rejected, Back(order, policy, (1, 1)).Status);
    }

    [Fact]
    public void A_part_that_is_at_fault_and_a_withdrawal_are_no_matter_of_the_set()
    {
        var policy = Policy with { Sets = SetRule.Whole };

        Assert.Equal(60_00, Back(ASet().Build(), policy, RefundReason.Defective, (1, 1)).ProposedMinor);
        var withdrawn = Back(ASet().With(draft => draft with { Country = "DE" }).Build(), policy, (1, 1));
        Assert.Equal((60_00, Overruled), (withdrawn.ProposedMinor, Found(withdrawn, "set").Result));
    }

    [Theory]
    [InlineData(GiftRule.Keep, 80_00, RefundStatus.Approved)]
    [InlineData(GiftRule.Deduct, 65_00, RefundStatus.Approved)]
    [InlineData(GiftRule.Review, 80_00, RefundStatus.InReview)]
    public void A_gift_of_15_00_that_stays_when_its_machine_of_80_00_goes_back(GiftRule rule, long payable, RefundStatus status)
    {
        var refund = Back(AGift().Build(), Policy with { FreeGifts = rule }, (1, 1));

        Assert.Equal((payable, status), (refund.ProposedMinor, refund.Status));
    }

    [Fact]
    public void A_gift_that_comes_back_too_costs_nothing_and_one_that_comes_later_brings_its_15_00_back()
    {
        var policy = Policy with { FreeGifts = GiftRule.Deduct };
        var order = AGift().Build();

        Assert.Equal(80_00, Back(AGift().Build(), policy, (1, 1), (2, 1)).ProposedMinor);
        Assert.Equal(65_00, Back(order, policy, (1, 1)).ProposedMinor);
        Assert.Equal(15_00, Back(order, policy, (2, 1)).ProposedMinor);
    }

    [Fact]
    public void A_gift_takes_no_more_than_its_goods_give_and_nothing_while_some_of_them_stay()
    {
        var policy = Policy with { FreeGifts = GiftRule.Deduct };
        var cheap = AnOrder().WithLine(9_00).WithLine(15_00, discount: 15_00).SoldUnder(new LineTerms { FreeWithLine = 1 }).WithLine(50_00).Build();
        var two = AnOrder().WithLine(160_00, quantity: 2).WithLine(15_00, discount: 15_00).SoldUnder(new LineTerms { FreeWithLine = 1 }).Build();

        Assert.Equal([0, 50_00], Back(cheap, policy, (1, 1), (3, 1)).Lines.Select(line => line.PayableMinor));
        Assert.Equal(80_00, Back(two, policy, (1, 1)).ProposedMinor);
        Assert.Equal(65_00, Back(two, policy, (1, 1)).ProposedMinor);
    }

    [Theory]
    [InlineData(RefundReason.Defective, "US", NotApplicable)]
    [InlineData(RefundReason.WrongSize, "FR", Overruled)]
    public void A_right_takes_nothing_for_a_gift_that_stays(RefundReason reason, string country, FindingResult result)
    {
        var refund = Back(AGift().With(draft => draft with { Country = country }).Build(), Policy with { FreeGifts = GiftRule.Deduct }, reason, (1, 1));

        Assert.Equal((80_00, result), (refund.ProposedMinor, Found(refund, "gift").Result));
    }

    [Fact]
    public void A_return_that_leaves_less_than_50_00_pays_the_4_90_of_delivery_once()
    {
        var order = Delivered().Build();

        Assert.Equal([25_10, 20_00, 14_90], new[] { Free(order, 1), Free(order, 2), Free(order, 3) }); // The last one leaves nothing: no delivery was needed.
    }

    [Fact]
    public void A_return_that_leaves_50_00_pays_no_delivery_nor_does_one_of_an_order_that_was_charged_for_it()
    {
        Assert.Equal(30_00, Free(AnOrder().WithLine(30_00).WithLine(50_00).WithShipping(0).Build(), 1));
        Assert.Equal(30_00, Free(AnOrder().WithLine(30_00).WithLine(30_00).WithShipping(4_90).Build(), 1));
        Assert.Equal(10_00, Free(AnOrder().WithLine(10_00).WithLine(30_00).WithShipping(0).Build(), 1)); // Free for another reason.
    }

    [Theory]
    [InlineData(RefundReason.Defective, "US", NotApplicable)]
    [InlineData(RefundReason.ChangedMind, "DE", Overruled)]
    public void Neither_a_withdrawal_nor_a_fault_pays_for_delivery_that_was_free(RefundReason reason, string country, FindingResult result)
    {
        var order = Delivered().With(draft => draft with { Country = country }).Build();

        var refund = Back(order, FreeFrom50, reason, (1, 1));

        Assert.Equal((30_00, result), (refund.ProposedMinor, Found(refund, "free-shipping").Result));
        Assert.Equal(20_00, Free(order, 2));
    }

    [Fact]
    public void Amounts_of_the_policy_are_not_held_against_an_order_in_another_currency()
    {
        var (refund, order) = ARefund().Of(Delivered()).Asking(1).Build();

        Assert.Equal(30_00, PolicyRules.Evaluate(PoliciesInForce.Only(FreeFrom50), "USD", refund.FactsFor(order, "UTC")).PayableMinor);
    }

    [Fact]
    public void A_price_adjustment_breaks_nothing_since_the_goods_stay()
    {
        var refund = Back(ThreeShirts().Build(), Policy with { Promotions = PromotionRule.Recompute }, RefundReason.PriceAdjustment, (1, 1));

        Assert.Equal(6_67, refund.ProposedMinor);
    }

    [Fact]
    public void A_decision_about_what_was_sold_together_replays_from_what_is_stored()
    {
        var policy = Policy with { Promotions = PromotionRule.Recompute };
        var order = ThreeShirts().Build();
        Back(order, policy, (1, 1));
        var taken = Back(order, policy, (1, 1)).PendingDecisions.Single().Decision;

        var stored = DecisionJson.Read(DecisionJson.Write(taken));

        Assert.Equal([new SettledTerm("promotion:SUMMER", -3_33, 0)], stored.Evaluation.Settled);
        Assert.Empty(DecisionReplay.Differences(stored, PoliciesInForce.Only(policy), new RiskRules()));
        Assert.NotEmpty(DecisionReplay.Differences(stored, PoliciesInForce.Only(Policy), new RiskRules()));
    }

    [Fact]
    public void What_goes_back_beyond_the_charge_lowers_the_income_that_was_kept_before()
    {
        var order = ThreeShirts().Build();
        var policy = Policy with { Promotions = PromotionRule.Recompute };
        Back(order, policy, (1, 1));

        var journal = Assert.Single(Back(order, policy, (1, 1)).PendingJournals);

        Assert.Equal(Eur(3_33), Assert.Single(journal.Entries, entry => entry.Account == Account.RestockingIncome).Amount);
        Assert.Equal(Eur(-10_00), Assert.Single(journal.Entries, entry => entry.Account == Account.RefundsPayable).Amount);
    }

    [Fact]
    public void Ordinary_purchases_store_no_fact_about_what_stays()
    {
        var scene = ARefund().Of(AnOrder().WithLine(30_00).WithLine(30_00).WithShipping(4_90)).Asking(1).Build();

        Assert.Null(scene.Refund.FactsFor(scene.Order, "UTC").Purchase);
        var whole = ARefund().Of(AnOrder().WithLine(30_00).WithShipping(0)).Build();
        Assert.Null(whole.Refund.FactsFor(whole.Order, "UTC").Purchase);
    }

    [Theory]
    [InlineData(3, 2, 3, 20_00)]
    [InlineData(3, 2, 2, 20_00)]
    [InlineData(3, 2, 7, 50_00)]
    [InlineData(2, 1, 3, 20_00)]
    [InlineData(5, 3, 9, 70_00)]
    public void A_promotion_costs_by_full_groups(int buy, int pay, int units, long due) =>
        Assert.Equal(due, new Promotion("P", buy, pay).Due([(100_00, 10, units)]));

    private static ReturnPolicy FreeFrom50 { get; } = Policy with { FreeShippingFromMinor = 50_00, DeliveryChargeMinor = 4_90 };

    private static OrderBuilder ThreeShirts() => AnOrder().WithLine(30_00, quantity: 3, discount: 10_00).SoldUnder(ThreeForTwo);

    private static OrderBuilder ASet() => AnOrder().WithLine(60_00).SoldUnder(new LineTerms { SetKey = "S" }).WithLine(40_00).SoldUnder(new LineTerms { SetKey = "S" });

    private static OrderBuilder AGift() => AnOrder().WithLine(80_00).WithLine(15_00, discount: 15_00).SoldUnder(new LineTerms { FreeWithLine = 1 });

    private static OrderBuilder Delivered() => AnOrder().WithLine(30_00).WithLine(20_00).WithLine(10_00).WithShipping(4_90, discount: 4_90);

    private static long Free(Order order, int line) => Back(order, FreeFrom50, (line, 1)).ProposedMinor;

    private static RefundCase Back(Order order, ReturnPolicy policy, params (int Line, int Quantity)[] lines) => Back(order, policy, RefundReason.ChangedMind, lines);

    private static RefundCase Back(Order order, ReturnPolicy policy, RefundReason reason, params (int Line, int Quantity)[] lines) =>
        lines.Aggregate(ARefund().Of(order).Under(policy), (refund, line) => refund.Asking(line.Line, line.Quantity, reason)).Decided().Build().Refund;

    private static Finding Found(RefundCase refund, string rule) => refund.PendingDecisions[^1].Decision.Evaluation.Findings.First(finding => finding.Rule == rule);
}
