using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>Six digits, and what is kept of them.</summary>
internal static class OneTimeCode
{
    /// <summary>As many as fit into somebody's head.</summary>
    public const int Digits = 6;

    // Six digits are few: whoever steals the table must not be done with all of them within the minutes that one lives.
    private const int Stretches = 100_000;

    /// <summary>One that nobody can foresee.</summary>
    public static string Fresh() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>What is kept of a code.</summary>
    public static string HashOf(Guid ask, string code) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(code, ask.ToByteArray(), Stretches, HashAlgorithmName.SHA256, 32));

    /// <summary>What an address or a postcode is told by: of this one question alone, so that two questions of one person do not show as such.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="proof">As typed, or as the order has it: a postcode counts without spaces and hyphens.</param>
    public static string HashOfProof(Guid ask, string proof)
    {
        var same = proof.Contains('@', StringComparison.Ordinal) ? proof.Trim() : string.Concat(proof.Where(char.IsLetterOrDigit));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ask:N} {same.ToUpperInvariant()}")));
    }

    /// <summary>Compares without telling by the time it takes how much was right.</summary>
    public static bool IsSame(string hash, string? other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other ?? new string('-', hash.Length)));
}
