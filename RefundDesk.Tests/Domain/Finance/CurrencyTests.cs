using System.Globalization;
using System.Xml.Linq;
using RefundDesk.Domain.Finance;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Domain.Finance;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData(0, "JPY KRW VND CLP ISK UGX PYG XAF XOF XPF BIF DJF GNF KMF RWF VUV")]
    [InlineData(2, "EUR USD GBP CHF PLN SEK HUF CZK IDR TWD")]
    [InlineData(3, "BHD IQD JOD KWD LYD OMR TND")]
    [InlineData(4, "CLF UYW")]
    public void The_minor_unit_has_the_digits_of_the_standard(int digits, string codes) =>
        Assert.All(codes.Split(' '), code => Assert.Equal(digits, Currency.Of(code).Exponent));

    [Fact]
    public void Every_current_currency_of_the_published_list_is_known_with_its_digits()
    {
        var list = XDocument.Load(SharedData.PathOf("reference", "iso4217", "iso4217_list_one_current.xml"));

        var published = list.Descendants("CcyNtry")
            .Select(entry => (Code: entry.Element("Ccy")?.Value, Digits: entry.Element("CcyMnrUnts")?.Value))
            .Where(entry => entry.Code is not null && entry.Digits is not null and not "N.A.")
            .Distinct()
            .ToDictionary(entry => entry.Code!, entry => int.Parse(entry.Digits!, CultureInfo.InvariantCulture));

        Assert.True(published.Count > 150, $"Only {published.Count} currencies were read.");
        Assert.Equal(published.OrderBy(row => row.Key), published.Keys.Order().Select(code => KeyValuePair.Create(code, Currency.Of(code).Exponent)));
        Assert.Equal(["XCG"], Currency.All.Select(currency => currency.Code).Except(published.Keys).Order());
    }

    [Fact]
    public void One_instance_exists_for_a_code()
    {
        Assert.Same(Currency.Of("EUR"), Currency.Of("eur"));
        Assert.Equal(Currency.All.Count(), Currency.All.Select(currency => currency.Code).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData(" EUR")]
    [InlineData("XXX")]
    [InlineData("DEM")]
    [InlineData("XAU")]
    public void What_is_no_current_currency_is_not_found(string? code)
    {
        Assert.False(Currency.TryOf(code, out var currency));
        Assert.Null(currency);
        Assert.Throws<ArgumentException>(() => Currency.Of(code!));
    }

    [Fact]
    public void A_major_unit_has_ten_to_the_power_of_the_digits() =>
        Assert.All(Currency.All, currency => Assert.Equal((long)Math.Pow(10, currency.Exponent), currency.MinorPerMajor));
}
