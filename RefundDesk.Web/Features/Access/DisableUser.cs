using Microsoft.AspNetCore.Identity;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>Shuts a person out: no new sign-in, and open sessions end within a minute. The history keeps the name.</summary>
/// <param name="scopes">A scope an operation.</param>
/// <param name="user">Who asks.</param>
public sealed class DisableUser(IServiceScopeFactory scopes, ICurrentUser user)
{
    /// <summary>Does it.</summary>
    /// <returns>Done; or <c>user.*</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome> HandleAsync(string email, CancellationToken cancellationToken)
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

        if (principal.Actor.Id?.Value == person.Id)
        {
            return AccessRefusals.NotYourself;
        }

        if (person.IsDisabled)
        {
            return AccessRefusals.AlreadyDisabled(email);
        }

        person.IsDisabled = true;

        // Saves the row too; the new stamp ends every session and voids every link.
        var saved = await users.UpdateSecurityStampAsync(person);
        return saved.Succeeded ? Outcome.Ok : RefundRefusals.Stale;
    }
}
