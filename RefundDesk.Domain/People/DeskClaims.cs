using System.Globalization;
using System.Security.Claims;
using RefundDesk.Domain.Clients;

namespace RefundDesk.Domain.People;

/// <summary>What the sign-in cookie says about a person, and how it is read. The one place that knows the claims' names.</summary>
public static class DeskClaims
{
    /// <summary>The person's key.</summary>
    public const string UserId = ClaimTypes.NameIdentifier;

    /// <summary>What people read.</summary>
    public const string DisplayName = "desk:name";

    /// <summary>The one role, by its name in <see cref="People.Role"/>.</summary>
    public const string Role = "desk:role";

    /// <summary>The only client a client viewer sees.</summary>
    public const string Client = "desk:client";

    /// <summary>What a system's key may do, see <see cref="ApiScopes"/>; people have none.</summary>
    public const string Scopes = "desk:scopes";

    /// <summary>The one order a customer proved to be the buyer of; only customers have it, and they have no role.</summary>
    public const string Order = "desk:order";

    /// <summary>When the person signed in, seconds since 1970, UTC; it ends every session after a fixed time.</summary>
    public const string Since = "desk:since";

    /// <summary>The principal use cases run on behalf of; <see cref="DeskPrincipal.Nobody"/> where something is missing or nobody is signed in.</summary>
    public static DeskPrincipal PrincipalOf(ClaimsPrincipal? user)
    {
        if (user?.FindFirst(Scopes) is { } scopes)
        {
            return SystemOf(user, scopes.Value);
        }

        if (user?.FindFirst(Order) is not null)
        {
            return user.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirst(Client)?.Value, out var retailer)
                ? DeskPrincipal.Customer(NameOf(user), new ClientId(retailer))
                : DeskPrincipal.Nobody;
        }

        if (user?.Identity?.IsAuthenticated != true || RoleOf(user) is not { } role || !Guid.TryParse(user.FindFirst(UserId)?.Value, out var id))
        {
            return DeskPrincipal.Nobody;
        }

        ClientId? client = Guid.TryParse(user.FindFirst(Client)?.Value, out var key) ? new ClientId(key) : null;
        return role == People.Role.ClientViewer && client is null
            ? DeskPrincipal.Nobody
            : DeskPrincipal.Person(new UserId(id), NameOf(user), role, client);
    }

    private static DeskPrincipal SystemOf(ClaimsPrincipal user, string scopes) =>
        user.Identity?.IsAuthenticated == true && Enum.TryParse<ApiScopes>(scopes, out var may) && Guid.TryParse(user.FindFirst(Client)?.Value, out var client)
            ? ApiKey.PrincipalOf(NameOf(user), new ClientId(client), may)
            : DeskPrincipal.Nobody;

    /// <summary>The role; null where nobody is signed in.</summary>
    public static Role? RoleOf(ClaimsPrincipal user) => Enum.TryParse<Role>(user?.FindFirst(Role)?.Value, out var role) && Enum.IsDefined(role) ? role : null;

    /// <summary>What people read.</summary>
    public static string NameOf(ClaimsPrincipal user) => user?.FindFirst(DisplayName)?.Value ?? string.Empty;

    /// <summary>The account's address.</summary>
    public static string EmailOf(ClaimsPrincipal user) => user?.FindFirst(ClaimTypes.Email)?.Value ?? string.Empty;

    /// <summary>At most two letters for the menu's button.</summary>
    public static string InitialsOf(ClaimsPrincipal user)
    {
        var words = NameOf(user).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            ? "?"
            : string.Concat(new[] { words[0], words[^1] }.Distinct().Select(word => StringInfo.GetNextTextElement(word).ToUpperInvariant()));
    }
}
