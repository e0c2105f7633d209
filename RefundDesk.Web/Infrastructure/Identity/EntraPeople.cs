using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Identity;

/// <summary>
/// Keeps a row for every person of the directory, so that the history names the same person for ever. Role and client follow the
/// directory at every sign-in; what that changes is written down as the directory's doing.
/// </summary>
/// <param name="users">Accounts.</param>
/// <param name="stored">The context accounts are saved with, so that what is written down is saved with them.</param>
/// <param name="database">Clients by key.</param>
/// <param name="options">The directory's settings.</param>
/// <param name="time">Now.</param>
/// <param name="log">Told who could not be admitted.</param>
internal sealed class EntraPeople(
    UserManager<DeskUser> users, RefundDeskDbContext stored, DeskDatabase database, IOptions<DeskAuthenticationOptions> options, TimeProvider time, ILogger<EntraPeople> log)
{
    public static readonly Refusal NoRole = new("access.no-role", "The directory gives this account no role at this desk: Agent, Supervisor, ClientViewer or Administrator.");
    public static readonly Refusal NoClient = new("access.no-client", "The directory does not say which client this account belongs to.");
    public static readonly Refusal Disabled = new("access.disabled", "This account was disabled at this desk.");
    public static readonly Refusal Incomplete = new("access.incomplete", "The directory's answer lacks the account's id or address.");

    /// <summary>The person's row, made or brought up to date.</summary>
    /// <returns>The row; or <c>access.*</c>.</returns>
    public async Task<Outcome<DeskUser>> AdmitAsync(ClaimsPrincipal directory, CancellationToken cancellationToken)
    {
        var key = directory.GetObjectId() ?? directory.GetNameIdentifierId();
        var email = directory.FindFirstValue("email") ?? directory.FindFirstValue(ClaimTypes.Email) ?? directory.FindFirstValue("preferred_username");
        if (key is null || email is null)
        {
            log.LogWarning("The directory's answer lacks the id (oid or sub) or the address (email or preferred_username); it has {Claims}", string.Join(", ", directory.Claims.Select(claim => claim.Type).Distinct()));
            return Incomplete;
        }

        if (RoleOf(directory) is not { } role)
        {
            return NoRole;
        }

        var person = await users.FindByLoginAsync(EntraIdRegistration.Scheme, key) ?? await FindUnlinkedAsync(email);
        if (person is { IsDisabled: true })
        {
            return Disabled;
        }

        var client = role == Role.ClientViewer ? await ClientOfAsync(directory, cancellationToken) ?? person?.ClientId : null;
        if (role == Role.ClientViewer && client is null)
        {
            return NoClient;
        }

        var isNew = person is null;
        SeenAs? before = person is null ? null : new SeenAs(person.Role, person.ClientId);
        person ??= new DeskUser { Id = UserId.New(time.GetUtcNow()).Value, DisplayName = email, Role = role, CreatedAt = time.GetUtcNow() };
        person.UserName = person.Email = email;
        person.EmailConfirmed = true;
        person.DisplayName = directory.FindFirstValue("name") is { Length: > 0 and <= 120 } name ? name : person.DisplayName;
        person.Role = role;
        person.ClientId = client;
        await NoteAsync(person, before, cancellationToken);
        Require(isNew ? await users.CreateAsync(person) : await users.UpdateAsync(person));
        if ((await users.GetLoginsAsync(person)).All(login => login.LoginProvider != EntraIdRegistration.Scheme))
        {
            Require(await users.AddLoginAsync(person, new UserLoginInfo(EntraIdRegistration.Scheme, key, "Microsoft Entra ID")));
        }

        return person;
    }

    private async Task NoteAsync(DeskUser person, SeenAs? before, CancellationToken cancellationToken)
    {
        var directory = Actor.System("Directory");
        if (before is null)
        {
            stored.Audit.Add(AuditRow.Of(person, directory, time.GetUtcNow(), "Access", null, "Added"));
        }

        if (before?.Role != person.Role)
        {
            stored.Audit.Add(AuditRow.Of(person, directory, time.GetUtcNow(), "Role", before?.Role.ToString(), person.Role.ToString()));
        }

        if (before?.Client != person.ClientId)
        {
            var was = before?.Client;
            var keys = await stored.Clients.Where(client => client.Id == person.ClientId || client.Id == was).ToDictionaryAsync(client => client.Id, client => client.Key, cancellationToken);
            stored.Audit.Add(AuditRow.Of(person, directory, time.GetUtcNow(), "Client", KeyOf(was), KeyOf(person.ClientId)));

            string? KeyOf(ClientId? client) => client is { } known ? keys.GetValueOrDefault(known) : null;
        }
    }

    /// <summary>Somebody an administrator added before the first sign-in; a row that belongs to another account of the directory stays there.</summary>
    private async Task<DeskUser?> FindUnlinkedAsync(string email) =>
        await users.FindByEmailAsync(email) is { } added && (await users.GetLoginsAsync(added)).Count == 0 ? added : null;

    private async Task<ClientId?> ClientOfAsync(ClaimsPrincipal directory, CancellationToken cancellationToken)
    {
        if (directory.FindFirstValue(options.Value.EntraId.ClientClaim) is not { } key)
        {
            return null;
        }

        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return (await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken))?.Id;
    }

    /// <summary>The highest of the app roles, since a person has one role here.</summary>
    private static Role? RoleOf(ClaimsPrincipal directory)
    {
        Role[] fromHighest = [Role.Administrator, Role.Supervisor, Role.Agent, Role.ClientViewer];
        var given = directory.FindAll(claim => claim.Type is "roles" or ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var role in fromHighest)
        {
            if (given.Contains(role.ToString()))
            {
                return role;
            }
        }

        return null;
    }

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The person's row could not be stored: {result}");
        }
    }

    /// <summary>What a person was here before the directory spoke.</summary>
    private sealed record SeenAs(Role Role, ClientId? Client);
}
