using System.Globalization;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>Decimal text of a shop, read digit by digit: nothing is rounded and nothing passes through a floating point number.</summary>
internal static class ShopAmount
{
    private const int MostDigits = 18;

    /// <summary>Reads <c>-12.90</c> as whole units of the last of <paramref name="digits"/> places after the point.</summary>
    /// <param name="text">An optional minus, digits, and optionally a point with more of them.</param>
    /// <param name="digits">Places after the point that count; further ones may only be zeros.</param>
    /// <param name="units">What it is, 0 where it is faulty.</param>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Fault(string text, int digits, out Int128 units)
    {
        units = 0;
        var negative = text.StartsWith('-');
        var number = negative ? text.AsSpan(1) : text.AsSpan();
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return "is no amount: digits are expected, with a point before the minor unit";
        }

        if (whole.TrimStart('0').Length > MostDigits)
        {
            return "is larger than an amount can be";
        }

        if (fraction.Length > digits && fraction[digits..].ContainsAnyExcept('0'))
        {
            return string.Create(CultureInfo.InvariantCulture, $"is more exact than the currency: it has more than {digits} digits after the point");
        }

        Int128 sum = 0;
        foreach (var digit in whole)
        {
            sum = (sum * 10) + (digit - '0');
        }

        for (var place = 0; place < digits; place++)
        {
            sum = (sum * 10) + (place < fraction.Length ? fraction[place] - '0' : 0);
        }

        units = negative ? -sum : sum;
        return null;
    }

    /// <summary>An amount as shops write it, <c>12.90</c>.</summary>
    /// <param name="minor">Minor units.</param>
    /// <param name="digits">How many digits the minor unit has.</param>
    public static string Text(long minor, int digits)
    {
        var number = Int128.Abs(minor).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (minor < 0 ? "-" : "") + (digits == 0 ? number : $"{number[..^digits]}.{number[^digits..]}");
    }

    /// <summary>The rate whose tax inside an amount is nearest to the tax the shop took.</summary>
    /// <param name="grossMinor">The amount, tax included.</param>
    /// <param name="taxMinor">The tax the shop took.</param>
    /// <param name="said">The rate as the shop names it, hundredths of a percent; it is taken where no other fits better. Null where it names none.</param>
    public static int TaxBasisPoints(long grossMinor, long taxMinor, int? said)
    {
        var netMinor = grossMinor - taxMinor;
        var fitting = netMinor <= 0 || taxMinor <= 0 ? 0 : (int)Math.Min(10_000, Rounding.HalfAwayFromZero((Int128)taxMinor * 10_000, netMinor));
        return said is >= 0 and <= 10_000 && Gap(said.Value) <= Gap(fitting) ? said.Value : fitting;

        long Gap(int rate) => Math.Abs(grossMinor - Rounding.HalfAwayFromZero((Int128)grossMinor * 10_000, 10_000 + rate) - taxMinor);
    }
}
