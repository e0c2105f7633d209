using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RefundDesk.Domain.Refunds;

/// <summary>
/// What people and systems call a case: <c>RD-7K3M-9QX2</c>. Seven random characters of Crockford's base 32 (35 bits) and a check
/// character by the Luhn algorithm modulo 32, so that it cannot be counted and a mistyped one is noticed.
/// </summary>
public readonly record struct RefundNumber : IComparable<RefundNumber>
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 8;

    private RefundNumber(string value) => Value = value;

    /// <summary>As stored: 8 characters without prefix and hyphens.</summary>
    public string Value { get; }

    /// <summary>Before another, by its characters.</summary>
    public static bool operator <(RefundNumber left, RefundNumber right) => left.CompareTo(right) < 0;

    /// <summary>After another, by its characters.</summary>
    public static bool operator >(RefundNumber left, RefundNumber right) => left.CompareTo(right) > 0;

    /// <summary>Not after another.</summary>
    public static bool operator <=(RefundNumber left, RefundNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Not before another.</summary>
    public static bool operator >=(RefundNumber left, RefundNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Makes a number of random bits; a clash is met by the unique index and tried again by the caller.</summary>
    /// <param name="random">Random bits; the lowest 35 are used.</param>
    public static RefundNumber FromRandom(ulong random)
    {
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length - 1; i++)
        {
            text[i] = Alphabet[(int)(random & 31)];
            random >>= 5;
        }

        text[Length - 1] = Check(text[..(Length - 1)]);
        return new RefundNumber(new string(text));
    }

    /// <summary>Reads a number as people write it: with or without <c>RD-</c>, hyphens and spaces; O is 0, I and L are 1.</summary>
    /// <returns>False where the length, a character or the check character is wrong.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RefundNumber number)
    {
        number = default;
        if (text is null)
        {
            return false;
        }

        // The prefix is told from a number that begins with RD by what follows it, or by the length.
        var written = text.Trim().ToUpperInvariant();
        var compact = string.Concat(written.Where(c => !IsSeparator(c)));
        if (compact.StartsWith("RD", StringComparison.Ordinal) && (compact.Length == Length + 2 || (written.Length > 2 && IsSeparator(written[2]))))
        {
            compact = compact[2..];
        }

        compact = compact.Replace('O', '0').Replace('I', '1').Replace('L', '1');
        if (compact.Length != Length || compact.Any(c => !Alphabet.Contains(c, StringComparison.Ordinal)) || Check(compact.AsSpan(0, Length - 1)) != compact[^1])
        {
            return false;
        }

        number = new RefundNumber(compact);
        return true;
    }

    /// <summary>Reads a stored value; it was checked when it was made.</summary>
    public static RefundNumber FromStored(string value) => new(value);

    /// <inheritdoc />
    public int CompareTo(RefundNumber other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>As people read it: <c>RD-7K3M-9QX2</c>.</summary>
    public override string ToString() => Value is null ? "RD-" : $"RD-{Value[..4]}-{Value[4..]}";

    private static bool IsSeparator(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation;

    private static char Check(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = Alphabet.IndexOf(text[text.Length - 1 - i], StringComparison.Ordinal) * (i % 2 == 0 ? 2 : 1);
            sum += (digit / Alphabet.Length) + (digit % Alphabet.Length);
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }
}
