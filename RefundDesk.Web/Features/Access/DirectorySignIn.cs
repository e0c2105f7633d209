using Microsoft.AspNetCore.Authentication;

namespace RefundDesk.Web.Features.Access;

/// <summary>The way to the organisation's directory and back, where one is configured.</summary>
internal static class DirectorySignIn
{
    private const string Scheme = "EntraId";

    /// <summary>True where people sign in by the directory; then the desk's own passwords and passkeys open nothing.</summary>
    public static Task<bool> IsOnAsync(HttpContext context) => IsOnAsync(context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>());

    /// <summary>The same, where there is no request.</summary>
    public static async Task<bool> IsOnAsync(IAuthenticationSchemeProvider schemes) => await schemes.GetSchemeAsync(Scheme) is not null;

    /// <summary>The refusal's words; null where the code is none of ours, since it comes from an address anybody may write.</summary>
    public static string? Explain(string? code) => code switch
    {
        "access.no-role" => "The directory gives your account no role at this desk. Ask an administrator for one.",
        "access.no-client" => "The directory does not say which client your account belongs to. Ask an administrator.",
        "access.disabled" => "Your account was disabled at this desk.",
        "access.incomplete" => "The directory's answer lacks your account's id or address. Ask an administrator.",
        "access.directory" => "Signing in by the directory failed or was broken off. Try again.",
        _ => null,
    };

    public static void MapDirectorySignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sign-in/directory", async (HttpContext request, string? returnUrl) => await IsOnAsync(request)
            ? Results.Challenge(new AuthenticationProperties { RedirectUri = LocalAddress.Of(returnUrl) }, [Scheme])
            : Results.NotFound()).AllowAnonymous();
        endpoints.MapGet("/sign-out/directory", async (HttpContext request) => await IsOnAsync(request)
            ? Results.SignOut(new AuthenticationProperties { RedirectUri = "/sign-in?SignedOut=true" }, [Scheme])
            : Results.NotFound()).AllowAnonymous();
    }
}
