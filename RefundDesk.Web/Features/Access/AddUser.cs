using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>A person that was added.</summary>
/// <param name="Email">The account.</param>
/// <param name="Role">The role.</param>
/// <param name="SetPasswordLink">Works once, within 72 hours.</param>
public sealed record AddedUser(string Email, Role Role, string SetPasswordLink);

/// <summary>Adds a person, who chooses a password by a link that works once.</summary>
/// <param name="scopes">A scope an operation: Identity's stores keep rows for as long as they live, a circuit lives for hours.</param>
/// <param name="database">Clients by key.</param>
/// <param name="user">Who asks.</param>
/// <param name="links">Where people reach the desk.</param>
/// <param name="time">Now.</param>
public sealed class AddUser(IServiceScopeFactory scopes, DeskDatabase database, ICurrentUser user, IOptions<AccessOptions> links, TimeProvider time)
{
    /// <summary>Adds it.</summary>
    /// <param name="email">The account's address.</param>
    /// <param name="role">agent, supervisor, client or admin.</param>
    /// <param name="clientKey">The client, for the role client only.</param>
    /// <param name="name">What others read; made from the address where it is empty.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The link; or <c>user.*</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<AddedUser>> HandleAsync(string email, string role, string? clientKey, string? name, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        email = email.Trim();
        if (!new EmailAddressAttribute().IsValid(email) || email.Length > 254)
        {
            return AccessRefusals.EmailWrong(email);
        }

        var known = RoleWords.Read(role, clientKey);
        if (!known.Succeeded)
        {
            return known.Refusal;
        }

        var client = await FindClientAsync(clientKey, cancellationToken);
        if (!client.Succeeded)
        {
            return client.Refusal;
        }

        var added = new DeskUser
        {
            Id = UserId.New(time.GetUtcNow()).Value,
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            DisplayName = string.IsNullOrWhiteSpace(name) ? NameFrom(email) : name.Trim(),
            Role = known.Value,
            ClientId = client.Value.Id,
            CreatedAt = time.GetUtcNow(),
        };
        return await CreateAsync(added, principal.Actor, string.IsNullOrWhiteSpace(clientKey) ? null : clientKey);
    }

    private async Task<Outcome<AddedUser>> CreateAsync(DeskUser added, Actor by, string? clientKey)
    {
        await using var scope = scopes.CreateAsyncScope();
        var audit = scope.ServiceProvider.GetRequiredService<RefundDeskDbContext>().Audit;
        audit.Add(AuditRow.Of(added, by, added.CreatedAt, AuditFields.Access, null, "Added"));
        audit.Add(AuditRow.Of(added, by, added.CreatedAt, AuditFields.Role, null, added.Role.ToString()));
        if (clientKey is not null)
        {
            audit.Add(AuditRow.Of(added, by, added.CreatedAt, AuditFields.Client, null, clientKey));
        }

        var users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        var result = await users.CreateAsync(added);
        if (!result.Succeeded)
        {
            return result.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
                ? AccessRefusals.EmailTaken(added.Email!)
                : AccessRefusals.EmailWrong(added.Email!);
        }

        var token = await users.GeneratePasswordResetTokenAsync(added);
        return new AddedUser(added.Email!, added.Role, SetPasswordLink.To(links.Value.PublicUrl, added.Id, token));
    }

    private async Task<Outcome<ClientChoice>> FindClientAsync(string? key, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            return new ClientChoice(null);
        }

        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);
        return client is null ? AccessRefusals.UnknownClient(key) : new ClientChoice(client.Id);
    }

    /// <summary><c>ann.lee@desk.example</c> reads as Ann Lee.</summary>
    private static string NameFrom(string email)
    {
        var words = email[..email.IndexOf('@', StringComparison.Ordinal)].Split(['.', '_', '-', '+'], StringSplitOptions.RemoveEmptyEntries);
        var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(string.Join(' ', words));
        return name.Length is > 0 and <= 120 ? name : email[..Math.Min(email.Length, 120)];
    }

    private sealed record ClientChoice(ClientId? Id);
}
