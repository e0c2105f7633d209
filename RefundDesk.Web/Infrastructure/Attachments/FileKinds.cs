namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>What a file begins like.</summary>
internal enum FileContent
{
    Unknown,
    Jpeg,
    Png,
    WebP,
    Heic,
    Pdf,
}

/// <summary>Tells files by their first bytes.</summary>
internal static class FileKinds
{
    public static FileContent Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? FileContent.Jpeg
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? FileContent.Png
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? FileContent.WebP
        : bytes.Length > 12 && bytes[4..].StartsWith("ftyp"u8) && IsHeic(bytes[8..12]) ? FileContent.Heic
        : bytes.StartsWith("%PDF-"u8) ? FileContent.Pdf
        : FileContent.Unknown;

    /// <summary>A mail begins with a header: a name of visible characters, a colon; and it is text.</summary>
    public static bool IsMail(ReadOnlySpan<byte> bytes)
    {
        var colon = bytes.IndexOf((byte)':');
        return colon is > 0 and < 80 && !bytes[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~') && !bytes.Contains((byte)0);
    }

    private static bool IsHeic(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
}
