using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Access;

/// <summary>Lets a person in again who was disabled, with the same role, password and second factor as before.</summary>
/// <param name="scopes">A scope an operation.</param>
/// <param name="user">Who asks.</param>
/// <param name="time">Now.</param>
public sealed class EnableUser(IServiceScopeFactory scopes, ICurrentUser user, TimeProvider time)
{
    /// <summary>Does it. Sessions and links from before stay void.</summary>
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
            async (step, _) =>
            {
                if (!step.Person.IsDisabled)
                {
                    return AccessRefusals.NotDisabled(email);
                }

                step.Person.IsDisabled = false;
                step.Note(principal.Actor, time.GetUtcNow(), AuditFields.Access, "Disabled", "Enabled");
                return await step.SaveAsync();
            },
            cancellationToken);
    }
}
