using System.Collections.Concurrent;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Components;

/// <summary>
/// Guards connections that stay open: only pages of our own may open one, and nobody opens them without end. The framework limits
/// neither, and each circuit holds memory on the server.
/// </summary>
/// <remarks>Counted for each process; a person with many tabs has a few, a runaway script has thousands.</remarks>
internal sealed class OpenConnections
{
    /// <summary>The most one person has open at a time.</summary>
    public const int EachAtMost = 24;

    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Lets a request pass, or answers 403 to other sites and 429 to who has too many open.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (!StaysOpen(context))
        {
            await next(context);
        }
        else if (IsFromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (IsWebSocket(context.Request) && context.User.FindFirst(DeskClaims.UserId)?.Value is { } person)
        {
            await CountAsync(person, context, next);
        }
        else
        {
            await next(context);
        }
    }

    private async Task CountAsync(string person, HttpContext context, RequestDelegate next)
    {
        try
        {
            if (_open.AddOrUpdate(person, 1, (_, open) => open + 1) > EachAtMost)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            await next(context);
        }
        finally
        {
            _open.AddOrUpdate(person, 0, (_, open) => open - 1);
            _open.TryRemove(KeyValuePair.Create(person, 0));
        }
    }

    private static bool StaysOpen(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/_blazor") || context.Request.Path.StartsWithSegments("/hubs") || IsWebSocket(context.Request);

    /// <summary>Read from the request itself: the framework's answer is there only after its middleware, which runs at the endpoint.</summary>
    private static bool IsWebSocket(HttpRequest request) =>
        string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase) || HttpMethods.IsConnect(request.Method);

    /// <summary>A browser names the site whose page opened the connection; other callers name none and bring no cookies of a person.</summary>
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && (!Uri.TryCreate(origin, UriKind.Absolute, out var site) || !string.Equals(site.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Puts the guard into the pipeline.</summary>
internal static class OpenConnectionsRegistration
{
    public static void UseOpenConnections(this IApplicationBuilder app)
    {
        var guard = app.ApplicationServices.GetRequiredService<OpenConnections>();
        app.Use(next => context => guard.GuardAsync(context, next));
    }
}
