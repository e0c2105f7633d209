using Microsoft.AspNetCore.Components.Authorization;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>
/// Who is there: in a circuit and on pages the circuit's own person, in a plain request the request's. A circuit never looks at a
/// request: the one that opened it is long gone, and its accessor would answer for somebody else's.
/// </summary>
internal sealed class SignedInUser(AuthenticationStateProvider circuit, RequestHolder request) : ICurrentUser
{
    public async ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken)
    {
        if (request.Context is { } context)
        {
            return DeskClaims.PrincipalOf(context.User);
        }

        return circuit is CircuitAuthentication { IsKnown: false }
            ? DeskPrincipal.Nobody
            : DeskClaims.PrincipalOf((await circuit.GetAuthenticationStateAsync()).User);
    }
}

/// <summary>The request of this scope, put in by the first middleware; empty in circuits and in background work.</summary>
internal sealed class RequestHolder
{
    public HttpContext? Context { get; set; }
}
