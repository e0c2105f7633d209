using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using static RefundDesk.Domain.Policies.FindingResult;
using static RefundDesk.Tests.Domain.Policies.PolicyQuestion;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Policies;

/// <summary>Delivery and extras: own lines, own rule.</summary>
public sealed class ExtraRulesTests
{
    private static readonly PolicyLine Express = Delivery with { ChargedMinor = 9_90, StandardDeliveryMinor = 4_90 };

    [Theory]
    [InlineData(OrderLineKind.GiftWrap, false, true, true)]
    [InlineData(OrderLineKind.Duty, false, true, true)]
    [InlineData(OrderLineKind.Insurance, false, true, true)]
    [InlineData(OrderLineKind.EnvironmentalFee, false, true, true)]
    [InlineData(OrderLineKind.Deposit, true, true, true)]
    [InlineData(OrderLineKind.Donation, false, false, true)]
    [InlineData(OrderLineKind.Tip, false, false, true)]
    [InlineData(OrderLineKind.Extra, false, true, true)]
    public void Every_kind_of_extra_has_a_rule_where_the_policy_says_nothing(OrderLineKind kind, bool withPart, bool withWhole, bool withFault)
    {
        var extra = An(kind);

        Assert.Equal(withPart ? 123_50 : 120_00, APolicy().Ask(Jacket, extra).PayableMinor);
        Assert.Equal(withWhole ? 123_50 : 120_00, APolicy().Ask(Facts(Jacket, extra) with { IsWholeOrder = true }).PayableMinor);
        Assert.Equal(withFault ? 123_50 : 120_00, APolicy().Ask(Jacket with { Reason = RefundReason.Defective }, extra with { Reason = RefundReason.Defective }).PayableMinor);
    }

    [Theory]
    [InlineData(ExtraWhen.Always, true, true)]
    [InlineData(ExtraWhen.WithGoods, true, true)]
    [InlineData(ExtraWhen.WholeOrder, false, true)]
    [InlineData(ExtraWhen.RetailersFault, false, false)]
    [InlineData(ExtraWhen.Never, false, false)]
    public void A_policy_says_itself_when_gift_wrap_goes_back(ExtraWhen when, bool withPart, bool withWhole)
    {
        var policy = APolicy() with { Extras = [new ExtraRule(OrderLineKind.GiftWrap, when)] };
        var wrap = An(OrderLineKind.GiftWrap);

        var part = policy.Ask(Jacket, wrap);
        Assert.Equal(withPart ? Passed : Failed, part.Of("extra").Result);
        Assert.Equal(("§6", $"kind=GiftWrap, when={when}"), (part.Of("extra").Clause, part.Of("extra").Used));
        Assert.Equal(withWhole ? 123_50 : 120_00, policy.Ask(Facts(Jacket, wrap) with { IsWholeOrder = true }).PayableMinor);
    }

    [Fact]
    public void A_deposit_goes_back_with_its_goods_and_not_without_any()
    {
        Assert.Equal(3_50, APolicy().Ask(Jacket, An(OrderLineKind.Deposit)).Lines[1].PayableMinor);
        Assert.Equal("Extra: the deposit is given back only with goods", APolicy().Ask(An(OrderLineKind.Deposit)).Of("extra").Text);
    }

    [Theory]
    [InlineData(OrderLineKind.GiftWrap, Overruled, 123_50)]
    [InlineData(OrderLineKind.Duty, Overruled, 123_50)]
    [InlineData(OrderLineKind.Donation, Failed, 120_00)]
    [InlineData(OrderLineKind.Tip, Failed, 120_00)]
    public void A_withdrawal_from_the_whole_order_gives_back_every_payment_for_it_but_no_donation_or_tip(OrderLineKind kind, FindingResult result, long payable)
    {
        var policy = APolicy() with { Extras = [new ExtraRule(kind, ExtraWhen.Never)] };

        var evaluation = policy.Ask(Facts(Jacket, An(kind)) with { IsWholeOrder = true, Country = "DE" });

        Assert.Equal((result, payable), (evaluation.Of("extra").Result, evaluation.PayableMinor));
    }

