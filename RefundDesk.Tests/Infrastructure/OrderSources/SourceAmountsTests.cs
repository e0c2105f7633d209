using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.OrderSources;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

/// <summary>Whole minor units out of what shops keep with fractions.</summary>
public sealed class SourceAmountsTests
{
    private static readonly Currency Euro = Currency.Of("EUR");

    [Fact]
    public void The_cent_that_rounding_leaves_over_goes_to_the_largest_fraction()
    {
        var lines = SourceAmounts.AddUp([Line(38_97m, 2349.891m), Line(20_05m, 1804.5m), Line(89_99m, 8099.1m), Line(499, 499)], 12752.491m, Euro);

        Assert.Equal([2350L, 1804L, 8099L, 499L], lines.Value.Select(line => line.ListMinor - line.LineDiscountMinor));
        Assert.Equal([3897L, 2005L, 8999L, 499L], lines.Value.Select(line => line.ListMinor));
    }

    [Fact]
    public void A_shop_that_rounds_its_tax_once_is_followed_and_one_that_does_not_add_up_is_refused_with_the_difference()
    {
        var once = SourceAmounts.AddUp([Line(1000, 1000), Line(1000, 1000), Line(1000, 1000)], 3001, Euro);
        var wrong = SourceAmounts.AddUp([Line(1000, 1000), Line(1000, 1000)], 2400, Euro);

        Assert.Equal(3001, once.Value.Sum(line => line.ListMinor - line.LineDiscountMinor));
        Assert.Equal("source.order-amounts", wrong.Refusal?.Code);
        Assert.Contains("20.00 EUR", wrong.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("24.00 EUR", wrong.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("4.00 EUR of difference", wrong.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rounding_never_takes_a_line_below_zero_and_always_ends_at_the_total()
    {
        var random = new Random(20_261);
        for (var i = 0; i < 2_000; i++)
        {
            var charged = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(0, 50_000) / 100m).ToArray();

            var lines = SourceAmounts.AddUp([.. charged.Select(amount => Line(amount + 10, amount))], charged.Sum(), Euro);

            var whole = lines.Value.Select(line => line.ListMinor - line.LineDiscountMinor).ToArray();
            Assert.Equal(SourceAmounts.Whole(charged.Sum()), whole.Sum());
            Assert.All(whole.Zip(charged), line => Assert.InRange(line.First - line.Second, -1m, 1m));
            Assert.All(lines.Value, line => Assert.True(line.LineDiscountMinor >= 0 && line.ListMinor >= line.LineDiscountMinor));
        }
    }

    [Fact]
    public void A_free_line_that_divisions_left_a_little_below_zero_is_free() =>
        Assert.Equal([(499L, 499L), (1000L, 0L)], SourceAmounts.AddUp([Line(499, -0.000001m), Line(1000, 1000)], 1000, Euro).Value.Select(line => (line.ListMinor, line.LineDiscountMinor)));

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(2_000_000_000_000_000, 2_000_000_000_000_000)]
    public void Amounts_nobody_can_have_been_charged_are_refused(long charged, long total) =>
        Assert.Equal("source.order-amounts", SourceAmounts.AddUp([Line(charged, charged)], total, Euro).Refusal?.Code);

    [Fact]
    public void An_order_without_a_line_is_refused() => Assert.Equal("source.order-empty", SourceAmounts.AddUp([], 0, Euro).Refusal?.Code);

    [Theory]
    [InlineData("Ada\r\nLovelace", 60, "Ada Lovelace")]
    [InlineData("  ", 60, "otherwise")]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData(null, 3, "otherwise")]
    public void Texts_are_cut_to_what_the_desk_keeps(string? text, int longest, string expected) => Assert.Equal(expected, ShopText.Line(text, longest, "otherwise"));

    private static SummedLine Line(decimal list, decimal charged) => new(new OrderLineDraft("SKU", "Thing", "Goods", 1, 0), "1", list, charged);
}
