namespace RefundDesk.Web.Components;

/// <summary>What every answer tells the browser about how far to trust it.</summary>
internal static class DocumentHeaders
{
    /// <summary>
    /// Scripts only from files of ours. Styles also inline: MudBlazor places its popovers and writes its theme that way.
    /// </summary>
    public const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The policy for one answer whose own inline scripts carry a nonce.</summary>
    public static string WithNonce(string nonce) => ContentPolicy.Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal);

    public static void UseDocumentHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("Content-Security-Policy", ContentPolicy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");

            // Nothing a person saw signed in is left in a shared browser.
            if (context.User.Identity?.IsAuthenticated == true && !headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal) && context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
