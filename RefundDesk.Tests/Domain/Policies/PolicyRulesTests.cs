using FsCheck.Xunit;
using RefundDesk.Domain.Policies;
using static RefundDesk.Domain.Policies.FindingResult;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>Each rule with everything it can find, word by word: people read these sentences.</summary>
public sealed class PolicyRulesTests
{
    [Fact]
    public void Purchase_names_the_order_and_what_can_still_go_back() =>
        Says(APolicy().Ask(Jacket), "purchase", Passed, "Bought from us: order O-7, 500.00 EUR can still go back");

    [Fact]
    public void Final_sale_does_not_apply_to_other_goods() =>
        Says(APolicy().Ask(Jacket), "final-sale", NotApplicable, "Jacket: not a final sale");

    [Theory]
    [InlineData(true, "general")]
    [InlineData(false, "swimwear")]
    [InlineData(false, "SWIMWEAR")]
    public void Final_sale_refuses_what_the_customer_no_longer_wants(bool marked, string category)
    {
        var evaluation = FinalSale().Ask(Jacket with { IsFinalSale = marked, Category = category });

        Says(evaluation, "final-sale", Failed, "Jacket: sold as final sale");
        Assert.Equal(new LineResult(1, 0, 0), Assert.Single(evaluation.Lines));
    }

    [Theory]
    [InlineData(RefundReason.Defective)]
    [InlineData(RefundReason.DamagedInTransit)]
    [InlineData(RefundReason.WrongItem)]
    [InlineData(RefundReason.NotReceived)]
    public void Final_sale_is_void_where_the_goods_are_at_fault(RefundReason reason) => Says(
        FinalSale().Ask(Jacket with { Category = "swimwear", Reason = reason }),
        "final-sale",
        Passed,
        "Jacket: final sale, which does not bind when the goods are at fault");

    [Theory]
    [InlineData("2026-03-04 09:00", "Jacket: day 0 of 30 from delivery, open until 3 Apr 2026")]
    [InlineData("2026-04-03 21:59", "Jacket: day 30 of 30 from delivery, open until 3 Apr 2026")]
    [InlineData("2026-03-01 12:00", "Jacket: asked before delivery, open until 3 Apr 2026")]
    public void The_window_is_open_until_the_last_second_of_its_last_day(string asked, string text) =>
        Says(APolicy().Ask(Facts(Jacket) with { AskedAt = Instant(asked) }), "window", Passed, text);

    [Fact]
    public void The_window_is_closed_from_midnight_on_in_the_zone_of_the_client()
    {
        var facts = Facts(Jacket) with { AskedAt = Instant("2026-04-03 22:00") };

        Says(APolicy().Ask(facts), "window", Failed, "Jacket: the 30 days from delivery ended 3 Apr 2026, 1 day before the request");
        Assert.Equal(Passed, APolicy().Ask(facts with { TimeZoneId = "America/New_York" }).Of("window").Result);
    }

    [Fact]
    public void After_the_window_a_fault_of_the_retailer_is_for_a_person() => Says(
        APolicy().Ask(Facts(Jacket with { Reason = RefundReason.Defective }) with { AskedAt = Instant("2026-04-05 12:00") }),
        "window",
        Doubtful,
        "Jacket: the 30 days ended 3 Apr 2026 (2 days ago); a fault of ours may still bind");

    [Fact]
    public void Without_a_delivery_date_the_window_counts_as_open() => Says(
        APolicy().Ask(Facts(Jacket) with { DeliveredAt = null, AskedAt = Instant("2027-03-10 12:00") }),
        "window",
        Passed,
        "Jacket: no delivery date known, so the 30 days count as still running");

    [Fact]
    public void What_never_came_has_no_window() => Says(
        APolicy().Ask(Facts(Jacket with { Reason = RefundReason.NotReceived }) with { DeliveredAt = null }),
        "window",
        NotApplicable,
        "Jacket: never delivered, so no window runs");

