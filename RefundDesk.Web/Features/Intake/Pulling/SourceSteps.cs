using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What every step of an administrator with a shop has in common: may one, is it there, write down who did it, lose no race.</summary>
internal static class SourceSteps
{
    /// <summary>What is written down about shops is called this.</summary>
    public const string Field = "Order source";

    /// <summary>Takes a step.</summary>
    /// <param name="database">Where.</param>
    /// <param name="user">Who.</param>
    /// <param name="id">Which shop.</param>
    /// <param name="time">When.</param>
    /// <param name="step">Changes the row; gives what it was and is, for the list of changes, or null where nothing is new.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Ok; <c>refund.forbidden</c>, <c>source.not-found</c>, <c>source.stale</c>.</returns>
    public static async Task<Outcome> TakeAsync(
        DeskDatabase database, ICurrentUser user, Guid id, TimeProvider time, Func<RefundDeskDbContext, OrderSourceRow, Task<(string Before, string? After)?>> step, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        try
        {
            return await db.InTransactionAsync(
                async stop =>
                {
                    if (await db.OrderSources.SingleOrDefaultAsync(row => row.Id == id, stop) is not { } source)
                    {
                        return (Outcome)SourceRefusals.NotFound;
                    }

                    if (await step(db, source) is { } change)
                    {
                        source.Version++;
                        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == source.ClientId, stop);
                        db.Audit.Add(AuditRow.Of(client, principal.Actor, time.GetUtcNow(), Field, $"{NameOf(source)}: {change.Before}", change.After is null ? null : $"{NameOf(source)}: {change.After}"));
                        await db.SaveChangesAsync(stop);
                    }

                    return Outcome.Ok;
                },
                cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SourceRefusals.Stale;
        }
    }

    /// <summary>What a shop is called where it is written down.</summary>
    public static string NameOf(OrderSourceRow source) => $"{source.Kind} {source.Address}";
}
