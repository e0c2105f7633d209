using FsCheck.Xunit;
using RefundDesk.Domain.Finance;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Tests.Infrastructure.OrderSources;

public sealed class ShopAmountTests
{
    [Theory]
    [InlineData("12.90", 2, 1290)]
    [InlineData("12.9", 2, 1290)]
    [InlineData("12", 2, 1200)]
    [InlineData("-0.05", 2, -5)]
    [InlineData("12.900000", 2, 1290)]
    [InlineData("1500", 0, 1500)]
    [InlineData("1500.00", 0, 1500)]
    [InlineData("1.234", 3, 1234)]
    [InlineData("0.1234", 4, 1234)]
    [InlineData("000012.90", 2, 1290)]
    [InlineData("90071992547409.93", 2, 9007199254740993)]
    public void Decimal_text_is_read_to_the_last_digit(string text, int digits, long units)
    {
        Assert.Null(ShopAmount.Fault(text, digits, out var read));
        Assert.Equal(units, (long)read);
    }

    [Theory]
    [InlineData("12.905", 2, "more exact")]
    [InlineData("0.5", 0, "more exact")]
    [InlineData("", 2, "no amount")]
    [InlineData("-", 2, "no amount")]
    [InlineData("12.", 2, "no amount")]
    [InlineData(".5", 2, "no amount")]
    [InlineData("12,90", 2, "no amount")]
    [InlineData("1e3", 2, "no amount")]
    [InlineData("+1", 2, "no amount")]
    [InlineData(" 1", 2, "no amount")]
    [InlineData("NaN", 2, "no amount")]
    [InlineData("١٢", 2, "no amount")]
    [InlineData("1234567890123456789", 2, "larger")]
    public void Anything_else_is_refused_in_words(string text, int digits, string word) => Assert.Contains(word, ShopAmount.Fault(text, digits, out _), StringComparison.Ordinal);

    [Property(MaxTest = 1_000)]
    public void What_is_written_is_read_again_in_every_currency(long minor)
    {
        foreach (var digits in Currency.All.Select(currency => currency.Exponent).Distinct())
        {
            Assert.Null(ShopAmount.Fault(ShopAmount.Text(minor / 1_000, digits), digits, out var read));
            Assert.Equal(minor / 1_000, (long)read);
        }
    }

    [Theory]
    [InlineData(11_900, 1_900, 1_900, 1_900)]
    [InlineData(11_900, 1_900, null, 1_900)]
    [InlineData(11_900, 1_900, 700, 1_900)]
    [InlineData(119, 19, 1_900, 1_900)]
    [InlineData(100, 0, 1_900, 0)]
    [InlineData(0, 0, 1_900, 1_900)]
    [InlineData(100, 100, null, 0)]
    public void The_rate_is_the_shops_own_unless_its_tax_says_otherwise(long gross, long tax, int? said, int rate) => Assert.Equal(rate, ShopAmount.TaxBasisPoints(gross, tax, said));

    [Theory]
    [InlineData("  Mug &amp; plate\r\n blue\0 ", 40, "Mug & plate blue")]
    [InlineData("Fine 👩‍🍳 ware", 6, "Fine")]
    [InlineData("\t\n", 40, null)]
    [InlineData(null, 40, null)]
    public void Texts_become_one_line_without_halves_of_characters(string? text, int longest, string? line) => Assert.Equal(line, ShopText.Line(text, longest));

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData(" ada@example.com ", true)]
    [InlineData("ada", false)]
    [InlineData("@example.com", false)]
    [InlineData("a b@example.com", false)]
    [InlineData(null, false)]
    public void What_is_no_address_is_left_out(string? text, bool isAddress) => Assert.Equal(isAddress, ShopText.Email(text) is not null);

    [Theory]
    [InlineData("stripe", "Card", "stripe")]
    [InlineData("stripe_sepa", "BankTransfer", "stripe")]
    [InlineData("ppcp-gateway", "Wallet", "paypal")]
    [InlineData("shopify_payments", "Card", "fallback")]
    [InlineData("gift_card", "GiftCard", "fallback")]
    [InlineData("gift-voucher", "GiftCard", "fallback")]
    [InlineData("google-pay", "Wallet", "fallback")]
    [InlineData("position", "Card", "fallback")]
    [InlineData("shopify_store_credit", "StoreCredit", "fallback")]
    [InlineData("cod", "PointOfSale", "fallback")]
    [InlineData("decoder_pay", "Card", "fallback")]
    [InlineData("Bank Deposit", "BankTransfer", "fallback")]
    [InlineData(null, "Card", "fallback")]
    public void The_shops_name_of_a_payment_says_its_kind_and_gateway(string? name, string method, string gateway)
    {
        var (found, key) = ShopGateways.Of(name, "fallback");

        Assert.Equal((method, gateway), (found.ToString(), key));
    }
}
