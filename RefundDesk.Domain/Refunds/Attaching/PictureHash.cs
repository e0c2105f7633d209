using System.Globalization;
using System.Numerics;

namespace RefundDesk.Domain.Refunds.Attaching;

/// <summary>
/// How a picture looks, so that it is known again when it was made smaller, saved anew or lost what was written inside it. Two difference hashes of
/// its brightness: a coarse one of 64 bits, by which candidates are found over an index, and a fine one of 256 bits, by which they are confirmed.
/// </summary>
/// <param name="Coarse">64 bits.</param>
/// <param name="Fine">256 bits, 64 lower-case hexadecimal digits.</param>
public sealed record PictureHash(ulong Coarse, string Fine)
{
    /// <summary>In how many of the 64 bits two pictures may differ. With three, one of the four quarters is always equal: that is what the index finds.</summary>
    public const int MostCoarse = 3;

    /// <summary>In how many of the 256 bits they may differ.</summary>
    public const int MostFine = 24;

    /// <summary>How many hexadecimal digits the fine one has.</summary>
    public const int FineDigits = 64;

    /// <summary>The four quarters of the coarse one, 0 to 65,535.</summary>
    public IReadOnlyList<int> Parts => [(int)(Coarse >> 48), (int)((Coarse >> 32) & 0xFFFF), (int)((Coarse >> 16) & 0xFFFF), (int)(Coarse & 0xFFFF)];

    /// <summary>As it is stored.</summary>
    public static PictureHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PictureHash(ulong.Parse(text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), text[16..]);
    }

    /// <summary>True where both show the same.</summary>
    public bool IsLike(PictureHash other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return BitOperations.PopCount(Coarse ^ other.Coarse) <= MostCoarse && FineDistance(other) <= MostFine;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Coarse:x16}{Fine}");

    private int FineDistance(PictureHash other) => Convert.FromHexString(Fine).Zip(Convert.FromHexString(other.Fine), (a, b) => BitOperations.PopCount((uint)(a ^ b))).Sum();
}
