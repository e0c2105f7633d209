using Microsoft.AspNetCore.Authentication;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Access;

/// <summary>What somebody saw before changing it.</summary>
/// <param name="Role">The role.</param>
/// <param name="ClientKey">The client's key, for client viewers.</param>
public sealed record SeenPerson(Role Role, string? ClientKey);

/// <summary>
/// Gives a person another role or another client. Open sessions end within a minute and begin anew with the new role; nobody changes their own.
/// </summary>
/// <param name="scopes">A scope an operation.</param>
/// <param name="user">Who asks.</param>
/// <param name="schemes">Whether the directory gives the roles.</param>
/// <param name="time">Now.</param>
public sealed class ChangePerson(IServiceScopeFactory scopes, ICurrentUser user, IAuthenticationSchemeProvider schemes, TimeProvider time)
{
    /// <summary>Does it; where role and client are what they were, nothing changes and no session ends.</summary>
    /// <param name="email">Whose.</param>
    /// <param name="role">agent, supervisor, client or admin.</param>
    /// <param name="clientKey">The client, for the role client only.</param>
    /// <param name="seen">What the asker saw; null for the command line, which sees nothing before.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done; or <c>user.*</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome> HandleAsync(string email, string role, string? clientKey, SeenPerson? seen, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        if (await DirectorySignIn.IsOnAsync(schemes))
        {
            return AccessRefusals.RoleOfDirectory;
        }

        var read = RoleWords.Read(role, clientKey);
        return read.Succeeded
            ? await PersonStep.TakeAsync(scopes, email, (step, cancelled) => ChangeAsync(step, principal.Actor, read.Value, clientKey, seen, cancelled), cancellationToken)
            : read.Refusal;
    }

    private async Task<Outcome> ChangeAsync(PersonStep step, Actor by, Role role, string? clientKey, SeenPerson? seen, CancellationToken cancellationToken)
    {
        if (by.Id?.Value == step.Person.Id)
        {
            return AccessRefusals.NotYourOwnRole;
        }

        var before = new SeenPerson(step.Person.Role, await step.ClientKeyAsync(cancellationToken));
        if (seen is not null && seen != before)
        {
            return AccessRefusals.Stale;
        }

        Client? client = null;
        if (role == Role.ClientViewer)
        {
            client = await step.FindClientAsync(clientKey!, cancellationToken);
            if (client is null)
            {
                return AccessRefusals.UnknownClient(clientKey!);
            }
        }

        var after = new SeenPerson(role, client?.Key);
        if (before == after)
        {
            return Outcome.Ok;
        }

        if (role != Role.Administrator && await step.IsLastAdministratorAsync(cancellationToken))
        {
            return AccessRefusals.LastAdministrator;
        }

        step.Person.Role = role;
        step.Person.ClientId = client?.Id;
        step.Note(by, time.GetUtcNow(), AuditFields.Role, before.Role.ToString(), role.ToString());
        step.Note(by, time.GetUtcNow(), AuditFields.Client, before.ClientKey, after.ClientKey);
        return await step.SaveAsync();
    }
}
