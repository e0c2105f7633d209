using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>What the browser asks for before it talks to the device. The challenge is kept in a cookie, not here.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/account/passkeys/creation", CreationAsync);
        endpoints.MapPost("/sign-in/passkey/request", RequestAsync).AllowAnonymous();
    }

    private static async Task<IResult> CreationAsync(HttpContext request, IAntiforgery antiforgery, UserManager<DeskUser> users, SignInManager<DeskUser> sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(request) || await users.GetUserAsync(request.User) is not { } person)
        {
            return Results.BadRequest();
        }

        var entity = new PasskeyUserEntity { Id = person.Id.ToString(), Name = person.Email!, DisplayName = person.DisplayName };
        return Results.Content(await sessions.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    /// <summary>Names no account: the device knows which passkeys it has, and nobody learns here which accounts exist.</summary>
    private static async Task<IResult> RequestAsync(HttpContext request, IAntiforgery antiforgery, SignInManager<DeskUser> sessions) =>
        await antiforgery.IsRequestValidAsync(request)
            ? Results.Content(await sessions.MakePasskeyRequestOptionsAsync(null), "application/json")
            : Results.BadRequest();
}
