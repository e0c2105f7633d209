using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Portal;

/// <summary>The files of a form, as they came over the wire.</summary>
internal static class SentFiles
{
    /// <summary>The name of the field.</summary>
    public const string Field = "Files";

    /// <summary>What a browser offers to choose; what comes is looked into all the same.</summary>
    public const string Accept = "image/jpeg,image/png,image/webp,application/pdf";

    /// <summary>Reads them; no more of one than a byte above what is taken.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">How much may come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<ReceivedFile>> ReadAsync(HttpRequest request, AttachmentLimits limits, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return [];
        }

        var files = new List<ReceivedFile>();

        // A field nobody chose anything in comes as a file of no name and no bytes.
        foreach (var file in (await request.ReadFormAsync(cancellationToken)).Files.Where(file => file.Name == Field && (file.FileName.Length > 0 || file.Length > 0)).Take(limits.FilesOfCase + 1))
        {
            await using var content = file.OpenReadStream();
            var bytes = new byte[Math.Min(file.Length, limits.BytesEach + 1)];
            await content.ReadExactlyAsync(bytes, cancellationToken);
            files.Add(new ReceivedFile(file.FileName, bytes));
        }

        return files;
    }
}
