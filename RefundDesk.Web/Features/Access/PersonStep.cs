using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Access;

/// <summary>One change of one person: the account, what is written down about it, and the save of both.</summary>
internal sealed class PersonStep
{
    private const int Attempts = 3;

    private readonly RefundDeskDbContext _db;
    private readonly UserManager<DeskUser> _users;

    private PersonStep(RefundDeskDbContext db, UserManager<DeskUser> users, DeskUser person)
    {
        _db = db;
        _users = users;
        Person = person;
    }

    /// <summary>The account as it is now.</summary>
    public DeskUser Person { get; }

    /// <summary>
    /// Takes a step in a scope and a transaction of its own. Steps that could leave the desk without an administrator wait for each other, on
    /// every node: each takes the administrators' rows first, so that of two who shut each other out at once the second sees what the first did.
    /// </summary>
    public static async Task<Outcome> TakeAsync(IServiceScopeFactory scopes, string email, Func<PersonStep, CancellationToken, Task<Outcome>> step, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RefundDeskDbContext>();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
            try
            {
                return await db.InTransactionAsync(
                    async cancelled =>
                    {
                        await Administrators(db).ExecuteUpdateAsync(set => set.SetProperty(person => person.IsDisabled, false), cancelled);
                        return await users.FindByEmailAsync(email.Trim()) is { } person
                            ? await step(new PersonStep(db, users, person), cancelled)
                            : AccessRefusals.UnknownUser(email);
                    },
                    cancellationToken);
            }
            catch (Exception fault) when (attempt < Attempts && (fault as DbException ?? fault.InnerException) is DbException inner && db.Dialect.IsDeadlock(inner))
            {
                // Goes round: the database undid it whole.
            }
        }
    }

    /// <summary>
    /// True where nobody else could administer the desk. Who was invited and never signed in does not count: an invitation may have gone to
    /// an address that nobody reads. They may be shut out themselves as long as anybody else is there.
    /// </summary>
    public async Task<bool> IsLastAdministratorAsync(CancellationToken cancellationToken)
    {
        if (Person is not { Role: Role.Administrator, IsDisabled: false })
        {
            return false;
        }

        var administrators = Administrators(_db);
        var signing = administrators.Where(person => person.PasswordHash != null
            || _db.Set<IdentityUserLogin<Guid>>().Any(login => login.UserId == person.Id) || _db.Set<IdentityUserPasskey<Guid>>().Any(passkey => passkey.UserId == person.Id));
        return !await (await signing.AnyAsync(person => person.Id == Person.Id, cancellationToken) ? signing : administrators).AnyAsync(other => other.Id != Person.Id, cancellationToken);
    }

    /// <summary>The client of a key; null where there is none.</summary>
    public Task<Domain.Clients.Client?> FindClientAsync(string key, CancellationToken cancellationToken) =>
        _db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == key, cancellationToken);

    /// <summary>The key of the client the person is bound to; null for the desk's own people.</summary>
    public Task<string?> ClientKeyAsync(CancellationToken cancellationToken) =>
        _db.Clients.Where(client => client.Id == Person.ClientId).Select(client => client.Key).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Writes down what changes; where nothing does, nothing.</summary>
    public void Note(Actor by, DateTimeOffset at, string field, string? before, string? after)
    {
        if (before != after)
        {
            _db.Audit.Add(AuditRow.Of(Person, by, at, field, before, after));
        }
    }

    /// <summary>Saves the account and what was noted, together.</summary>
    /// <returns>Done; or <c>user.stale</c>.</returns>
    public async Task<Outcome> SaveAsync()
    {
        // The new stamp ends every session and voids every link. Who has not set a password has no session, and still needs the link.
        var saved = await _users.HasPasswordAsync(Person) || Person.IsDisabled ? await _users.UpdateSecurityStampAsync(Person) : await _users.UpdateAsync(Person);
        return saved.Succeeded ? Outcome.Ok : AccessRefusals.Stale;
    }

    private static IQueryable<DeskUser> Administrators(RefundDeskDbContext db) => db.Users.Where(person => person.Role == Role.Administrator && !person.IsDisabled);
}
