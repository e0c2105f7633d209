using RefundDesk.Web.Infrastructure.Identity;

namespace RefundDesk.Tests.Infrastructure.Identity;

public sealed class TimeStepsTests
{
    /// <summary>The secret of RFC 6238's appendix B, in base 32.</summary>
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void The_standard_s_own_codes_are_known(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.Equal(seconds / 30, TimeSteps.Find(Secret, code, now));
        Assert.Equal(seconds / 30, TimeSteps.Find(Secret.ToLowerInvariant(), code, now.AddSeconds(60)));
        Assert.Null(TimeSteps.Find(Secret, code, now.AddSeconds(90)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("28708a")]
    [InlineData("+87082")]
    [InlineData("٢٨٧٠٨٢")]
    public void What_is_no_code_is_none(string code) => Assert.Null(TimeSteps.Find(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Theory]
    [InlineData("")]
    [InlineData("not base 32!")]
    public void What_is_no_key_has_no_codes(string key) => Assert.Null(TimeSteps.Find(key, "287082", DateTimeOffset.FromUnixTimeSeconds(59)));
}