    [Theory]
    [InlineData(WindowAnchor.Order, true, "Jacket: day 9 of 9 from the order, open until 10 Mar 2026")]
    [InlineData(WindowAnchor.Dispatch, true, "Jacket: day 8 of 9 from dispatch, open until 11 Mar 2026")]
    [InlineData(WindowAnchor.Dispatch, false, "Jacket: day 9 of 9 from the order (dispatch is not known), open until 10 Mar 2026")]
    [InlineData(WindowAnchor.Delivery, true, "Jacket: day 6 of 9 from delivery, open until 13 Mar 2026")]
    public void The_window_is_counted_from_the_event_the_policy_names(WindowAnchor anchor, bool dispatchKnown, string text)
    {
        var facts = dispatchKnown ? Facts(Jacket) : Facts(Jacket) with { DispatchedAt = null };

        Says((APolicy() with { Windows = [new ReturnWindow(null, 9, anchor)] }).Ask(facts), "window", Passed, text);
    }

    [Fact]
    public void A_category_has_its_own_window_and_all_others_the_general_one()
    {
        var policy = APolicy() with { Windows = [new ReturnWindow("Clothing", 3, WindowAnchor.Delivery), new ReturnWindow(null, 60, WindowAnchor.Delivery)] };

        Assert.Equal(Failed, policy.Ask(Jacket).Of("window").Result);
        Assert.Equal(Passed, policy.Ask(Jacket with { Category = "toys" }).Of("window").Result);
    }

    [Theory]
    [InlineData("2026-03-15 12:00", "2026-03-29 21:59:59", true)]
    [InlineData("2026-03-15 12:00", "2026-03-29 22:00:00", false)]
    [InlineData("2026-10-11 12:00", "2026-10-25 22:59:59", true)]
    [InlineData("2026-10-11 12:00", "2026-10-25 23:00:00", false)]
    public void A_window_that_ends_on_a_day_of_23_or_25_hours_ends_at_its_midnight(string delivered, string asked, bool open)
    {
        var policy = APolicy() with { Windows = [new ReturnWindow(null, 14, WindowAnchor.Delivery)] };
        var facts = Facts(Jacket) with { DeliveredAt = Instant(delivered), AskedAt = Instant(asked) };

        Assert.Equal(open ? Passed : Failed, policy.Ask(facts).Of("window").Result);
    }

    [Theory]
    [InlineData(GoodsCondition.Unopened, Passed, "Jacket: unopened goods are taken back")]
    [InlineData(GoodsCondition.Opened, Passed, "Jacket: opened goods are taken back")]
    [InlineData(GoodsCondition.Used, Passed, "Jacket: used goods are taken back")]
    [InlineData(GoodsCondition.Damaged, Failed, "Jacket: damaged goods are not taken back")]
    public void The_condition_is_one_the_policy_takes_back_or_not(GoodsCondition condition, FindingResult result, string text) =>
        Says(APolicy().Ask(Jacket with { Condition = condition }), "condition", result, text);

    [Fact]
    public void The_condition_does_not_matter_where_the_fault_is_the_retailers() => Says(
        APolicy().Ask(Jacket with { Condition = GoodsCondition.Damaged, Reason = RefundReason.DamagedInTransit }),
        "condition",
        NotApplicable,
        "Jacket: the condition does not matter when the fault is ours");

    [Theory]
    [InlineData(RefundReason.ChangedMind, NotApplicable, "Jacket: no fault claimed")]
    [InlineData(RefundReason.WrongSize, NotApplicable, "Jacket: no fault claimed")]
    [InlineData(RefundReason.LateDelivery, NotApplicable, "Jacket: no fault claimed")]
    [InlineData(RefundReason.Defective, Passed, "Jacket: the fault is ours, nothing is kept back")]
    [InlineData(RefundReason.WrongItem, Passed, "Jacket: the fault is ours, nothing is kept back")]
    [InlineData(RefundReason.Other, Doubtful, "Jacket: the reason fits none of the rules")]
    [InlineData(RefundReason.NotReceived, Doubtful, "Jacket: said not to have come, but the carrier says delivered")]
    public void The_fault_follows_from_the_reason(RefundReason reason, FindingResult result, string text) =>
        Says(APolicy().Ask(Jacket with { Reason = reason }), "fault", result, text);

