using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>One refund of a list.</summary>
public sealed record RefundListed(RefundNumber Number, string OrderNumber, RefundStatus Status, long Version, DateTimeOffset ReceivedAt, Money Requested, Money Amount);

/// <summary>Some refunds, and where to go on.</summary>
/// <param name="Items">The refunds.</param>
/// <param name="Next">The cursor of what follows. Of a plain list null at its end; of changes always there: ask with it again later.</param>
public sealed record RefundPage(IReadOnlyList<RefundListed> Items, string? Next);

/// <summary>Reads refunds for systems: all of them, oldest first, or those that changed since, in the order of their changes.</summary>
public sealed class RefundListQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>The most a page holds.</summary>
    public const int MostAtOnce = 200;

    /// <summary>How much of all clients' history one question looks through, so that a small client's costs no more than a large one's.</summary>
    private const int EventsAtOnce = 20_000;

    /// <summary>A change is told once nobody can commit one before it any more.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private static readonly Refusal BadCursor = new("request.cursor", "cursor: it is not one that an earlier answer gave.");

    /// <summary>Every refund, oldest first.</summary>
    /// <param name="status">Only those that are there; null is everywhere.</param>
    /// <param name="cursor">Of the page before; null begins.</param>
    /// <param name="limit">1 to <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The page; or <c>refund.forbidden</c>, <c>request.cursor</c>.</returns>
    public async Task<Outcome<RefundPage>> ListAsync(RefundStatus? status, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refunds = Own(db, principal);
        if (cursor is not null)
        {
            if (cursor.Split('_') is not ["r", var ticks, var key] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > DateTimeOffset.MaxValue.UtcTicks || !Guid.TryParseExact(key, "N", out var id))
            {
                return BadCursor;
            }

            var (instant, last) = (new DateTimeOffset(at, TimeSpan.Zero), new RefundCaseId(id));
            refunds = refunds.Where(refund => refund.ReceivedAt > instant || (refund.ReceivedAt == instant && refund.Id > last));
        }

        refunds = status is { } wanted ? refunds.Where(refund => refund.Status == wanted) : refunds;
        var rows = await refunds.OrderBy(refund => refund.ReceivedAt).ThenBy(refund => refund.Id).Take(limit).ToListAsync(cancellationToken);
        return new RefundPage(rows.ConvertAll(Listed), rows.Count < limit ? null : string.Create(CultureInfo.InvariantCulture, $"r_{rows[^1].ReceivedAt.UtcTicks}_{rows[^1].Id.Value:N}"));
    }

    /// <summary>What changed since.</summary>
    /// <param name="since">UTC; not looked at where there is a cursor.</param>
    /// <param name="cursor">Of the answer before; null begins at <paramref name="since"/>.</param>
    /// <param name="limit">1 to <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The refunds as they are now, each once; or <c>refund.forbidden</c>, <c>request.cursor</c>.</returns>
    public async Task<Outcome<RefundPage>> ChangedAsync(DateTimeOffset since, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        var after = 0L;
        if (cursor is not null && (cursor.Split('_') is not ["c", var text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)))
        {
            return BadCursor;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        after = cursor is null ? await BeforeAsync(since, cancellationToken) : after;
        var until = Math.Min(await SettledAsync(cancellationToken), after + EventsAtOnce);
        var events = await db.CaseEvents.AsNoTracking().Where(row => row.Id > after && row.Id <= until && (principal.ClientId == null || row.ClientId == principal.ClientId))
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.CaseId }).ToListAsync(cancellationToken);
        var ids = events.Select(row => row.CaseId).Distinct().Take(limit).ToArray();
        if (ids.Length == limit)
        {
            // Up to the last change of which every case is on this page.
            var beyond = events.FirstOrDefault(row => !ids.Contains(row.CaseId));
            until = beyond is null ? until : beyond.Id - 1;
        }

        var rows = await db.RefundCases.AsNoTracking().Where(refund => EF.Parameter(ids).Contains(refund.Id)).ToDictionaryAsync(refund => refund.Id, cancellationToken);
        return new RefundPage([.. ids.Where(rows.ContainsKey).Select(id => Listed(rows[id]))], string.Create(CultureInfo.InvariantCulture, $"c_{Math.Max(after, until)}"));
    }

    /// <summary>The last change before an instant. History only grows, so its number is found by halving.</summary>
    private async Task<long> BeforeAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var (low, high) = (0L, await db.CaseEvents.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.CaseEvents.Where(row => row.Id > middle).OrderBy(row => row.Id).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            (low, high) = at < since ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The newest change that is old enough to be told.</summary>
    private async Task<long> SettledAsync(CancellationToken cancellationToken)
    {
        var settled = time.GetUtcNow() - Settled;
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.CaseEvents.Where(row => row.At <= settled).OrderByDescending(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<RefundCase> Own(RefundDeskDbContext db, DeskPrincipal principal) =>
        principal.ClientId is { } client ? db.RefundCases.AsNoTracking().Where(refund => refund.ClientId == client) : db.RefundCases.AsNoTracking();

    private static RefundListed Listed(RefundCase refund) =>
        new(refund.Number, refund.OrderNumber, refund.Status, refund.Version, refund.ReceivedAt, refund.Requested, refund.ApprovedMinor > 0 ? refund.Approved : refund.Proposed);
}
