using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Deputies;

/// <summary>Authority that is or was lent.</summary>
/// <param name="Id">The key.</param>
/// <param name="From">Whose authority.</param>
/// <param name="To">The deputy.</param>
/// <param name="StartsAt">From when, UTC.</param>
/// <param name="EndsAt">Until when, UTC; when it was taken back where that was earlier.</param>
/// <param name="State">Coming, in force, over.</param>
/// <param name="MayEnd">Whether this person may end it now.</param>
public sealed record DeputyRow(Guid Id, string From, string To, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DeputyState State, bool MayEnd);

/// <summary>Where lent authority is in its time.</summary>
public enum DeputyState
{
    /// <summary>Not yet.</summary>
    Coming,

    /// <summary>Now.</summary>
    InForce,

    /// <summary>No longer.</summary>
    Over,
}

/// <summary>Who deputises for whom: supervisors see what they lent and were lent, administrators everything.</summary>
public sealed class DeputiesQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int AtMost = 200;

    /// <summary>The newest first; nothing for anyone else.</summary>
    public async Task<IReadOnlyList<DeputyRow>> ReadAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        var all = principal.May(Permission.Administer);
        if (!all && !principal.May(Permission.ApproveRefunds))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var own = principal.Actor.Id;
        var lent = await db.Delegations.AsNoTracking().Where(delegation => all || delegation.FromId == own || delegation.ToId == own)
            .OrderByDescending(delegation => delegation.EndsAt).Take(AtMost).ToListAsync(cancellationToken);
        Guid[] keys = [.. lent.SelectMany(delegation => new[] { delegation.FromId.Value, delegation.ToId.Value }).Distinct()];
        var names = await db.Users.AsNoTracking().Where(person => keys.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.DisplayName, cancellationToken);
        var now = time.GetUtcNow();
        return lent.ConvertAll(delegation => new DeputyRow(
            delegation.Id,
            names.GetValueOrDefault(delegation.FromId.Value, "Somebody"),
            names.GetValueOrDefault(delegation.ToId.Value, "Somebody"),
            delegation.StartsAt,
            delegation.EndedAt ?? delegation.EndsAt,
            delegation.EndedAt is not null || delegation.EndsAt <= now ? DeputyState.Over : delegation.StartsAt > now ? DeputyState.Coming : DeputyState.InForce,
            delegation.EndedAt is null && delegation.EndsAt > now && (all || delegation.FromId == own)));
    }

    /// <summary>Who can deputise for the person: every agent and supervisor who may sign in, by name.</summary>
    public async Task<IReadOnlyList<(string Email, string Name)>> CandidatesAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ApproveRefunds) || principal.Actor.Id is not { } own)
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var people = await db.Users.AsNoTracking()
            .Where(person => person.Id != own.Value && !person.IsDisabled && (person.Role == Role.Agent || person.Role == Role.Supervisor))
            .OrderBy(person => person.DisplayName).Select(person => new { person.Email, person.DisplayName }).ToListAsync(cancellationToken);
        return people.ConvertAll(person => (person.Email!, person.DisplayName));
    }
}
