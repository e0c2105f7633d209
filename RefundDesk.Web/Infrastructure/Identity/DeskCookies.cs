using Microsoft.AspNetCore.Authentication.Cookies;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>
/// Names the cookie <c>__Host-…</c> wherever the request came over https: browsers then refuse it from any other host or path. Over
/// plain http (a trial on one's own machine) such a name would be refused, so the bare one is used.
/// </summary>
internal sealed class DeskCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}
