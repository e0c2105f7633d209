using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>Tells what a file is by its first bytes and by really reading it. A picture is decoded and written anew: nothing of the file that came is kept.</summary>
internal sealed class FileIntake(IOptions<AttachmentOptions> options) : IFileIntake, IDisposable
{
    // A decoded picture takes four bytes a pixel: two at once are what a small machine has room for.
    private readonly SemaphoreSlim _turns = new(2);

    /// <inheritdoc />
    public AttachmentLimits Limits => new(options.Value.BytesEach, options.Value.FilesOfCase, options.Value.BytesOfCase);

    /// <inheritdoc />
    public async Task<Outcome<IReadOnlyList<PreparedFile>>> PrepareAsync(IReadOnlyList<ReceivedFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0)
        {
            return AttachmentRefusals.None;
        }

        if (files.Count > Limits.FilesOfCase)
        {
            return AttachmentRefusals.TooMany(Limits);
        }

        // What is simply too much is said before anything is decoded.
        foreach (var file in files)
        {
            if (file.Bytes.IsEmpty)
            {
                return AttachmentRefusals.Empty(file.Name);
            }

            // How large a mail may be is said where mailboxes are read; what is in it is measured by itself.
            if (!file.IsMail && file.Bytes.Length > Limits.BytesEach)
            {
                return AttachmentRefusals.TooLarge(file.Name, Limits.BytesEach);
            }
        }

        var prepared = new PreparedFile[files.Count];
        for (var i = 0; i < files.Count; i++)
        {
            var one = await OneAsync(files[i], cancellationToken);
            if (!one.Succeeded)
            {
                return one.Refusal;
            }

            prepared[i] = one.Value;
        }

        return prepared;
    }

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    private async Task<Outcome<PreparedFile>> OneAsync(ReceivedFile file, CancellationToken cancellationToken)
    {
        if (file.IsMail)
        {
            return Mail(file);
        }

        switch (FileKinds.Of(file.Bytes.Span))
        {
            case FileContent.Jpeg or FileContent.Png or FileContent.WebP:
                await _turns.WaitAsync(cancellationToken);
                try
                {
                    return await Task.Run(() => new PictureReader(options.Value).Read(file), cancellationToken);
                }
                finally
                {
                    _turns.Release();
                }

            case FileContent.Pdf:
                return PdfCheck.FaultOf(file) is { } fault ? fault : AsItCame(file, AttachmentKind.Pdf, "application/pdf", FileNames.Clean(file.Name, ".pdf", "document"));
            case FileContent.Heic:
                return AttachmentRefusals.Heic(file.Name);
            default:
                return AttachmentRefusals.Type(file.Name);
        }
    }

    private static Outcome<PreparedFile> Mail(ReceivedFile file) => FileKinds.IsMail(file.Bytes.Span)
        ? AsItCame(file, AttachmentKind.Mail, "message/rfc822", FileNames.Clean(file.Name, ".eml", "mail"))
        : AttachmentRefusals.Unreadable(file.Name);

    private static PreparedFile AsItCame(ReceivedFile file, AttachmentKind kind, string mediaType, string name)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span));
        return new PreparedFile(kind, mediaType, name, file.Bytes, hash, hash, null);
    }
}
