using Microsoft.Net.Http.Headers;

namespace RefundDesk.Web.Components.Shared;

/// <summary>What somebody else sent, as an answer that can do nothing in the browser.</summary>
internal static class SafeFile
{
    /// <summary>Nothing runs, loads or is framed, and the document has an origin of its own.</summary>
    private const string ContentPolicy = "default-src 'none'; sandbox";

    /// <summary>The answer.</summary>
    /// <param name="context">Its headers are set.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What it is called when it is kept.</param>
    /// <param name="mediaType">What it was found to be.</param>
    /// <param name="isShown">Whether the browser shows it; else it is kept.</param>
    public static IResult Answer(HttpContext context, byte[] bytes, string name, string mediaType, bool isShown)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var disposition = new ContentDispositionHeaderValue(isShown ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        headers.ContentDisposition = disposition.ToString();
        return Results.Bytes(bytes, mediaType);
    }
}
