using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Components;
using RefundDesk.Web.Infrastructure.Identity;
using Scalar.AspNetCore;

namespace RefundDesk.Web.Api;

/// <summary>The API of the retailers' systems: keys, limits, its document and the page of it.</summary>
internal static class ApiRegistration
{
    /// <summary>Where it lives.</summary>
    public const string Root = "/api/v1";

    private const string Callers = "ApiCallers";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddMemoryCache();
        services.AddSingleton<KnownApiKeys>().AddScoped<RefundAtRest>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        services.AddAuthorizationBuilder().AddPolicy(Callers, policy => policy.AddAuthenticationSchemes(ApiKeyAuthentication.Name, IdentityConstants.ApplicationScheme).RequireAuthenticatedUser());
        services.AddRateLimiter(limits =>
        {
            limits.AddPolicy(Callers, context => Limit(context, context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value));
            limits.OnRejected = TooManyAsync;
        });
        // What is answered, and what the document says of both ways, is written as bodies are read.
        services.ConfigureHttpJsonOptions(json => ApiText.Strict(json.SerializerOptions));
        services.AddApiDocument();
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Root).DisableAntiforgery().RequireAuthorization(Callers).RequireRateLimiting(Callers).AddEndpointFilter(RefuseBadBodies).AddEndpointFilter(RefundEndpoints.OwnRequestsAlone);
        api.MapOrders();
        api.MapRefundRequests();
        api.MapRefundList();
        api.MapRefunds();
        api.MapReports();
        api.Map("/{**path}", () => ApiProblems.Of(new Refusal("request.path", "There is nothing at this address with this method; the document at /openapi/v1.json lists all there is."), StatusCodes.Status404NotFound)).ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/api/docs", Page).AllowAnonymous();
    }

    /// <summary>Nothing of the page comes from elsewhere, and its one inline script is allowed for this answer alone.</summary>
    private static void Page(ScalarOptions page, HttpContext context)
    {
        page.WithTitle("RefundDesk API").WithOpenApiRoutePattern("/openapi/v1.json").WithNonce().DisableAgent().DisableTelemetry().HideDeveloperTools();
        page.DefaultFonts = false;
        context.Response.OnStarting(() =>
        {
            if (context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
            {
                context.Response.Headers.ContentSecurityPolicy = DocumentHeaders.WithNonce(nonce);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>A defect is a page for people and problem details for systems; what it was stands in the log alone.</summary>
    public static void UseDefectAnswers(this IApplicationBuilder app)
    {
        // Not in a branch: there the page's address would lead nowhere, and whoever is not signed in would be sent to do so.
        app.UseExceptionHandler("/fault", createScopeForErrors: true);
        app.UseWhen(
            context => IsForSystems(context.Request.Path),
            api => api.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = context => ApiProblems.Of(new Refusal("request.defect", "Something went wrong here, and it was written down. Nothing is half done; send the same request again."), StatusCodes.Status500InternalServerError).ExecuteAsync(context),
            }));
    }

    /// <summary>What the framework answers with a bare status gets its words and code too.</summary>
    public static void UseApiProblems(this IApplicationBuilder app) => app.UseWhen(
        context => IsForSystems(context.Request.Path),
        api => api.UseStatusCodePages(async page =>
        {
            Refusal refusal = page.HttpContext.Response.StatusCode switch
            {
                StatusCodes.Status400BadRequest => new("request.parameter", "A parameter of the address is missing or of another kind than the document says."),
                StatusCodes.Status401Unauthorized => new("request.key-unknown", "Send the header Authorization: Bearer rdk_… with a key that is in force."),
                var other => new($"request.status-{other}", "The call was refused."),
            };
            await ApiProblems.Of(refusal, page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext);
        }));

    private static bool IsForSystems(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi");

    private static async ValueTask<object?> RefuseBadBodies(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IApiBody>().FirstOrDefault(body => body.Fault is not null) is { Fault: { } fault }
            ? ApiProblems.Of(fault.Refusal, fault.Status, fault.Faults)
            : await next(context);

    private static RateLimitPartition<string> Limit(HttpContext context, ApiOptions options)
    {
        var caller = context.User.FindFirst(DeskClaims.UserId)?.Value;
        return caller is null
            ? RateLimitPartition.GetFixedWindowLimiter($"address {context.Connection.RemoteIpAddress}", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.StrangersAMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetTokenBucketLimiter($"caller {caller}", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.Burst, TokensPerPeriod = Math.Max(1, options.CallsASecond / 10), ReplenishmentPeriod = TimeSpan.FromSeconds(options.CallsASecond < 10 ? 1d / options.CallsASecond : 0.1), AutoReplenishment = true,
            });
    }

    private static async ValueTask TooManyAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(Math.Max(1, after.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var refusal = new Refusal("request.too-many", $"More calls than this key may make: wait {wait} s, as Retry-After says, and go on.");
        await ApiProblems.Of(refusal, StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
    }
}
