using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Writes what <see cref="DeskClaims"/> reads.</summary>
internal sealed class DeskClaimsFactory(UserManager<DeskUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<DeskUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(DeskUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DeskClaims.DisplayName, user.DisplayName));
        identity.AddClaim(new Claim(DeskClaims.Role, user.Role.ToString()));
        if (user.ClientId is { } client)
        {
            identity.AddClaim(new Claim(DeskClaims.Client, client.Value.ToString()));
        }

        return identity;
    }
}
