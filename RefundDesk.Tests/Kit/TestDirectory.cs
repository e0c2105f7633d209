using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// A directory that speaks OpenID Connect as Microsoft Entra ID does: authorization code with PKCE, app roles in <c>roles</c>, the
/// account in <c>oid</c>. It asks nothing and signs in whoever <see cref="Person"/> says.
/// </summary>
internal sealed class TestDirectory : IAsyncDisposable
{
    public const string ClientId = "refunddesk";
    public const string ClientSecret = "the application's secret";

    private readonly WebApplication _app;

    private TestDirectory(WebApplication app) => _app = app;

    /// <summary>The issuer.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Who signs in next.</summary>
    public DirectoryPerson Person { get; set; } = new("7c1f", "Dora Directory", "dora@contoso.example", ["Agent"]);

    /// <summary>The configuration of a desk that uses it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Authentication:Provider"] = "EntraId",
        ["Authentication:EntraId:Authority"] = Address,
        ["Authentication:EntraId:ClientId"] = ClientId,
        ["Authentication:EntraId:ClientSecret"] = ClientSecret,
    };

    public static async Task<TestDirectory> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/logout");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess);
            server.EnableDegradedMode().AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(asked =>
            {
                if (asked.ClientId != ClientId)
                {
                    asked.Reject(Errors.InvalidClient);
                }

                return ValueTask.CompletedTask;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(asked =>
            {
                if (asked.ClientId != ClientId || asked.ClientSecret != ClientSecret)
                {
                    asked.Reject(Errors.InvalidClient);
                }

                return ValueTask.CompletedTask;
            }));
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => ValueTask.CompletedTask));
        });
        var app = builder.Build();
        var directory = new TestDirectory(app);
        app.UseAuthentication();
        app.MapGet("/connect/authorize", directory.SignIn);
        app.MapGet("/connect/logout", () => Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return directory;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult SignIn(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var identity = new ClaimsIdentity("directory", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, "pairwise-" + Person.ObjectId).SetClaim("oid", Person.ObjectId);
        identity.SetClaim(Claims.Name, Person.Name).SetClaim(Claims.PreferredUsername, Person.Email);
        foreach (var role in Person.Roles)
        {
            identity.AddClaim(new Claim("roles", role));
        }

        if (Person.Client is not null)
        {
            identity.SetClaim("extension_client", Person.Client);
        }

        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}

/// <summary>What the directory says of a person.</summary>
internal sealed record DirectoryPerson(string ObjectId, string Name, string Email, string[] Roles, string? Client = null);
