using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Paying;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Refunds.Paying;

public sealed class PayoutPlanTests
{
    /// <summary>30.00 by gift card and 70.00 by card; 45.00 go back, then the other 55.00.</summary>
    [Theory]
    [InlineData(TenderRule.GiftCardFirst, 30_00, 15_00, 0, 55_00)]
    [InlineData(TenderRule.GiftCardLast, 0, 45_00, 30_00, 25_00)]
    [InlineData(TenderRule.ProRata, 13_50, 31_50, 16_50, 38_50)]
    public void The_worked_splits_over_two_tenders_come_out(TenderRule rule, long giftCard, long card, long thenGiftCard, long thenCard)
    {
        var order = AnOrder().WithLine(100_00).PaidByGiftCard(30_00).PaidByCard(70_00).Build();

        Assert.Equal(Parts((1, giftCard), (2, card)), PlanAndCount(order, 45_00, rule));
        Assert.Equal(Parts((1, thenGiftCard), (2, thenCard)), PlanAndCount(order, 55_00, rule));
        Assert.Equal(Eur(0), order.Refundable);
    }

    [Fact]
    public void Store_credit_counts_as_a_gift_card_and_tenders_of_a_kind_go_by_number()
    {
        var order = AnOrder().WithLine(100_00)
            .PaidBy(TenderMethod.StoreCredit, 10_00).PaidBy(TenderMethod.Wallet, 20_00).PaidBy(TenderMethod.BankTransfer, 30_00).PaidByGiftCard(40_00).Build();

        Assert.Equal(Parts((2, 20_00), (3, 30_00), (1, 10_00), (4, 35_00)), PlanOver(order, 95_00, TenderRule.GiftCardLast));
        Assert.Equal(Parts((1, 10_00), (4, 40_00), (2, 20_00), (3, 25_00)), PlanOver(order, 95_00, TenderRule.GiftCardFirst));
    }

    [Fact]
    public void More_than_was_captured_is_refused_with_the_ceiling_and_never_clamped()
    {
        var refusal = Refused(PayoutPlan.Over(AnOrder().WithLine(100_00).PaidByCard(60_00).Build(), Eur(60_01), TenderRule.GiftCardLast));

        Assert.Equal("order.above-ceiling", refusal.Code);
        Assert.Contains("60.01 EUR is more than the 60.00 EUR", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_or_another_currency_cannot_be_planned()
    {
        var order = AnOrder().Build();

        Assert.ThrowsAny<ArgumentException>(() => PayoutPlan.Over(order, Eur(0), TenderRule.GiftCardLast));
        Assert.Throws<InvalidOperationException>(() => PayoutPlan.Over(order, Jpy(1), TenderRule.GiftCardLast));
    }

    [Property(MaxTest = 1_000)]
    public void Any_refunds_in_any_order_use_up_the_tenders_and_no_more(PositiveInt[] captured, TenderRule rule, PositiveInt[] amounts)
    {
        var order = OrderPaidBy(captured);
        var paid = 0L;
        foreach (var wanted in amounts)
        {
            var amount = Math.Min(wanted.Get, order.Refundable.Minor);
            if (amount == 0)
            {
                break;
            }

            var before = order.Tenders.ToDictionary(tender => tender.TenderNumber, tender => tender.OpenMinor);
            var plan = Done(PayoutPlan.Over(order, Eur(amount), rule));
            Done(order.ReserveTenders(plan));
            paid += amount;

            Assert.Equal(amount, plan.Sum(part => part.Amount.Minor));
            Assert.Distinct(plan.Select(part => part.TenderNumber));
            Assert.All(plan, part => Assert.InRange(part.Amount.Minor, 1, before[part.TenderNumber]));
            Assert.Equal(paid, order.Tenders.Sum(tender => tender.ReservedMinor));
            Assert.All(order.Tenders, tender => Assert.InRange(tender.ReservedMinor, 0, tender.CapturedMinor));
        }
    }

    private static Order OrderPaidBy(PositiveInt[] captured)
    {
        var methods = Enum.GetValues<TenderMethod>();
        var tenders = captured.Take(8).Append(PositiveInt.NewPositiveInt(7)).ToArray();
        var order = AnOrder().WithLine(tenders.Sum(tender => (long)tender.Get));
        for (var i = 0; i < tenders.Length; i++)
        {
            order.PaidBy(methods[tenders[i].Get % methods.Length], tenders[i].Get);
        }

        return order.Build();
    }

    private static (int, long)[] PlanAndCount(Order order, long minor, TenderRule rule)
    {
        var plan = Done(PayoutPlan.Over(order, Eur(minor), rule));
        Done(order.ReserveTenders(plan));
        return Parts([.. plan.Select(part => (part.TenderNumber, part.Amount.Minor)).Order()]);
    }

    private static (int, long)[] PlanOver(Order order, long minor, TenderRule rule) =>
        [.. Done(PayoutPlan.Over(order, Eur(minor), rule)).Select(part => (part.TenderNumber, part.Amount.Minor))];

    private static (int, long)[] Parts(params (int Tender, long Minor)[] parts) => [.. parts.Where(part => part.Minor > 0)];
}
