using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>Lets nobody in who was disabled, and keeps nobody in either.</summary>
internal sealed class DeskSignInManager(
    UserManager<DeskUser> userManager,
    IHttpContextAccessor contextAccessor,
    IUserClaimsPrincipalFactory<DeskUser> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor,
    ILogger<SignInManager<DeskUser>> logger,
    IAuthenticationSchemeProvider schemes)
    : SignInManager<DeskUser>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, new DefaultUserConfirmation<DeskUser>())
{
    public override async Task<bool> CanSignInAsync(DeskUser user) => !user.IsDisabled && await base.CanSignInAsync(user);

    public override async Task<bool> ValidateSecurityStampAsync(DeskUser? user, string? securityStamp) =>
        user is { IsDisabled: false } && await base.ValidateSecurityStampAsync(user, securityStamp);
}
