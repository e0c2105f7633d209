using System.Net.Mime;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Api;

/// <summary>Reads the files of a call, a part at a time; it stops where a file is larger or there are more than may be.</summary>
internal static class SentAttachments
{
    private const int LongestBoundary = 200;

    private static readonly Refusal TooLarge = new("request.too-large", "The body is larger than a call may be: send the files one by one.");
    private static readonly Refusal Broken = new("request.multipart", "The body is no whole multipart/form-data: it ends within a part, or its boundary is missing.");
    private static readonly Refusal Type = new("request.type", "Send multipart/form-data with a part a file, or one file as image/jpeg, image/png, image/webp, application/pdf or application/octet-stream.");

    /// <summary>Reads them.</summary>
    /// <param name="request">The call.</param>
    /// <param name="name">What a file that is the whole body is called.</param>
    /// <param name="limits">How much may come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The files; or <c>request.type</c>, <c>request.multipart</c>, <c>request.part</c>, <c>request.too-large</c>, <c>attachment.too-large</c>, <c>attachment.too-many</c>.</returns>
    public static async Task<Outcome<IReadOnlyList<ReceivedFile>>> ReadAsync(HttpRequest request, string? name, AttachmentLimits limits, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return Type;
        }

        try
        {
            return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? await PartsAsync(request, type, limits, cancellationToken)
                : type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals(MediaTypeNames.Application.Pdf, StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals(MediaTypeNames.Application.Octet, StringComparison.OrdinalIgnoreCase)
                    ? await WholeAsync(request.Body, name ?? "file", limits, cancellationToken) is { Succeeded: true, Value: var one } ? (ReceivedFile[])[one] : AttachmentRefusals.TooLarge(name ?? "file", limits.BytesEach)
                : Type;
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge;
        }
        catch (IOException)
        {
            // What the reader of multipart bodies throws for one that ends within a part; a caller that went away gets no answer anyway.
            return Broken;
        }
    }

    private static async Task<Outcome<IReadOnlyList<ReceivedFile>>> PartsAsync(HttpRequest request, MediaTypeHeaderValue type, AttachmentLimits limits, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrWhiteSpace(boundary) || boundary.Length > LongestBoundary)
        {
            return Broken;
        }

        var files = new List<ReceivedFile>();
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
        {
            if (part.GetContentDispositionHeader() is not { } disposition || NameOf(disposition) is not { } name)
            {
                return new Refusal("request.part", $"A part is no file: each has a filename. This is part {files.Count + 1}.");
            }

            if (files.Count == limits.FilesOfCase)
            {
                return AttachmentRefusals.TooMany(limits);
            }

            var file = await WholeAsync(part.Body, name, limits, cancellationToken);
            if (!file.Succeeded)
            {
                return file.Refusal;
            }

            files.Add(file.Value);
        }

        return files;
    }

    private static string? NameOf(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName) is { HasValue: true } name ? HeaderUtilities.RemoveQuotes(name).Value : null;

    private static async Task<Outcome<ReceivedFile>> WholeAsync(Stream content, string name, AttachmentLimits limits, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[65_536];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + read > limits.BytesEach)
            {
                return AttachmentRefusals.TooLarge(name, limits.BytesEach);
            }

            bytes.Write(buffer, 0, read);
        }

        return new ReceivedFile(name, bytes.ToArray());
    }
}