    [Fact]
    public void What_never_came_and_was_not_delivered_is_the_retailers_fault() => Says(
        APolicy().Ask(Facts(Jacket with { Reason = RefundReason.NotReceived }) with { DeliveredAt = null }),
        "fault",
        Passed,
        "Jacket: the fault is ours, nothing is kept back");

    [Fact]
    public void Delivery_goes_back_with_the_whole_order() =>
        Says(APolicy().Ask(Facts(Jacket, Delivery) with { IsWholeOrder = true }), "shipping", Passed, "Delivery: given back with the whole order");

    [Theory]
    [InlineData(true, false, "not given back when only a part goes back")]
    [InlineData(false, true, "not given back, not even with the whole order")]
    public void Delivery_does_not_go_back_with_a_part_or_where_the_policy_keeps_it(bool policyGives, bool isWhole, string text)
    {
        var policy = APolicy() with { RefundShippingOnFullReturn = policyGives };

        Says(policy.Ask(Facts(Jacket, Delivery) with { IsWholeOrder = isWhole }), "shipping", Failed, $"Delivery: {text}");
    }

    [Fact]
    public void Delivery_goes_back_where_the_fault_is_the_retailers() => Says(
        APolicy().Ask(Jacket with { Reason = RefundReason.Defective }, Delivery with { Reason = RefundReason.Defective }),
        "shipping",
        Passed,
        "Delivery: given back, the fault is ours");

    [Fact]
    public void A_fee_is_kept_back_for_the_condition_with_the_figures()
    {
        var evaluation = APolicy().Ask(Jacket with { Condition = GoodsCondition.Used });

        Says(evaluation, "restocking-fee", Passed, "Jacket: 10 % of 120.00 EUR kept back for used goods: 12.00 EUR");
        Assert.Equal(new LineResult(1, 12_00, 108_00), Assert.Single(evaluation.Lines));
    }

    [Fact]
    public void A_fee_with_a_fraction_of_a_percent_is_rounded_half_away_from_zero_and_named_with_it()
    {
        var policy = APolicy() with { RestockingFees = [new RestockingFee(GoodsCondition.Used, 1_250)] };

        Says(policy.Ask(Jacket with { Condition = GoodsCondition.Used, ChargedMinor = 99_96 }), "restocking-fee", Passed, "Jacket: 12.5 % of 99.96 EUR kept back for used goods: 12.50 EUR");
    }

    [Fact]
    public void Nothing_is_kept_back_for_goods_as_new() =>
        Says(APolicy().Ask(Jacket), "restocking-fee", NotApplicable, "Jacket: nothing is kept back");

    [Property]
    public void A_fee_is_never_kept_back_where_the_fault_is_the_retailers(RefundReason reason, GoodsCondition condition, ushort charged)
    {
        var policy = APolicy() with { RestockingFees = [.. Enum.GetValues<GoodsCondition>().Select(each => new RestockingFee(each, 5_000))] };
        var line = Assert.Single(policy.Ask(Jacket with { Reason = reason, Condition = condition, ChargedMinor = charged }).Lines);

        Assert.True(!reason.IsRetailersFault() || line is { FeeMinor: 0 });
        Assert.True(line.PayableMinor == 0 || line.FeeMinor + line.PayableMinor == charged);
    }

    [Fact]
    public void Delivery_carries_no_fee() =>
        Says(APolicy().Ask(Facts(Delivery with { Condition = GoodsCondition.Used }) with { IsWholeOrder = true }), "restocking-fee", NotApplicable, "Delivery: nothing is kept back");

    [Fact]
    public void Goods_need_not_come_back_where_the_policy_does_not_ask_for_them() =>
        Says(APolicy().Ask(Jacket), "return", NotApplicable, "The goods need not come back first");

