using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Access;

/// <summary>Shuts a person out: no new sign-in, and open sessions end within a minute. The history keeps the name.</summary>
/// <param name="scopes">A scope an operation.</param>
/// <param name="user">Who asks.</param>
/// <param name="time">Now.</param>
public sealed class DisableUser(IServiceScopeFactory scopes, ICurrentUser user, TimeProvider time)
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

        return await PersonStep.TakeAsync(
            scopes,
            email,
            async (step, cancelled) =>
            {
                if (principal.Actor.Id?.Value == step.Person.Id)
                {
                    return AccessRefusals.NotYourself;
                }

                if (step.Person.IsDisabled)
                {
                    return AccessRefusals.AlreadyDisabled(email);
                }

                if (await step.IsLastAdministratorAsync(cancelled))
                {
                    return AccessRefusals.LastAdministrator;
                }

                step.Person.IsDisabled = true;
                step.Note(principal.Actor, time.GetUtcNow(), AuditFields.Access, "Enabled", "Disabled");
                return await step.SaveAsync();
            },
            cancellationToken);
    }
}
