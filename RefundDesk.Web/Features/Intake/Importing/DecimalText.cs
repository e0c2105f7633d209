using System.Globalization;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>A number as written, exact: <paramref name="Unscaled"/> / 10^<paramref name="Scale"/>.</summary>
/// <param name="Unscaled">All digits, with the sign.</param>
/// <param name="Scale">Digits behind the decimal separator, 0 to 9.</param>
public readonly record struct DecimalText(long Unscaled, int Scale)
{
    private const int MostDigits = 18;
    private const int MostScale = 9;

    /// <summary>What the unscaled number is divided by.</summary>
    public long Divisor => PowerOfTen(Scale);

    /// <summary>Reads a number; null where it is none, or has more than 18 digits or 9 behind the separator.</summary>
    public static DecimalText? Parse(ReadOnlySpan<char> text, char decimalSeparator, char? groupSeparator)
    {
        long unscaled = 0;
        int digits = 0, scale = -1;
        var negative = text is ['-', ..];
        text = text is ['-' or '+', ..] ? text[1..] : text;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                unscaled = (unscaled * 10) + (c - '0');
                scale += scale >= 0 ? 1 : 0;
                if (++digits > MostDigits || scale > MostScale)
                {
                    return null;
                }
            }
            else if (c == decimalSeparator && scale < 0)
            {
                scale = 0;
            }
            else if (c != groupSeparator || scale >= 0 || digits == 0)
            {
                return null;
            }
        }

        return digits == 0 ? null : new DecimalText(negative ? -unscaled : unscaled, Math.Max(scale, 0));
    }

    /// <summary>The number where it is whole; null where it is not.</summary>
    public long? Whole => Unscaled % Divisor == 0 ? Unscaled / Divisor : null;

    /// <summary>The number times two others, rounded once, half away from zero.</summary>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public long Times(long factor, long other) => Domain.Finance.Rounding.HalfAwayFromZero(checked((Int128)Unscaled * factor * other), Divisor);

    /// <summary>Below zero where it is the smaller one, zero where both are the same number.</summary>
    public int CompareTo(DecimalText other) => ((Int128)Unscaled * other.Divisor).CompareTo((Int128)other.Unscaled * Divisor);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Unscaled}/{Divisor}");

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
