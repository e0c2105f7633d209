using System.Globalization;
using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds.Attaching;

/// <summary>Why a file is not taken. Codes are stable; each names the file.</summary>
public static class AttachmentRefusals
{
    /// <summary>No file came.</summary>
    public static Refusal None { get; } = new("attachment.none", "Send at least one file.");

    /// <summary>There is no such attachment in reach.</summary>
    public static Refusal NotFound { get; } = new("attachment.not-found", "There is no such attachment.");

    /// <summary>Nothing is added to a refund that has ended.</summary>
    public static Refusal Ended { get; } = new("attachment.ended", "This refund has ended: nothing is added to it any more.");

    /// <summary>The bytes are not where they were put.</summary>
    public static Refusal Lost { get; } = new("attachment.lost", "The content of this attachment cannot be read or is not what was stored; the desk's operator must look.");

    /// <summary>A file of nothing.</summary>
    public static Refusal Empty(string name) => new("attachment.empty", $"{Called(name)} is empty.");

    /// <summary>Too many bytes.</summary>
    public static Refusal TooLarge(string name, long most) => new("attachment.too-large", string.Create(CultureInfo.InvariantCulture, $"{Called(name)} is larger than {Megabytes(most)} MB."));

    /// <summary>Too many files, or too many bytes together.</summary>
    public static Refusal TooMany(AttachmentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new("attachment.too-many", string.Create(CultureInfo.InvariantCulture, $"A refund takes at most {limits.FilesOfCase} files of together {Megabytes(limits.BytesOfCase)} MB; nothing was added."));
    }

    /// <summary>Neither a picture nor a PDF, whatever its name says.</summary>
    public static Refusal Type(string name) => new("attachment.type", $"{Called(name)} is neither a JPEG, PNG or WebP picture nor a PDF.");

    /// <summary>A kind of picture that is not taken.</summary>
    public static Refusal Heic(string name) => new("attachment.heic", $"{Called(name)} is a HEIC picture: send it as JPEG, PNG or WebP.");

    /// <summary>It begins like one and cannot be read to its end.</summary>
    public static Refusal Unreadable(string name) => new("attachment.unreadable", $"{Called(name)} is damaged or cut short and cannot be read.");

    /// <summary>Too many pixels.</summary>
    public static Refusal Pixels(string name, int most) => new("attachment.pixels", string.Create(CultureInfo.InvariantCulture, $"{Called(name)} has more than {most} megapixels."));

    /// <summary>Something in it runs or opens something.</summary>
    public static Refusal PdfActive(string name, string what) => new("attachment.pdf-active", $"{Called(name)} has {what} in it: send it without, or as pictures.");

    /// <summary>It cannot be looked into.</summary>
    public static Refusal PdfProtected(string name) => new("attachment.pdf-protected", $"{Called(name)} is encrypted: send it without a password.");

    private static string Called(string name) => $"“{FileNames.Shown(name)}”";

    private static string Megabytes(long bytes) => (bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture);
}
