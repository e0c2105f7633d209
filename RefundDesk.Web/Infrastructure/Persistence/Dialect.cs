using System.Data.Common;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Everything a provider says differently: claiming work, telling faults apart, waiting for the one writer.</summary>
public abstract class Dialect
{
    /// <summary>The provider.</summary>
    public abstract DatabaseProvider Provider { get; }

    /// <summary>Waits until this process may write; only SQLite has anything to wait for. Dispose to let the next one in.</summary>
    public virtual ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    /// <summary>
    /// Marks that what runs from here on holds the turn, until disposed: another context that wants to write meanwhile would wait
    /// for itself forever, so it is told at once.
    /// </summary>
    public virtual IDisposable? HoldTurn() => null;

    /// <summary>
    /// Waits until nobody else holds a name, and holds it until the context's transaction ends. For what must not happen twice at once and has no
    /// row to hold. Whoever holds several takes them in order of their names.
    /// </summary>
    public abstract Task HoldAsync(RefundDeskDbContext db, string name, CancellationToken cancellationToken);

    /// <summary>Leases due cases to a node, oldest first; rows another node holds are passed over.</summary>
    public abstract Task<IReadOnlyList<RefundCaseId>> ClaimCasesAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken);

    /// <summary>Leases due messages to a node, oldest first.</summary>
    public abstract Task<IReadOnlyList<long>> ClaimOutboxAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken);

    /// <summary>Stores many new rows of one table inside the context's transaction, by the quickest way the provider has; checks and unique indexes hold.</summary>
    public abstract Task InsertAsync(RefundDeskDbContext db, BulkRows rows, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="UpdateAsync"/> is there; else batches are saved row by row.</summary>
    public virtual bool UpdatesInBulk => false;

    /// <summary>Stores many changed rows of one table inside the context's transaction; checks and unique indexes hold.</summary>
    /// <returns>How many rows were found and changed.</returns>
    public virtual Task<int> UpdateAsync(RefundDeskDbContext db, BulkUpdate update, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Provider} does not update in bulk.");

    /// <summary>True where a unique index refused a row.</summary>
    public abstract bool IsDuplicate(DbException fault);

    /// <summary>True where a check refused a row: a ceiling would have been passed.</summary>
    public abstract bool IsCheckViolation(DbException fault);

    /// <summary>True where this transaction had to give way to another one: nothing of it was done, and doing it again at once helps.</summary>
    public abstract bool IsDeadlock(DbException fault);

    /// <summary>True where trying again may help: busy, deadlock, lock time-out, lost connection.</summary>
    public abstract bool IsTransient(DbException fault);
}
