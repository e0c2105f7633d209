using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>
/// Saves a whole batch of cases a table at a time, where the change tracker would send a statement a row. What is stored is the same as
/// by a single save, and so are the guarantees: one transaction, concurrency tokens, checks, unique indexes.
/// </summary>
internal static class BatchSave
{
    /// <summary>Stores every change of the context and everything its cases have pending; all or none.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Someone else changed one of the rows.</exception>
    /// <exception cref="System.Data.Common.DbException">What the database refuses.</exception>
    public static async Task SaveBatchAsync(this RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Scope.AllClients)
        {
            throw new InvalidOperationException("Batches are of every client; a context of one client saves row by row.");
        }

        if (!db.Dialect.UpdatesInBulk)
        {
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        db.ChangeTracker.DetectChanges();
        var detects = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var refunds = db.ChangeTracker.Entries<RefundCase>().Select(entry => entry.Entity).ToList();
            var updates = BulkUpdate.Of(db);
            var inserts = Inserts(db, refunds);
            await db.InTransactionAsync(stop => StoreAsync(db, updates, inserts, stop), cancellationToken);
            db.ChangeTracker.AcceptAllChanges();
            refunds.ForEach(refund => refund.ClearPending());
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <summary>Stores new lines of histories that no case of this context has pending, inside the context's transaction.</summary>
    public static async Task InsertEventsAsync(this RefundDeskDbContext db, IReadOnlyList<CaseEventRow> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await db.Dialect.InsertAsync(db, BulkRows.Of(db, events), cancellationToken);
            db.RaiseOnceCommitted();
        }
    }

    private static async Task<int> StoreAsync(RefundDeskDbContext db, IReadOnlyList<BulkUpdate> updates, IReadOnlyList<BulkRows> inserts, CancellationToken cancellationToken)
    {
        foreach (var update in updates)
        {
            var changed = await db.Dialect.UpdateAsync(db, update, cancellationToken);
            if (changed != update.Rows.Count)
            {
                throw new DbUpdateConcurrencyException($"{update.Rows.Count - changed} of {update.Rows.Count} rows of {update.Table} were changed by someone else.");
            }
        }

        foreach (var rows in inserts.Where(rows => rows.Count > 0))
        {
            await db.Dialect.InsertAsync(db, rows, cancellationToken);
        }

        db.RaiseOnceCommitted();
        return 0;
    }

    private static BulkRows[] Inserts(RefundDeskDbContext db, List<RefundCase> refunds)
    {
        var added = db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Deleted).ToList();
        if (added.Find(entry => entry.Entity is not Payout || entry.State == EntityState.Deleted) is { } other)
        {
            throw new InvalidOperationException($"A batch adds payouts only, and no {other.Metadata.ClrType.Name}.");
        }

        var pending = refunds.SelectMany(PendingRows.RowsOf).ToList();
        return
        [
            BulkRows.Of(db, RefundCaseConfiguration.CaseKey, added.Select(entry => ((Payout)entry.Entity, CaseOf(entry)))),
            BulkRows.Of(db, pending.OfType<CaseEventRow>()),
            BulkRows.Of(db, pending.OfType<PostingRow>()),
            BulkRows.Of(db, pending.OfType<DecisionRow>()),
            BulkRows.Of(db, pending.OfType<OutboxRow>()),
        ];
    }

    private static object CaseOf(EntityEntry payout) => payout.Property(RefundCaseConfiguration.CaseKey).CurrentValue!;
}
