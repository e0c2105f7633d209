using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds.Attaching;

/// <summary>A file as it came, from whoever sent it: nothing of it is believed.</summary>
/// <param name="Name">As the sender calls it.</param>
/// <param name="Bytes">Its content.</param>
public sealed record ReceivedFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>True where the file is the mail a request came by: it is kept as it is, and not looked at as a picture or document.</summary>
    public bool IsMail { get; init; }
}

/// <summary>A file that was looked into: what it is, and what is kept of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MediaType">As it is served.</param>
/// <param name="Name">The cleaned name, see <see cref="FileNames"/>.</param>
/// <param name="Bytes">What is kept: a picture without anything that was written inside it.</param>
/// <param name="ReceivedHash">SHA-256 of what came, lower-case hexadecimal.</param>
/// <param name="Hash">SHA-256 of what is kept.</param>
/// <param name="Look">How the picture looks; null for what is none, and for pictures of nothing.</param>
public sealed record PreparedFile(AttachmentKind Kind, string MediaType, string Name, ReadOnlyMemory<byte> Bytes, string ReceivedHash, string Hash, PictureHash? Look);

/// <summary>How much may come.</summary>
/// <param name="BytesEach">Bytes of one file as it comes.</param>
/// <param name="FilesOfCase">Files of one case.</param>
/// <param name="BytesOfCase">Bytes of all files of one case, as they are kept.</param>
public sealed record AttachmentLimits(long BytesEach, int FilesOfCase, long BytesOfCase);

/// <summary>Looks into files that come. What a file is, its content says; its name and what the sender claims are ignored.</summary>
public interface IFileIntake
{
    /// <summary>How much may come.</summary>
    AttachmentLimits Limits { get; }

    /// <summary>Looks into all of them; one that cannot be taken refuses all.</summary>
    /// <returns>
    /// The files in the same order; or <c>attachment.none</c>, <c>attachment.too-many</c>, <c>attachment.empty</c>, <c>attachment.too-large</c>, <c>attachment.type</c>,
    /// <c>attachment.heic</c>, <c>attachment.unreadable</c>, <c>attachment.pixels</c>, <c>attachment.pdf-active</c>, <c>attachment.pdf-protected</c>.
    /// </returns>
    Task<Outcome<IReadOnlyList<PreparedFile>>> PrepareAsync(IReadOnlyList<ReceivedFile> files, CancellationToken cancellationToken);
}
