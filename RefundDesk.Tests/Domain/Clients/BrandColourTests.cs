using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Clients;

namespace RefundDesk.Tests.Domain.Clients;

public sealed class BrandColourTests
{
    [Property(MaxTest = 2_000)]
    public void Every_colour_can_be_read_on_both_themes(byte red, byte green, byte blue)
    {
        var colour = BrandColour.Read($"#{red:X2}{green:x2}{blue:x2}").Value;

        Assert.True(BrandColour.Contrast(Parts(colour.OnLight), (255, 255, 255)) >= 4.5);
        Assert.True(BrandColour.Contrast(Parts(colour.OnDark), (0x17, 0x1b, 0x23)) >= 4.5);
    }

    [Fact]
    public void A_colour_that_can_be_read_stays_as_it_is() => Assert.Equal("#0b5c38", BrandColour.Read(" #0B5C38 ").Value.OnLight);

    [Fact]
    public void Black_and_white_are_as_far_apart_as_can_be() => Assert.Equal(21, BrandColour.Contrast((0, 0, 0), (255, 255, 255)), 3);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("green")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("#+12345")]
    [InlineData("#0b7a4b; background: url(x)")]
    public void What_is_no_colour_is_refused(string? text) => Assert.Equal("client.brand-colour", BrandColour.Read(text).Refusal!.Code);

    private static (int R, int G, int B) Parts(string text)
    {
        var rgb = int.Parse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (rgb >> 16, (rgb >> 8) & 255, rgb & 255);
    }
}