    [Theory]
    [InlineData(120_00, true, Doubtful, "From 120.00 EUR on the goods must come back and be inspected first")]
    [InlineData(119_99, false, NotApplicable, "Below 120.00 EUR the goods need not come back first")]
    public void Goods_must_come_back_from_an_amount_on(long charged, bool wanted, FindingResult result, string text)
    {
        var evaluation = WantingReturns().Ask(Jacket with { ChargedMinor = charged });

        Assert.Equal(wanted, evaluation.WantsReturn);
        Says(evaluation, "return", result, text);
    }

    [Fact]
    public void Goods_that_were_inspected_need_not_come_back_again()
    {
        var evaluation = WantingReturns().Ask(Facts(Jacket) with { GoodsInspected = true });

        Assert.False(evaluation.WantsReturn);
        Says(evaluation, "return", Passed, "The goods came back and were inspected");
    }

    [Fact]
    public void What_never_came_cannot_come_back() =>
        Assert.False(WantingReturns().Ask(Jacket with { Reason = RefundReason.NotReceived }).WantsReturn);

    [Fact]
    public void An_order_in_another_currency_is_not_measured_by_the_amount_of_the_policy()
    {
        var evaluation = WantingReturns().Ask(Facts(Jacket with { ChargedMinor = 20_000 }) with { CurrencyCode = "JPY", RefundableMinor = 20_000 });

        Assert.False(evaluation.WantsReturn);
        Says(evaluation, "return", Doubtful, "Goods must come back from 120.00 EUR on; this order is in JPY");
    }

    [Theory]
    [InlineData(120_00, Passed, "120.00 EUR is within what the payments can give back")]
    [InlineData(119_99, Doubtful, "120.00 EUR is more than the 119.99 EUR the payments can give back")]
    public void The_ceiling_is_what_the_payments_can_give_back(long refundable, FindingResult result, string text) =>
        Says(APolicy().Ask(Facts(Jacket) with { RefundableMinor = refundable }), "ceiling", result, text);

    [Fact]
    public void A_line_that_is_refused_leaves_the_others_payable()
    {
        var evaluation = APolicy().Ask(Jacket, Jacket with { LineNumber = 2, Description = "Scarf", ChargedMinor = 20_00, IsFinalSale = true });

        Assert.Equal([new LineResult(1, 0, 120_00), new LineResult(2, 0, 0)], evaluation.Lines);
        Assert.Equal("Scarf: sold as final sale", Assert.Single(evaluation.Failed).Text);
        Assert.Equal(120_00, evaluation.PayableMinor);
        Assert.DoesNotContain(evaluation.Findings, finding => finding is { Rule: "restocking-fee", LineNumber: 2 });
    }

    [Property]
    public void The_same_facts_give_the_same_answer_years_later(RefundReason reason, GoodsCondition condition, ushort charged, short days, bool delivered)
    {
        var facts = Facts(Jacket with { Reason = reason, Condition = condition, ChargedMinor = charged }) with
        {
            AskedAt = Now.AddDays(days % 400),
            DeliveredAt = delivered ? Now : null,
        };

        var (first, second) = (WantingReturns().Ask(facts), WantingReturns().Ask(facts));

        Assert.Equal(first.Findings, second.Findings);
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal((first.WantsReturn, first.PolicyVersion), (second.WantsReturn, second.PolicyVersion));
        Assert.All(first.Findings, finding => Assert.Matches("^§[1-9][0-9]?$", finding.Clause));
    }

    [Fact]
    public void The_version_that_answered_is_named() => Assert.Equal(7, (APolicy() with { Version = 7 }).Ask(Jacket).PolicyVersion);

    private static ReturnPolicy FinalSale() => APolicy() with { FinalSaleCategories = ["swimwear"] };

    private static ReturnPolicy WantingReturns() => APolicy() with { ReturnRequiredFromMinor = 120_00 };

    private static void Says(PolicyEvaluation evaluation, string rule, FindingResult result, string text)
    {
        var finding = evaluation.Of(rule);

        Assert.Equal((result, text), (finding.Result, finding.Text));
    }
}
