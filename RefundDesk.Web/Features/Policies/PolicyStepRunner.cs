using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Everything a step of a version needs.</summary>
/// <param name="Client">Whose policy.</param>
/// <param name="Versions">Every version of it, in order of their numbers.</param>
/// <param name="By">Who takes the step.</param>
/// <param name="At">When, UTC.</param>
public sealed record PolicyScene(Client Client, IReadOnlyList<PolicyVersion> Versions, Actor By, DateTimeOffset At)
{
    /// <summary>The number of the next version.</summary>
    public int NextNumber => Versions.Count == 0 ? 1 : Versions[^1].Version + 1;
}

/// <summary>Loads a client's versions, lets a step be taken, writes it down and saves all of it at once.</summary>
public sealed class PolicyStepRunner(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>A step of one version.</summary>
    /// <param name="clientKey">Whose policy.</param>
    /// <param name="version">Which version.</param>
    /// <param name="seenRevision">The state of it that was looked at.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done; or what the step refuses, <c>policy.stale</c>, <c>policy.not-found</c>, <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome> TakeAsync(string clientKey, int version, long seenRevision, Func<PolicyVersion, PolicyScene, Outcome> step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        return (await RunAsync(clientKey, (db, scene) =>
        {
            if (scene.Versions.SingleOrDefault(one => one.Version == version) is not { } found)
            {
                return PolicyRefusals.NotFound;
            }

            if (found.Revision != seenRevision)
            {
                return PolicyRefusals.Stale;
            }

            var before = Words(found);
            var outcome = step(found, scene);
            if (outcome.Succeeded && found.Revision != seenRevision)
            {
                Note(db, scene, version, before, Words(found));
            }

            return outcome.Refusal is { } refusal ? refusal : version;
        }, cancellationToken)).WithoutValue();
    }

    /// <summary>A step that drafts a new version.</summary>
    /// <returns>The number of the draft; or what the step refuses, <c>policy.stale</c>, <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome<int>> AddAsync(string clientKey, Func<PolicyScene, Outcome<PolicyVersion>> step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        return RunAsync(clientKey, (db, scene) =>
        {
            var drafted = step(scene);
            if (!drafted.Succeeded)
            {
                return drafted.Refusal;
            }

            db.Policies.Add(drafted.Value);
            Note(db, scene, drafted.Value.Version, null, Words(drafted.Value));
            return drafted.Value.Version;
        }, cancellationToken);
    }

    private static string Words(PolicyVersion version)
    {
        var state = version.ActiveFrom is { } from ? FormattableString.Invariant($"{version.State} from {from:yyyy-MM-dd HH:mm} UTC") : version.State.ToString();
        var words = $"{state}, content {version.ContentHash[..12]}{(version.Reason is { } reason ? $": {reason}" : string.Empty)}";
        return words.Length > 400 ? words[..400] : words;
    }

    private static void Note(RefundDeskDbContext db, PolicyScene scene, int version, string? before, string after) =>
        db.Audit.Add(AuditRow.Of(scene.Client, scene.By, scene.At, FormattableString.Invariant($"Policy version {version}"), before, after));

    private async Task<Outcome<int>> RunAsync(string clientKey, Func<RefundDeskDbContext, PolicyScene, Outcome<int>> work, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.OwnPolicies))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return PolicyRefusals.UnknownClient(clientKey);
        }

        var versions = await db.Policies.Where(version => version.ClientId == client.Id).OrderBy(version => version.Version).ToListAsync(cancellationToken);
        var done = work(db, new PolicyScene(client, versions, principal.Actor, time.GetUtcNow()));
        try
        {
            var saved = await DeskDatabase.SaveAsync(db, done.WithoutValue(), cancellationToken);
            return saved.Succeeded ? done : saved.Refusal == RefundRefusals.Stale ? PolicyRefusals.Stale : saved.Refusal;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            // Two drafts took the same number, or two versions were to begin at the same instant.
            return PolicyRefusals.Stale;
        }
    }
}
