using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Opens contexts. The only way to one: every opening says whose rows it may see.</summary>
/// <param name="contexts">Makes pooled contexts of the configured provider.</param>
/// <param name="dialect">The configured provider's dialect.</param>
/// <param name="signal">Raised after every commit that moved a case.</param>
public sealed class DeskDatabase(IDbContextFactory<RefundDeskDbContext> contexts, Dialect dialect, WorkSignal signal)
{
    private const int Attempts = 3;

    /// <summary>What the configured provider says differently.</summary>
    public Dialect Dialect => dialect;

    /// <summary>Wakes whoever waits for cases to move; raised by every save that stores history.</summary>
    public WorkSignal Signal => signal;

    /// <summary>A context for one operation on behalf of a principal; dispose it afterwards.</summary>
    public Task<RefundDeskDbContext> OpenAsync(DeskPrincipal principal, CancellationToken cancellationToken) =>
        OpenAsync(ClientScope.Of(principal), cancellationToken);

    /// <summary>A context for one operation; dispose it afterwards.</summary>
    public async Task<RefundDeskDbContext> OpenAsync(ClientScope scope, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.OpenFor(scope, dialect, signal);
        return db;
    }

    /// <summary>
    /// Saves what a step changed. A lost race is <c>refund.stale</c>; a ceiling that only the database noticed is <c>order.above-ceiling</c>;
    /// a save that had to give way to another one is done again.
    /// </summary>
    public static async Task<Outcome> SaveAsync(RefundDeskDbContext db, Outcome step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!step.Succeeded)
        {
            return step;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return Outcome.Ok;
            }
            catch (DbUpdateConcurrencyException)
            {
                return RefundRefusals.Stale;
            }
            catch (DbUpdateException fault) when (fault.InnerException is DbException inner && IsCeiling(db.Dialect, inner))
            {
                return new Refusal("order.above-ceiling", "Another refund of the same order was faster: what is left does not cover this one.");
            }
            catch (DbUpdateException fault) when (attempt < Attempts && CanBeDoneAgain(db, fault))
            {
                // Goes round: the database undid it whole, and what is tracked is as it was before.
            }
        }
    }

    private static bool IsCeiling(Dialect dialect, DbException fault) =>
        dialect.IsCheckViolation(fault)
        && (fault.Message.Contains(OrderConfiguration.LineChecks, StringComparison.Ordinal) || fault.Message.Contains(OrderConfiguration.TenderChecks, StringComparison.Ordinal));

    /// <summary>Inside a transaction the statements before this save are undone too, so the save alone must not be repeated.</summary>
    private static bool CanBeDoneAgain(RefundDeskDbContext db, DbUpdateException fault) =>
        db.Database.CurrentTransaction is null && fault.InnerException is DbException inner && db.Dialect.IsDeadlock(inner);
}
