using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Policies;

/// <summary>Reads policies for people.</summary>
public sealed class PoliciesQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>The clients in reach by name, each with the version in force; none without the permission.</summary>
    public async Task<IReadOnlyList<PolicyClientRow>> ClientsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewPolicies))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var clients = await db.Clients.AsNoTracking().OrderBy(client => client.Name).ToListAsync(cancellationToken);
        var versions = await db.Policies.AsNoTracking().Select(version => new { version.ClientId, version.Version, version.State, version.ActiveFrom }).ToListAsync(cancellationToken);
        var (of, now) = (versions.ToLookup(version => version.ClientId), time.GetUtcNow());
        return clients.ConvertAll(client =>
        {
            var active = of[client.Id].Where(version => version.State == PolicyState.Active).OrderBy(version => version.ActiveFrom).ToArray();
            var (current, next) = (active.LastOrDefault(version => version.ActiveFrom <= now), active.FirstOrDefault(version => version.ActiveFrom > now));
            return new PolicyClientRow(
                client.Key, client.Name, current?.Version, current?.ActiveFrom, next?.Version, next?.ActiveFrom,
                of[client.Id].Count(version => version.State == PolicyState.Draft), of[client.Id].Count(version => version.State == PolicyState.Reviewed));
        });
    }

    /// <summary>A client's versions, the newest first.</summary>
    /// <returns>They; or <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<PolicyVersionList>> ShelfAsync(string clientKey, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        var read = await ReadAsync(principal, clientKey, cancellationToken);
        return read.Succeeded ? ShelfOf(principal, read.Value.Client, read.Value.Versions) : read.Refusal;
    }

    /// <summary>One version; the one in force where none is named.</summary>
    /// <returns>It; or <c>policy.not-found</c>, <c>policy.unknown-client</c>, <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<PolicyVersionView>> FindAsync(string clientKey, int? version, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        var read = await ReadAsync(principal, clientKey, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Refusal;
        }

        var (client, versions) = read.Value;
        var found = version is null ? PolicyVersion.InForce(versions, time.GetUtcNow()) : versions.SingleOrDefault(one => one.Version == version);
        if (found is null)
        {
            return PolicyRefusals.NotFound;
        }

        var shelf = ShelfOf(principal, client, versions);
        return new PolicyVersionView(shelf, shelf.Versions.Single(row => row.Version == found.Version), found.Content, found.Document, found.Faults);
    }

    private static IReadOnlyList<PolicyStep> StepsOf(PolicyVersion version, bool isInForce, DeskPrincipal principal, DateTimeOffset now)
    {
        if (!principal.May(Permission.OwnPolicies))
        {
            return [];
        }

        var isOwn = version.IsAuthor(principal.Actor.Id);
        return [.. PolicyLife.From(version.State).Where(step => step switch
        {
            PolicyStep.Review => !isOwn,
            PolicyStep.SendBack => !isOwn || version.State == PolicyState.Reviewed,
            PolicyStep.Withdraw => !version.HasBegun(now),
            PolicyStep.RollBack => version.HasBegun(now) && !isInForce,
            _ => true,
        })];
    }

    private async Task<Outcome<(Client Client, List<PolicyVersion> Versions)>> ReadAsync(DeskPrincipal principal, string clientKey, CancellationToken cancellationToken)
    {
        if (!principal.May(Permission.ViewPolicies))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Key == clientKey, cancellationToken);
        return client is null
            ? PolicyRefusals.UnknownClient(clientKey)
            : (client, await db.Policies.AsNoTracking().Where(version => version.ClientId == client.Id).OrderByDescending(version => version.Version).ToListAsync(cancellationToken));
    }

    private PolicyVersionList ShelfOf(DeskPrincipal principal, Client client, List<PolicyVersion> versions)
    {
        var now = time.GetUtcNow();
        var current = PolicyVersion.InForce(versions, now);
        var rows = versions.ConvertAll(version => new PolicyVersionRow
        {
            Version = version.Version,
            State = version.State,
            IsInForce = version == current,
            IsOver = version.HasBegun(now) && version != current,
            ActiveFrom = version.ActiveFrom,
            Authors = version.Authors,
            EditedAt = version.EditedAt,
            Reviewer = version.ReviewerName,
            ReviewedAt = version.ReviewedAt,
            ActivatedBy = version.ActivatedBy,
            Comment = version.Comment,
            Reason = version.Reason,
            Revision = version.Revision,
            IsOwn = version.IsAuthor(principal.Actor.Id),
            Steps = StepsOf(version, version == current, principal, now),
        });
        return new PolicyVersionList(client.Key, client.Name, client.Currency, client.TimeZone, rows, principal.May(Permission.OwnPolicies));
    }
}
