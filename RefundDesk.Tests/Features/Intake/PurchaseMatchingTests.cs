using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Tests.Features.Intake;

public sealed class PurchaseMatchingTests
{
    private static readonly Currency Pounds = Currency.Of("GBP");

    [Fact]
    public void The_latest_purchase_of_exactly_as_many_at_the_price_comes_first()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 6), Bought("O-2", day: 2, 6), Bought("O-3", day: 3, 12)];

        Assert.Equal("O-2×6", Take(bought, 6));
    }

    [Fact]
    public void Then_the_latest_with_enough_left_at_the_price()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 12), Bought("O-2", day: 2, 12), Bought("O-3", day: 3, 20, price: 199)];

        Assert.Equal("O-2×5", Take(bought, 5));
    }

    [Fact]
    public void Then_the_latest_with_enough_left_at_any_price()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 4), Bought("O-2", day: 2, 12, price: 199), Bought("O-3", day: 3, 12, price: 299)];

        Assert.Equal("O-3×5", Take(bought, 5));
    }

    [Fact]
    public void Then_several_purchases_the_latest_first()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 3), Bought("O-2", day: 2, 4, price: 199), Bought("O-3", day: 3, 2)];

        Assert.Equal("O-3×2 O-2×4 O-1×1", Take(bought, 7));
    }

    [Fact]
    public void What_purchases_do_not_reach_is_left()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 3), Bought("O-2", day: 2, 4)];

        Assert.Equal("O-2×4 O-1×3", Take(bought, 100));
        Assert.Equal(string.Empty, Take(bought, 1));
    }

    [Fact]
    public void A_later_purchase_is_none_and_one_of_the_same_instant_is_one()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 5), Bought("O-2", day: 11, 5)];

        Assert.Equal("O-1×5", Take(bought, 5));
        Assert.Equal("O-3×5", Take([Bought("O-3", day: 10, 5)], 5));
    }

    [Fact]
    public void Units_taken_once_are_not_taken_again()
    {
        Purchase[] bought = [Bought("O-1", day: 1, 10)];

        Assert.Equal(["O-1×4", "O-1×4", "O-1×2"], [Take(bought, 4), Take(bought, 4), Take(bought, 4)]);
    }

    [Fact]
    public void A_price_with_three_decimals_is_the_same_where_the_rounded_line_is()
    {
        var bought = new Purchase(OrderId.New(Given.Now), "O-1", "C", Given.Now, Pounds, 1, "A", 3, 1, 1) { Open = 3 };

        Assert.True(bought.IsAtPrice(new DecimalText(2, 3), isMinor: false));
        Assert.False(bought.IsAtPrice(new DecimalText(6, 3), isMinor: false));
        Assert.True(bought.IsAtPrice(null, isMinor: false));
        Assert.True(bought.IsAtPrice(new DecimalText(33, 2), isMinor: true));
    }

    [Fact]
    public void A_return_at_the_price_after_discounts_is_at_the_price_too()
    {
        var bought = new Purchase(OrderId.New(Given.Now), "O-1", "C", Given.Now, Pounds, 1, "A", 2, 20_00, 18_00) { Open = 2 };

        Assert.True(bought.IsAtPrice(new DecimalText(10, 0), isMinor: false));
        Assert.True(bought.IsAtPrice(new DecimalText(9, 0), isMinor: false));
        Assert.False(bought.IsAtPrice(new DecimalText(95, 1), isMinor: false));
    }

    /// <summary>Whatever comes back in whatever order: as much as there is, never more than was bought, nothing twice.</summary>
    [Property(MaxTest = 500)]
    public void Everything_that_can_be_found_is_found_and_nothing_more(PositiveInt[] quantities, PositiveInt[] returns)
    {
        var bought = quantities.Select((quantity, i) => Bought($"O-{i}", day: 1 + (i % 9), 1 + (quantity.Get % 20), price: 100 + (quantity.Get % 2))).ToArray();
        var left = bought.Sum(purchase => purchase.Quantity);
        foreach (var wanted in returns.Select(units => 1 + (units.Get % 30)))
        {
            var taken = PurchaseMatching.Take(bought, new ReturnedUnits(wanted, new DecimalText(100, 2), PriceIsMinor: false, Given.Now)).Sum(part => part.Units);

            Assert.Equal(Math.Min(wanted, left), taken);
            left -= taken;
            Assert.All(bought, purchase => Assert.InRange(purchase.Open, 0, purchase.Quantity));
            Assert.Equal(left, bought.Sum(purchase => purchase.Open));
        }
    }

    private static Purchase Bought(string order, int day, int quantity, long price = 100) =>
        new(OrderId.New(Given.Now), order, "C", Given.Now.AddDays(day - 10), Pounds, 1, "A", quantity, price * quantity, price * quantity) { Open = quantity };

    private static string Take(Purchase[] bought, int quantity) => string.Join(
        ' ',
        PurchaseMatching.Take(bought, new ReturnedUnits(quantity, new DecimalText(100, 2), PriceIsMinor: false, Given.Now)).Select(part => $"{part.Purchase.OrderNumber}×{part.Units}"));
}
