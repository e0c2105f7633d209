using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Looks into a shop now, whenever its next look would be, and has what could not be told to it tried again.</summary>
public sealed class LookAtSource(DeskDatabase database, ICurrentUser user, PullRound round, TimeProvider time)
{
    /// <summary>Has the nodes look at once.</summary>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.paused</c>.</returns>
    public async Task<Outcome> AskAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await user.GetAsync(cancellationToken);
        if (await WhyNotAsync(principal, id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        await db.OrderSources.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextLookAt, now), cancellationToken);
        await db.SourceRefunds.Where(row => row.SourceId == id && row.ToldAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, (DateTimeOffset?)now).SetProperty(row => row.Attempts, 0), cancellationToken);
        return Outcome.Ok;
    }

    /// <summary>Looks itself, one turn.</summary>
    /// <param name="id">The shop.</param>
    /// <param name="owner">Unique for whoever looks.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What came; or <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.paused</c>, <c>source.busy</c>, and what the shop failed with.</returns>
    public async Task<Outcome<PulledOrders>> HandleAsync(Guid id, string owner, CancellationToken cancellationToken)
    {
        var asked = await AskAsync(id, cancellationToken);
        return asked.Succeeded ? await round.PullAsync(id, owner, null, cancellationToken) : asked.Refusal;
    }

    private async Task<Refusal?> WhyNotAsync(DeskPrincipal principal, Guid id, CancellationToken cancellationToken)
    {
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var found = await db.OrderSources.AsNoTracking().Where(row => row.Id == id).Select(row => new { row.IsPaused }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? SourceRefusals.NotFound : found.IsPaused ? SourceRefusals.Paused : null;
    }
}
