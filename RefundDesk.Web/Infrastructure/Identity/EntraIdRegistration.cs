using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RefundDesk.Domain.Common;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Signing in by Microsoft Entra ID: code flow with PKCE, the same cookie and the same checks as for local accounts.</summary>
internal static class EntraIdRegistration
{
    /// <summary>The scheme's name; pages ask whether there is one of this name.</summary>
    public const string Scheme = "EntraId";

    public static void AddEntraId(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        var entra = configuration.GetSection(EntraIdOptions.Section).Get<EntraIdOptions>() ?? new EntraIdOptions();
        authentication.Services.AddScoped<EntraPeople>();
        authentication.AddMicrosoftIdentityWebApp(
            microsoft =>
            {
                microsoft.Instance = entra.Instance;
                microsoft.TenantId = entra.TenantId;
                microsoft.Authority = entra.Authority;
                microsoft.ClientId = entra.ClientId;
                microsoft.ClientSecret = entra.ClientSecret;
                microsoft.CallbackPath = entra.CallbackPath;
            },
            null,
            openIdConnectScheme: Scheme,
            cookieScheme: null);
        authentication.Services.Configure<OpenIdConnectOptions>(Scheme, oidc => Set(oidc, entra));
    }

    private static void Set(OpenIdConnectOptions oidc, EntraIdOptions entra)
    {
        oidc.SignInScheme = IdentityConstants.ApplicationScheme;
        oidc.ClientSecret = entra.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.AccessDeniedPath = "/access-denied";

        // The directory sends the browser back by GET, so these cookies need not follow foreign posts.
        oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        if (!string.IsNullOrWhiteSpace(entra.Authority))
        {
            oidc.Authority = entra.Authority;
            oidc.MetadataAddress = $"{entra.Authority.TrimEnd('/')}/.well-known/openid-configuration";
            oidc.RequireHttpsMetadata = !new Uri(entra.Authority).IsLoopback;

            // Microsoft's own issuer check knows Microsoft's clouds alone; the library's default compares with the metadata.
            oidc.TokenValidationParameters.IssuerValidator = null;
        }

        oidc.Events.OnTokenValidated = AdmitAsync;
        oidc.Events.OnRemoteFailure = failed =>
        {
            failed.HttpContext.RequestServices.GetRequiredService<ILogger<EntraPeople>>().LogWarning(failed.Failure, "A sign-in by the directory failed");
            failed.Response.Redirect("/sign-in?Refused=access.directory");
            failed.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static async Task AdmitAsync(TokenValidatedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var admitted = await services.GetRequiredService<EntraPeople>().AdmitAsync(context.Principal!, context.HttpContext.RequestAborted);
        if (!admitted.Succeeded)
        {
            Refuse(context, admitted.Refusal);
            return;
        }

        context.Principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<DeskUser>>().CreateAsync(admitted.Value);
    }

    private static void Refuse(TokenValidatedContext context, Refusal refusal)
    {
        context.HttpContext.RequestServices.GetRequiredService<ILogger<EntraPeople>>().LogWarning("A person of the directory was not admitted: {Code}", refusal.Code);
        context.Response.Redirect($"/sign-in?Refused={Uri.EscapeDataString(refusal.Code)}");
        context.HandleResponse();
    }
}
