using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Orders;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Orders;

public sealed class OrderCeilingTests
{
    [Theory]
    [InlineData(3, 1, "order.unknown-line")]
    [InlineData(0, 1, "order.unknown-line")]
    [InlineData(1, 0, "order.quantity")]
    [InlineData(1, -1, "order.quantity")]
    [InlineData(1, int.MinValue, "order.quantity")]
    [InlineData(1, 4, "order.quantity-taken")]
    [InlineData(1, int.MaxValue, "order.quantity-taken")]
    public void Units_that_are_not_there_are_refused_and_nothing_is_counted(int line, int quantity, string code)
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).WithLine(10_00).Build();

        Assert.Equal(code, Refused(order.ReserveLines([(2, 1), (line, quantity)])).Code);
        Assert.All(order.Lines, counted => Assert.Equal((0, 0), (counted.ReservedQuantity, counted.ReservedMinor)));
        Assert.Equal(1, order.Version);
    }

    [Fact]
    public void A_refusal_says_how_many_are_left()
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).Build();
        Done(order.ReserveLines([(1, 2)]));

        Assert.Equal("Line 1: 2 asked for, 1 left; other requests speak for the rest.", Refused(order.ReserveLines([(1, 2)])).Message);
    }

    [Fact]
    public void A_line_asked_for_twice_at_once_counts_together()
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).Build();

        Assert.Equal("order.quantity-taken", Refused(order.ReserveLines([(1, 2), (1, 2)])).Code);
        Assert.Equal("order.quantity-taken", Refused(order.ReserveLines([(1, int.MaxValue), (1, int.MaxValue)])).Code);
        Assert.Equal([Eur(20_00), Eur(10_00)], Done(order.ReserveLines([(1, 2), (1, 1)])).Select(units => units.Charged));
    }

    /// <summary>Numbers of a third: units of one line asked for and given back in any order never come to more than was charged, and all of them to exactly that.</summary>
    [Property(MaxTest = 500)]
    public void Units_and_their_tax_close_to_what_was_charged_however_they_were_asked_for_and_given_back(NonNegativeInt charged, byte[] steps)
    {
        const int Quantity = 12;
        var order = AnOrder().WithLine(charged.Get, quantity: Quantity, tax: 1_900).Build();
        var line = order.Lines[0];
        var held = new List<(int Quantity, ReservedUnits Units)>();
        foreach (var step in steps)
        {
            if (step % 3 == 0 && held.Count > 0)
            {
                var back = held[step % held.Count];
                held.Remove(back);
                order.ReleaseLine(1, back.Quantity, back.Units);
            }
            else if (order.ReserveLines([(1, (step % 4) + 1)]) is { Succeeded: true } reserved)
            {
                held.Add(((step % 4) + 1, reserved.Value[0]));
            }

            Assert.Equal(held.Sum(units => units.Quantity), line.ReservedQuantity);
            Assert.Equal(held.Sum(units => units.Units.Charged.Minor), line.ReservedMinor);
            Assert.Equal(held.Sum(units => units.Units.Tax.Minor), line.ReservedTaxMinor);
            Assert.InRange(line.ReservedMinor, 0, line.ChargedMinor);
            Assert.All(held, units => Assert.InRange(units.Units.Tax.Minor, 0, units.Units.Charged.Minor));
        }

        while (line.OpenQuantity > 0)
        {
            held.Add((1, Done(order.ReserveLines([(1, 1)]))[0]));
        }

        Assert.Equal(line.ChargedMinor, held.Sum(units => units.Units.Charged.Minor));
        Assert.Equal(line.TaxMinor, held.Sum(units => units.Units.Tax.Minor));
    }

    /// <summary>Units of half a cent: giving back the cheap halves must not make a later unit worth six of them.</summary>
    [Property(MaxTest = 500)]
    public void A_unit_is_never_worth_more_than_its_fair_share_of_what_is_left_rounded_up(PositiveInt charged, byte[] steps)
    {
        var order = AnOrder().WithLine(charged.Get, quantity: 20).Build();
        var line = order.Lines[0];
        var held = new List<ReservedUnits>();
        foreach (var step in steps)
        {
            if (step % 2 == 0 && held.Count > 0)
            {
                order.ReleaseLine(1, 1, held[step % held.Count]);
                held.RemoveAt(step % held.Count);
            }
            else if (line.OpenQuantity > 0)
            {
                var (left, units) = (line.ChargedMinor - line.ReservedMinor, line.OpenQuantity);
                held.Add(Done(order.ReserveLines([(1, 1)]))[0]);
                Assert.InRange(held[^1].Charged.Minor, left / units, (left + units - 1) / units);
            }
        }
    }

    [Fact]
    public void Three_units_charged_ten_are_333_334_333_and_close_in_whatever_order_they_come_back()
    {
        var order = AnOrder().WithLine(10_00, quantity: 3).Build();
        var units = Enumerable.Range(0, 3).Select(_ => Done(order.ReserveLines([(1, 1)]))[0]).ToArray();
        Assert.Equal([3_33, 3_34, 3_33], units.Select(unit => unit.Charged.Minor));

        order.ReleaseLine(1, 1, units[1]);
        order.ReleaseLine(1, 1, units[0]);

        Assert.Equal(Eur(6_67), Done(order.ReserveLines([(1, 2)]))[0].Charged);
        Assert.Equal((3, 10_00), (order.Lines[0].ReservedQuantity, order.Lines[0].ReservedMinor));
    }

    [Fact]
    public void Giving_back_more_than_was_counted_is_a_defect()
    {
        var order = AnOrder().WithLine(30_00, quantity: 3).Build();
        var units = Done(order.ReserveLines([(1, 1)]))[0];
        Done(order.ReserveTenders([(1, Eur(5_00))]));

        Assert.Throws<InvalidOperationException>(() => order.ReleaseLine(1, 2, units));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseLine(1, 1, units with { Charged = Eur(10_01) }));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseLine(1, 1, units with { Charged = Jpy(10_00) }));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseTender(1, Eur(5_01)));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseTender(1, Jpy(1)));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseTender(2, Eur(1)));
        Assert.Throws<InvalidOperationException>(() => order.ReleaseLine(2, 1, units));
    }

    [Fact]
    public void A_tender_never_gives_back_more_than_it_captured()
    {
        var order = AnOrder().WithLine(10_00).PaidByGiftCard(4_00).PaidByCard(6_00).Build();

        var refusal = Refused(order.ReserveTenders([(2, Eur(1_00)), (1, Eur(4_01))]));

        Assert.Equal("order.above-ceiling", refusal.Code);
        Assert.Contains("4.01 EUR is more than the 4.00 EUR", refusal.Message, StringComparison.Ordinal);
        Assert.All(order.Tenders, tender => Assert.Equal(0, tender.ReservedMinor));
        Assert.Equal("order.above-ceiling", Refused(order.ReserveTenders([(1, Eur(3_00)), (1, Eur(2_00))])).Code);
        Assert.Equal(1, order.Version);
    }

    [Fact]
    public void Money_in_another_currency_or_of_nothing_cannot_be_counted()
    {
        var order = AnOrder().Build();

        Assert.Throws<InvalidOperationException>(() => order.ReserveTenders([(1, Jpy(1))]));
        Assert.ThrowsAny<ArgumentException>(() => order.ReserveTenders([(1, Eur(0))]));
        Assert.ThrowsAny<ArgumentException>(() => order.ReserveTenders([(1, Eur(-1))]));
    }

    [Fact]
    public void Every_change_moves_the_version()
    {
        var order = AnOrder().Build();
        Done(order.ReserveTenders([(1, Eur(1))]));
        order.ReleaseTender(1, Eur(1));
        var units = Done(order.ReserveLines([(1, 1)]))[0];
        order.ReleaseLine(1, 1, units);

        Assert.Equal(5, order.Version);
    }
}
