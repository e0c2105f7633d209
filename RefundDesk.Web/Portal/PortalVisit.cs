using System.Security.Claims;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Portal;

/// <summary>A customer who was let in: a cookie of its own, for one order, that the desk's own sign-in never reads.</summary>
internal static class PortalVisit
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Portal";

    /// <summary>The policy of pages for customers who were let in.</summary>
    public const string Policy = "PortalVisit";

    /// <summary>Whom the use cases run for.</summary>
    public static ClaimsPrincipal Of(ClientId client, string orderNumber, string customerName) => new(new ClaimsIdentity(
        [new Claim(DeskClaims.Client, client.Value.ToString()), new Claim(DeskClaims.Order, orderNumber), new Claim(DeskClaims.DisplayName, customerName)], Scheme));
}
