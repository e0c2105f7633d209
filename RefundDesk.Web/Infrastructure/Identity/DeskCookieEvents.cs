using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Ends sessions after their fixed time, checks the account behind them, and answers systems with a status instead of a page.</summary>
internal sealed class DeskCookieEvents(SessionRules rules) : CookieAuthenticationEvents
{
    public override Task SigningIn(CookieSigningInContext context)
    {
        // A session that is only renewed (another password, a second factor) keeps its beginning.
        var before = context.HttpContext.User;
        var since = before.FindFirstValue(DeskClaims.UserId) == context.Principal?.FindFirstValue(DeskClaims.UserId) ? before.FindFirstValue(DeskClaims.Since) : null;
        SetSince(context.Principal!, since ?? rules.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (rules.IsOver(context.Principal))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Redirect(context, StatusCodes.Status401Unauthorized);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => Redirect(context, StatusCodes.Status403Forbidden);

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hooks") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/_blazor") || path == "/account/alive")
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    private static void SetSince(ClaimsPrincipal principal, string since)
    {
        if (!principal.HasClaim(claim => claim.Type == DeskClaims.Since))
        {
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(DeskClaims.Since, since));
        }
    }
}
