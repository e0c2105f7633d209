using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Tests.Domain.Finance;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(100, new long[] { 333, 333, 333 }, new long[] { 34, 33, 33 })]
    [InlineData(1000, new long[] { 1999, 2999, 501 }, new long[] { 364, 545, 91 })]
    [InlineData(4500, new long[] { 3000, 7000 }, new long[] { 1350, 3150 })]
    [InlineData(5500, new long[] { 1650, 3850 }, new long[] { 1650, 3850 })]
    [InlineData(-5, new long[] { 1, 1 }, new long[] { -3, -2 })]
    [InlineData(2, new long[] { 0, 0, 0 }, new long[] { 1, 1, 0 })]
    [InlineData(7, new long[] { 0, 5, 0 }, new long[] { 0, 7, 0 })]
    [InlineData(0, new long[] { 1, 2 }, new long[] { 0, 0 })]
    public void The_worked_splits_come_out(long total, long[] weights, long[] parts) => Assert.Equal(parts, Allocation.Split(total, weights));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void The_largest_amounts_are_split_without_overflow(long total) =>
        Assert.Equal(total, Sum(Allocation.Split(total, [long.MaxValue, long.MaxValue, 1, long.MaxValue])));

    [Property(MaxTest = 2_000)]
    public void The_parts_add_up_keep_the_sign_and_are_within_one_unit_of_fair(DoNotSize<long> total, DoNotSize<uint>[] weights)
    {
        long[] given = weights.Length == 0 ? [1] : [.. weights.Select(weight => (long)weight.Item)];
        var parts = Allocation.Split(total.Item, given);

        var sum = given.Sum();
        Assert.Equal(total.Item, Sum(parts));
        for (var i = 0; i < parts.Count; i++)
        {
            Assert.True(parts[i] == 0 || Math.Sign(parts[i]) == Math.Sign(total.Item));
            var exact = (Int128)total.Item * (sum == 0 ? 1 : given[i]);
            var distance = Int128.Abs(((Int128)parts[i] * (sum == 0 ? given.Length : sum)) - exact);
            Assert.True(distance < (sum == 0 ? given.Length : sum), $"Part {i} of {total.Item} is {parts[i]}.");
        }
    }

    [Property(MaxTest = 1_000)]
    public void Of_equal_weights_the_earlier_gets_the_unit_left_over(int total, PositiveInt weight, byte count)
    {
        var parts = Allocation.Split(total, [.. Enumerable.Repeat((long)weight.Get, count + 1)]);

        Assert.Equal(parts.OrderByDescending(Math.Abs), parts);
        Assert.True(Math.Abs(parts[0]) - Math.Abs(parts[^1]) <= 1);
    }

    [Property(MaxTest = 1_000)]
    public void A_weight_of_nothing_gets_nothing(int total, PositiveInt[] weights)
    {
        var parts = Allocation.Split(total, [0, .. weights.Select(weight => (long)weight.Get), 0, 1]);

        Assert.Equal(0, parts[0]);
        Assert.Equal(0, parts[^2]);
    }

    [Fact]
    public void Without_weights_or_with_a_negative_one_there_is_no_split()
    {
        Assert.Throws<ArgumentException>(() => Allocation.Split(1, []));
        Assert.Throws<ArgumentException>(() => Allocation.Split(1, [2, -1]));
    }

    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(4, 3, 1)]
    [InlineData(-4, 3, -1)]
    [InlineData(0, 7, 0)]
    public void Halves_are_rounded_away_from_zero(long numerator, long denominator, long rounded) =>
        Assert.Equal(rounded, Rounding.HalfAwayFromZero(numerator, denominator));

    [Fact]
    public void A_quotient_that_does_not_fit_throws() =>
        Assert.Throws<OverflowException>(() => Rounding.HalfAwayFromZero((Int128)long.MaxValue * 2, 1));

    [Theory]
    [InlineData(1000, 3, new long[] { 333, 334, 333 })]
    [InlineData(2000, 3, new long[] { 667, 667, 666 })]
    [InlineData(1, 3, new long[] { 0, 1, 0 })]
    [InlineData(0, 2, new long[] { 0, 0 })]
    public void Units_taken_one_by_one_close_to_what_was_charged(long charged, int quantity, long[] units)
    {
        var already = 0L;
        for (var counted = 0; counted < quantity; counted++)
        {
            var next = Allocation.NextUnits(charged, quantity, counted, already, 1);
            Assert.Equal(units[counted], next);
            already += next;
        }

        Assert.Equal(charged, already);
    }

    [Property(MaxTest = 1_000)]
    public void The_order_of_partial_refunds_does_not_change_the_total(NonNegativeInt charged, byte[] portions)
    {
        var quantity = portions.Sum(portion => portion + 1) + 1;
        var (counted, already) = (0, 0L);
        foreach (var portion in portions.Select(portion => portion + 1).Append(1))
        {
            already += Allocation.NextUnits(charged.Get, quantity, counted, already, portion);
            counted += portion;
        }

        Assert.Equal(charged.Get, already);
    }

    private static Int128 Sum(IReadOnlyList<long> parts) => parts.Aggregate(Int128.Zero, (sum, part) => sum + part);
}
