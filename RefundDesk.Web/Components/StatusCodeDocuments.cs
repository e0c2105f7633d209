namespace RefundDesk.Web.Components;

/// <summary>People of the desk get a page where nothing was found; customers have one of their own, and systems get the bare status or what their endpoint wrote.</summary>
internal static class StatusCodeDocuments
{
    public static void UseDocumentsForStatusCodes(this IApplicationBuilder app) =>
        app.UseWhen(context => !IsForSystems(context.Request.Path), pages => pages.UseStatusCodePagesWithReExecute("/not-found"));

    private static bool IsForSystems(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/hooks") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/health")
        || path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/r") || path.StartsWithSegments("/account/alive");
}
