using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>Gives a person another link to set the password, and lifts a lock.</summary>
/// <param name="scopes">A scope an operation.</param>
/// <param name="user">Who asks.</param>
/// <param name="links">Where people reach the desk.</param>
/// <param name="time">Now.</param>
public sealed class RenewLink(IServiceScopeFactory scopes, ICurrentUser user, IOptions<AccessOptions> links, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>The link; or <c>user.*</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<string>> HandleAsync(string email, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        var person = await users.FindByEmailAsync(email.Trim());
        if (person is null)
        {
            return AccessRefusals.UnknownUser(email);
        }

        if (person.IsDisabled)
        {
            return AccessRefusals.AlreadyDisabled(email);
        }

        scope.ServiceProvider.GetRequiredService<RefundDeskDbContext>().Audit.Add(AuditRow.Of(person, principal.Actor, time.GetUtcNow(), AuditFields.Link, null, "Given"));
        if (!(await users.SetLockoutEndDateAsync(person, null)).Succeeded)
        {
            return AccessRefusals.Stale;
        }

        return SetPasswordLink.To(links.Value.PublicUrl, person.Id, await users.GeneratePasswordResetTokenAsync(person));
    }
}
