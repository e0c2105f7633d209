using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>The codes of authenticator apps: RFC 6238 with SHA-1, steps of 30 seconds and six digits, which is what every app can do.</summary>
internal static class TimeSteps
{
    /// <summary>How many steps a phone's clock may be ahead or behind.</summary>
    public const int Tolerance = 2;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Digits = 6;
    private const int Modulus = 1_000_000;

    /// <summary>The step an instant lies in.</summary>
    public static long At(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / 30;

    /// <summary>
    /// The newest step around now whose code this is; null where there is none. The newest, because every older one is used up with it.
    /// </summary>
    /// <param name="key">The shared secret in base 32.</param>
    /// <param name="code">As typed, without spaces.</param>
    /// <param name="now">The server's time.</param>
    public static long? Find(string key, string code, DateTimeOffset now)
    {
        if (code.Length != Digits || !code.All(char.IsAsciiDigit) || Decode(key) is not { Length: > 0 } secret)
        {
            return null;
        }

        var typed = int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
        for (var step = At(now) + Tolerance; step >= At(now) - Tolerance; step--)
        {
            if (CodeOf(secret, step) == typed)
            {
                return step;
            }
        }

        return null;
    }

    private static int CodeOf(byte[] secret, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
#pragma warning disable CA5350 // The standard's hash; apps know no other.
        HMACSHA1.HashData(secret, message, hash);
#pragma warning restore CA5350
        return (int)((BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue) % Modulus);
    }

    /// <summary>The bytes of a text in base 32; null where it is none.</summary>
    private static byte[]? Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (held, bits) = (0, 0);
        foreach (var letter in text.TrimEnd('='))
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            held = ((held << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)((held >> bits) & 0xFF));
            }
        }

        return [.. bytes];
    }
}
