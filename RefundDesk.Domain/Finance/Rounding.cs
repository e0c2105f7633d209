namespace RefundDesk.Domain.Finance;

/// <summary>The one rounding used for money: half away from zero, symmetric in sign.</summary>
public static class Rounding
{
    /// <summary>Divides and rounds half away from zero: 5/2 is 3, -5/2 is -3.</summary>
    /// <param name="numerator">Any whole number; wide, so that a product of two amounts fits.</param>
    /// <param name="denominator">Above zero.</param>
    /// <returns>The nearest whole number.</returns>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public static long HalfAwayFromZero(Int128 numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        if (Int128.Abs(remainder) * 2 >= denominator)
        {
            quotient += numerator < 0 ? -1 : 1;
        }

        return checked((long)quotient);
    }
}
