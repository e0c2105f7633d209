using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace RefundDesk.Domain.Finance;

/// <summary>
/// A currency of ISO 4217 (list one of 2024-06-25, with XCG that came after it) with its exponent: how many decimal digits its minor unit has.
/// One instance exists per code, so references may be compared.
/// </summary>
/// <remarks>Gateways use their own exponents for some currencies; those live with the gateway, never here.</remarks>
public sealed class Currency : IEquatable<Currency>
{
    private const string TwoDigits =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
        + "CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
        + "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
        + "MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        + "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ThreeDigits = "BHD IQD JOD KWD LYD OMR TND";
    private const string FourDigits = "CLF UYW";

    private static readonly FrozenDictionary<string, Currency> ByCode = new[]
        {
            (NoDigits, 0), (TwoDigits, 2), (ThreeDigits, 3), (FourDigits, 4),
        }
        .SelectMany(group => group.Item1.Split(' ').Select(code => new Currency(code, group.Item2)))
        .ToFrozenDictionary(currency => currency.Code, StringComparer.Ordinal);

    private Currency(string code, int exponent)
    {
        Code = code;
        Exponent = exponent;
        MinorPerMajor = exponent switch { 0 => 1, 2 => 100, 3 => 1_000, _ => 10_000 };
    }

    /// <summary>All currencies with a minor unit, in no particular order.</summary>
    public static IEnumerable<Currency> All => ByCode.Values;

    /// <summary>Three capital letters, for example <c>EUR</c>.</summary>
    public string Code { get; }

    /// <summary>Decimal digits of the minor unit: JPY 0, EUR 2, KWD 3, CLF 4.</summary>
    public int Exponent { get; }

    /// <summary>How many minor units one major unit has: 10 to the power of <see cref="Exponent"/>.</summary>
    public long MinorPerMajor { get; }

    /// <summary>The currency of a code. An unknown code is a defect here; check foreign input with <see cref="TryOf"/>.</summary>
    /// <exception cref="ArgumentException">The code is not of ISO 4217.</exception>
    public static Currency Of(string code) =>
        TryOf(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not a currency code of ISO 4217.", nameof(code));

    /// <summary>Looks a code up; lower case is accepted, white space is not.</summary>
    public static bool TryOf(string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is { Length: 3 } && (ByCode.TryGetValue(code, out currency) || ByCode.TryGetValue(code.ToUpperInvariant(), out currency));
    }

    /// <inheritdoc />
    public bool Equals(Currency? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc />
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Code;
}
