using Microsoft.AspNetCore.Diagnostics;

namespace RefundDesk.Web.Components;

/// <summary>People of the desk get a page where nothing was found; customers have one of their own, and systems get the bare status or what their endpoint wrote.</summary>
internal static class StatusCodeDocuments
{
    public static void UseDocumentsForStatusCodes(this IApplicationBuilder app)
    {
        // Not in a branch: there the page's address would lead nowhere.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (IsForSystems(context.Request.Path) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
    }

    private static bool IsForSystems(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/hooks") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/health")
        || path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/r") || path.StartsWithSegments("/account/alive");
}
