using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Finance;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Finance;

public sealed class MoneyTests
{
    private static readonly string[] OfEachExponent = ["JPY", "EUR", "KWD", "CLF"];

    [Property(MaxTest = 1_000)]
    public void Reading_what_was_written_gives_the_same_amount(DoNotSize<long> minor)
    {
        foreach (var code in OfEachExponent)
        {
            var money = Money.Of(minor.Item, Currency.Of(code));

            Assert.True(Money.TryParseMajor(money.ToMajorString(), money.Currency, out var read), money.ToString());
            Assert.Equal(money, read);
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void The_extremes_are_written_and_read_in_every_currency(long minor) =>
        Assert.All(Currency.All, currency =>
        {
            Assert.True(Money.TryParseMajor(Money.Of(minor, currency).ToMajorString(), currency, out var read));
            Assert.Equal(minor, read!.Minor);
        });

    [Theory]
    [InlineData(1299, "EUR", "12.99 EUR")]
    [InlineData(-5, "EUR", "-0.05 EUR")]
    [InlineData(1299, "JPY", "1,299 JPY")]
    [InlineData(1299, "KWD", "1.299 KWD")]
    [InlineData(-1, "CLF", "-0.0001 CLF")]
    [InlineData(0, "EUR", "0.00 EUR")]
    [InlineData(-1_234_567_89, "EUR", "-1,234,567.89 EUR")]
    [InlineData(long.MinValue, "JPY", "-9,223,372,036,854,775,808 JPY")]
    public void An_amount_is_written_with_the_digits_of_its_currency(long minor, string currency, string text) =>
        Assert.Equal(text, Money.Of(minor, Currency.Of(currency)).ToString());

    [Theory]
    [InlineData("12.99", 1299)]
    [InlineData("-3", -300)]
    [InlineData("+3", 300)]
    [InlineData("3.", 300)]
    [InlineData(".5", 50)]
    [InlineData("12.9900", 1299)]
    [InlineData("0012.990000000000000000000000000000000000000", 1299)]
    public void Major_units_are_read(string text, long minor)
    {
        Assert.True(Money.TryParseMajor(text, Currency.Of("EUR"), out var money));
        Assert.Equal(Eur(minor), money);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("12,99")]
    [InlineData("1 299")]
    [InlineData("1e3")]
    [InlineData("12.999")]
    [InlineData("--3")]
    [InlineData("3-")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("NaN")]
    [InlineData("0.0100000000000000000000000000000001")]
    [InlineData("92233720368547758.08")]
    [InlineData("-92233720368547758.09")]
    [InlineData("99999999999999999999999999999999999999999999999999")]
    public void What_is_not_exactly_an_amount_is_not_read(string text)
    {
        Assert.False(Money.TryParseMajor(text, Currency.Of("EUR"), out var money), text);
        Assert.Null(money);
    }

    [Fact]
    public void Two_currencies_are_never_combined_or_compared()
    {
        Assert.Throws<InvalidOperationException>(() => Eur(1) + Jpy(1));
        Assert.Throws<InvalidOperationException>(() => Eur(1) - Jpy(1));
        Assert.Throws<InvalidOperationException>(() => Eur(1) < Jpy(1));
        Assert.Throws<InvalidOperationException>(() => Eur(1) >= Jpy(1));
        Assert.Throws<InvalidOperationException>(() => Money.Min(Eur(1), Jpy(1)));
        Assert.Throws<InvalidOperationException>(() => Eur(1).CompareTo(Kwd(1)));
        Assert.NotEqual(Eur(1), Jpy(1));
    }

    [Fact]
    public void An_amount_that_does_not_fit_throws_instead_of_wrapping()
    {
        Assert.Throws<OverflowException>(() => Eur(long.MaxValue) + Eur(1));
        Assert.Throws<OverflowException>(() => Eur(long.MinValue) - Eur(1));
        Assert.Throws<OverflowException>(() => -Eur(long.MinValue));
        Assert.Throws<OverflowException>(() => Eur(long.MaxValue).Share(20_000));
    }

    [Property]
    public void Sum_and_difference_undo_each_other(int left, int right)
    {
        Assert.Equal(Eur(left), Eur(left) + Eur(right) - Eur(right));
        Assert.Equal(Eur(left) - Eur(right), Eur(left) + -Eur(right));
        Assert.Equal(left < right, Eur(left) < Eur(right));
        Assert.Equal(Math.Min(left, right), Money.Min(Eur(left), Eur(right)).Minor);
    }

    [Property(MaxTest = 1_000)]
    public void A_share_is_rounded_alike_for_both_signs(DoNotSize<int> minor, ushort basisPoints) =>
        Assert.Equal(-Eur(minor.Item).Share(basisPoints), Eur(-(long)minor.Item).Share(basisPoints));

    [Property(MaxTest = 1_000)]
    public void A_share_is_within_half_a_minor_unit_of_the_exact_one(DoNotSize<int> minor, ushort basisPoints)
    {
        var exact = (decimal)minor.Item * basisPoints / 10_000;

        Assert.True(Math.Abs(Eur(minor.Item).Share(basisPoints).Minor - exact) <= 0.5m);
    }

    /// <summary>An invoice of 317.50 less 19 % was rounded to 60.33 and its credit note to 60.32 (frappe#19570); 82.50 less 15 % lost a cent on the way back (erpnext#41343).</summary>
    [Theory]
    [InlineData(317_50, 1_900, 60_33)]
    [InlineData(-317_50, 1_900, -60_33)]
    [InlineData(82_50, 1_500, 12_38)]
    [InlineData(-82_50, 1_500, -12_38)]
    public void The_worked_shares_come_out(long minor, int basisPoints, long share) => Assert.Equal(Eur(share), Eur(minor).Share(basisPoints));

    [Fact]
    public void A_hundred_yen_over_three_are_34_33_33() => Assert.Equal([Jpy(34), Jpy(33), Jpy(33)], Jpy(100).Allocate([1, 1, 1]));

    [Fact]
    public void Minus_five_cents_over_two_are_minus_three_and_minus_two() => Assert.Equal([Eur(-3), Eur(-2)], Eur(-5).Allocate([1, 1]));
}