    [Fact]
    public void An_extra_of_no_named_kind_goes_the_way_of_delivery_as_it_always_did()
    {
        var extra = An(OrderLineKind.Extra);

        Assert.Equal("Extra: not given back when only a part goes back", APolicy().Ask(Jacket, extra).Of("shipping").Text);
        Assert.Equal("Extra: given back with the whole order", APolicy().Ask(Facts(Jacket, extra) with { IsWholeOrder = true }).Of("shipping").Text);
    }

    [Fact]
    public void Express_of_9_90_gives_back_the_4_90_of_standard_delivery_with_the_whole_order()
    {
        var evaluation = APolicy().Ask(Facts(Jacket, Express) with { IsWholeOrder = true, Country = "DE" });

        Assert.Equal((5_00, 4_90, 124_90), (evaluation.Lines[1].FeeMinor, evaluation.Lines[1].PayableMinor, evaluation.PayableMinor));
        Assert.Equal("Delivery: standard delivery of 4.90 EUR goes back, the surplus of 5.00 EUR for a faster one does not", evaluation.Of("express").Text);
    }

    [Theory]
    [InlineData(RefundReason.Defective)]
    [InlineData(RefundReason.LateDelivery)]
    public void Express_goes_back_whole_where_the_retailer_is_at_fault_or_late(RefundReason reason) =>
        Assert.Equal(9_90, APolicy().Ask(Facts(Jacket, Express with { Reason = reason }) with { IsWholeOrder = true }).Lines[1].PayableMinor);

    [Fact]
    public void Express_goes_back_whole_where_the_policy_says_so() =>
        Assert.Equal(9_90, (APolicy() with { RefundExpressSurplus = true }).Ask(Facts(Jacket, Express) with { IsWholeOrder = true }).Lines[1].PayableMinor);

    [Fact]
    public void The_policys_price_of_standard_delivery_holds_where_the_order_names_none_and_is_of_the_same_currency()
    {
        var policy = APolicy() with { StandardDeliveryMinor = 3_00 };
        var whole = Facts(Jacket, Delivery) with { IsWholeOrder = true };

        Assert.Equal(3_00, policy.Ask(whole).Lines[1].PayableMinor);
        Assert.Equal(4_90, policy.Ask(whole with { Lines = [Jacket, Express] }).Lines[1].PayableMinor);
        Assert.Equal(5_00, policy.Ask(whole with { CurrencyCode = "USD" }).Lines[1].PayableMinor);
    }

    [Fact]
    public void Express_that_was_charged_less_than_standard_delivery_goes_back_as_charged() =>
        Assert.Equal(3_00, APolicy().Ask(Facts(Jacket, Express with { ChargedMinor = 3_00 }) with { IsWholeOrder = true }).Lines[1].PayableMinor);

    [Theory]
    [InlineData(false, 120_00)]
    [InlineData(true, 124_90)]
    public void Whether_delivery_goes_back_with_a_part_is_the_clients_choice(bool gives, long payable) =>
        Assert.Equal(payable, (APolicy() with { RefundShippingOnPartReturn = gives }).Ask(Jacket, Express).PayableMinor);

    [Fact]
    public void A_fee_that_is_a_service_of_its_own_does_not_make_one_of_the_surplus() =>
        Assert.Null((APolicy() with { FeeTaxBasisPoints = 1_900 }).Ask(Facts(Jacket, Express) with { IsWholeOrder = true }).Lines[1].FeeTaxMinor);

    private static PolicyLine An(OrderLineKind kind) => new(3, kind, "Extra", "extras", 1, 3_50, false, RefundReason.ChangedMind, GoodsCondition.Unopened);
}
