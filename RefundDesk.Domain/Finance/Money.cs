using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RefundDesk.Domain.Finance;

/// <summary>
/// A whole number of minor units in one currency. Arithmetic and comparison between two currencies throw:
/// mixing them is a defect, not an input error. Overflow throws too.
/// </summary>
public sealed record Money : IComparable<Money>
{
    private Money(long minor, Currency currency)
    {
        Minor = minor;
        Currency = currency;
    }

    /// <summary>The amount in minor units: 1299 is 12.99 EUR, 1299 JPY, 1.299 KWD. Negative is allowed.</summary>
    public long Minor { get; }

    /// <summary>The currency the minor units are of.</summary>
    public Currency Currency { get; }

    /// <summary>True for exactly nothing.</summary>
    public bool IsZero => Minor == 0;

    /// <summary>True above zero.</summary>
    public bool IsPositive => Minor > 0;

    /// <summary>An amount of minor units.</summary>
    public static Money Of(long minor, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return new Money(minor, currency);
    }

    /// <summary>Nothing, in this currency.</summary>
    public static Money Zero(Currency currency) => Of(0, currency);

    /// <summary>Sum of two amounts of one currency.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.SameAs(left).Minor), left.Currency);

    /// <summary>Difference of two amounts of one currency.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.SameAs(left).Minor), left.Currency);

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money amount) => new(checked(-amount.Minor), amount.Currency);

    /// <summary>Less than, within one currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>More than, within one currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Not more than, within one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Not less than, within one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The named form of <c>+</c>.</summary>
    public Money Add(Money other) => this + other;

    /// <summary>The named form of the binary <c>-</c>.</summary>
    public Money Subtract(Money other) => this - other;

    /// <summary>The named form of the unary <c>-</c>.</summary>
    public Money Negate() => -this;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <inheritdoc />
    public int CompareTo(Money? other) => other is null ? 1 : Minor.CompareTo(other.SameAs(this).Minor);

    /// <summary>
    /// A share of the amount, rounded once, half away from zero (symmetric in sign), at the currency's exponent.
    /// </summary>
    /// <param name="basisPoints">Hundredths of a percent: 1 000 is 10 %.</param>
    public Money Share(int basisPoints) => new(Rounding.HalfAwayFromZero((Int128)Minor * basisPoints, 10_000), Currency);

    /// <summary>Splits the amount over weights, see <see cref="Allocation.Split"/>; the parts add up to the whole.</summary>
    public IReadOnlyList<Money> Allocate(IReadOnlyList<long> weights) =>
        [.. Allocation.Split(Minor, weights).Select(part => new Money(part, Currency))];

    /// <summary>The amount in major units as people read it, and the code: <c>1,112.99 EUR</c>. For findings, histories and mails, which hold in every language; files have <see cref="ToMajorString"/>.</summary>
    public override string ToString()
    {
        var plain = ToMajorString();
        var whole = Currency.Exponent == 0 ? plain : plain[..^(Currency.Exponent + 1)];
        var sign = whole.StartsWith('-') ? "-" : string.Empty;
        return $"{sign}{UInt128.Parse(whole.AsSpan(sign.Length), CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture)}{plain[whole.Length..]} {Currency.Code}";
    }

    /// <summary>The amount in major units, culture-neutral, without the code: <c>-12.99</c>.</summary>
    public string ToMajorString()
    {
        if (Currency.Exponent == 0)
        {
            return Minor.ToString(CultureInfo.InvariantCulture);
        }

        var digits = UInt128.CreateChecked(Int128.Abs(Minor)).ToString(CultureInfo.InvariantCulture).PadLeft(Currency.Exponent + 1, '0');
        return $"{(Minor < 0 ? "-" : string.Empty)}{digits[..^Currency.Exponent]}.{digits[^Currency.Exponent..]}";
    }

    /// <summary>
    /// Reads major units written with a dot and no grouping (<c>12.99</c>, <c>-3</c>). More digits than the currency has are
    /// accepted only when they are zeros: nothing is rounded silently. What does not fit a <c>long</c> is not read.
    /// </summary>
    public static bool TryParseMajor(ReadOnlySpan<char> text, Currency currency, [NotNullWhen(true)] out Money? money)
    {
        ArgumentNullException.ThrowIfNull(currency);
        money = null;
        var negative = text is ['-', ..];
        var unsigned = text is ['-' or '+', ..] ? text[1..] : text;
        var dot = unsigned.IndexOf('.');
        var whole = dot < 0 ? unsigned : unsigned[..dot];
        var fraction = dot < 0 ? [] : unsigned[(dot + 1)..].TrimEnd('0');
        var hasDigits = unsigned.Length > (dot < 0 ? 0 : 1);
        Int128 minor = 0;
        if (!hasDigits || fraction.Length > currency.Exponent || !TryAppend(ref minor, whole) || !TryAppend(ref minor, fraction))
        {
            return false;
        }

        for (var i = fraction.Length; i < currency.Exponent; i++)
        {
            minor *= 10;
        }

        minor = negative ? -minor : minor;
        if (minor < long.MinValue || minor > long.MaxValue)
        {
            return false;
        }

        money = new Money((long)minor, currency);
        return true;
    }

    /// <summary>Appends ASCII digits; false for anything else and for what is far out of reach, so that the product cannot overflow.</summary>
    private static bool TryAppend(ref Int128 number, ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit) || number > ulong.MaxValue)
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private Money SameAs(Money other) => ReferenceEquals(Currency, other.Currency)
        ? this
        : throw new InvalidOperationException($"An amount in {other.Currency} and one in {Currency} cannot be combined.");
}
