using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Accounts, sessions and who may do what.</summary>
internal static class IdentityRegistration
{
    public static IServiceCollection AddDeskIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeskAuthenticationOptions>().BindConfiguration(DeskAuthenticationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeskAuthenticationOptions>, DeskAuthenticationOptionsCheck>();
        services.AddSingleton<SessionRules>();
        services.AddScoped<RequestHolder>();
        services.AddScoped<ICurrentUser, SignedInUser>();
        services.AddHttpContextAccessor();
        AddKeys(services);
        AddAccounts(services);
        AddSessions(services, configuration);
        AddPermissions(services);
        return services;
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("RefundDesk");

        // It warns at every first start that keys on disk are not encrypted: the folder is this account's alone.
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(found => new ConfigureOptions<KeyManagementOptions>(keys =>
            keys.XmlRepository = new FileSystemXmlRepository(KeysFolder.Open(found.GetRequiredService<IConfiguration>()), found.GetRequiredService<ILoggerFactory>())));
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddIdentityCore<DeskUser>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = 12;
                identity.Password.RequiredUniqueChars = 5;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.AllowedForNewUsers = true;
                identity.Tokens.AuthenticatorIssuer = "RefundDesk";
            })
            .AddEntityFrameworkStores<RefundDeskDbContext>()
            .AddSignInManager<DeskSignInManager>()
            .AddClaimsPrincipalFactory<DeskClaimsFactory>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<SingleUseCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddOptions<IdentityOptions>().Configure<IOptions<DeskAuthenticationOptions>>((identity, desk) =>
        {
            identity.Lockout.MaxFailedAccessAttempts = desk.Value.WrongTriesUntilLocked;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(desk.Value.LockedMinutes);
        });
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // A passkey stands for password and second factor together, so the device has to know who holds it.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
        services.Configure<DataProtectionTokenProviderOptions>(links => links.TokenLifespan = TimeSpan.FromHours(72));
    }

    private static void AddSessions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAuthentication>();
        services.AddScoped<DeskCookieEvents>();
        var authentication = services.AddAuthentication(schemes =>
        {
            schemes.DefaultScheme = IdentityConstants.ApplicationScheme;
            schemes.DefaultSignInScheme = IdentityConstants.ExternalScheme;
        });
        authentication.AddIdentityCookies();
        if (Enum.TryParse<IdentityProvider>(configuration[$"{DeskAuthenticationOptions.Section}:{nameof(DeskAuthenticationOptions.Provider)}"], ignoreCase: true, out var provider)
            && provider == IdentityProvider.EntraId)
        {
            authentication.AddEntraId(configuration);
        }

        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IOptions<DeskAuthenticationOptions>>((cookie, desk) =>
        {
            cookie.Cookie.Name = "desk";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.CookieManager = new DeskCookies();
            cookie.ExpireTimeSpan = TimeSpan.FromHours(desk.Value.IdleHours);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/access-denied";
            cookie.EventsType = typeof(DeskCookieEvents);
        });
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<DeskAuthenticationOptions>, TimeProvider>((stamp, desk, time) =>
        {
            stamp.ValidationInterval = TimeSpan.FromSeconds(desk.Value.RevalidationSeconds);
            stamp.TimeProvider = time;
            stamp.OnRefreshingPrincipal = refreshed =>
            {
                if (refreshed.CurrentPrincipal?.FindFirst(DeskClaims.Since) is { } since)
                {
                    ((ClaimsIdentity)refreshed.NewPrincipal!.Identity!).AddClaim(new Claim(since.Type, since.Value));
                }

                return Task.CompletedTask;
            };
        });
    }

    private static void AddPermissions(IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            policies.AddPolicy(permission.ToString(), policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => DeskClaims.PrincipalOf(asked.User).May(permission)));
        }
    }

    /// <summary>Says to the request's scope which request it is; the first thing in the pipeline.</summary>
    public static void UseRequestHolder(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<RequestHolder>().Context = context;
        return next(context);
    });
}
