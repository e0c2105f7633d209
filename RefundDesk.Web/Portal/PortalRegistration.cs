using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Features.Access;
using RefundDesk.Web.Features.SelfService;
using RefundDesk.Web.Infrastructure.Identity;

namespace RefundDesk.Web.Portal;

/// <summary>The pages of the retailers' customers: who is let in, and in which language.</summary>
internal static class PortalRegistration
{
    private const string Root = "/r";
    private const string LanguageCookie = "portal-language";

    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddSingleton<PortalThrottle>();
        services.AddSingleton<TrackingLinks>();
        services.AddSingleton<ICustomerLinks>(found => found.GetRequiredService<TrackingLinks>());
        services.AddAuthentication().AddCookie(PortalVisit.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(PortalVisit.Scheme).Configure<IOptions<SelfServiceOptions>>((cookie, portal) =>
        {
            cookie.Cookie.Name = "portal";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.CookieManager = new DeskCookies();
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(portal.Value.VisitMinutes);
            cookie.SlidingExpiration = false;
            cookie.Events.OnRedirectToLogin = cookie.Events.OnRedirectToAccessDenied = ToTheBeginning;
        });
        services.AddAuthorizationBuilder().AddPolicy(PortalVisit.Policy, policy => policy.AddAuthenticationSchemes(PortalVisit.Scheme).RequireAuthenticatedUser().RequireClaim(DeskClaims.Order));
        return services;
    }

    /// <summary>The language of a customer's page: as chosen, else as the browser asks.</summary>
    public static void UsePortalLanguages(this IApplicationBuilder app) => app.UseWhen(context => context.Request.Path.StartsWithSegments(Root), pages => pages.UseRequestLocalization(languages =>
    {
        string[] all = [.. PortalText.Languages];
        languages.SetDefaultCulture(all[0]).AddSupportedCultures(all).AddSupportedUICultures(all);
        languages.ApplyCurrentCultureToResponseHeaders = true;
        languages.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = LanguageCookie, Options = languages }, new AcceptLanguageHeaderRequestCultureProvider { Options = languages }];
    }));

    public static void MapPortal(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Root + "/{clientKey}/language/{language}", (HttpContext context, string clientKey, string language, string? back) =>
    {
        if (PortalText.Languages.Contains(language, StringComparer.Ordinal))
        {
            var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language));
            context.Response.Cookies.Append(LanguageCookie, value, new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = Root, MaxAge = TimeSpan.FromDays(365) });
        }

        return Results.LocalRedirect(LocalAddress.Of(back ?? $"{Root}/{clientKey}"));
    }).AllowAnonymous();

    private static Task ToTheBeginning(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect($"{Root}/{Uri.EscapeDataString(context.Request.RouteValues["ClientKey"]?.ToString() ?? string.Empty)}");
        return Task.CompletedTask;
    }
}
