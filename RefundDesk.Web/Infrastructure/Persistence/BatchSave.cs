using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
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
    public static Task SaveBatchAsync(this RefundDeskDbContext db, CancellationToken cancellationToken) => db.SaveBatchAsync([], cancellationToken);

    /// <summary>As without new cases, and stores those that were just received with what they changed of their orders.</summary>
    /// <param name="db">Tracks the orders, and not yet the new cases; those it tracks afterwards.</param>
    /// <param name="received">New cases, however far they went meanwhile.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored.</param>
    public static async Task SaveBatchAsync(this RefundDeskDbContext db, IReadOnlyList<RefundCase> received, CancellationToken cancellationToken)
    {
        if (!db.Scope.AllClients)
        {
            throw new InvalidOperationException("Batches are of every client; a context of one client saves row by row.");
        }

        if (!db.Dialect.UpdatesInBulk)
        {
            db.RefundCases.AddRange(received);
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var detects = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var refunds = db.ChangeTracker.Entries<RefundCase>().Select(entry => entry.Entity).ToList();
            BulkRows[] inserts = [.. Inserts(db, refunds, received), BulkRows.Of(db, await ShopRecords.OfAsync(db, refunds, cancellationToken))];
            var updates = BulkUpdate.Of(db);
            List<RefundCase> moved = [.. refunds, .. received];
            var work = CommittedWork.History | CommittedWork.Messages | RefundDeskDbContext.WorkOf(moved);
            await db.InTransactionAsync(
                async stop =>
                {
                    await StoreAsync(db, updates, inserts, stop);
                    db.RaiseOnceCommitted(work, moved);
                    return moved.Count;
                },
                cancellationToken);
            db.ChangeTracker.AcceptAllChanges();
            db.AttachRange(received);
            moved.ForEach(refund => refund.ClearPending());
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
            db.RaiseOnceCommitted(CommittedWork.History, []);
        }
    }

    private static async Task StoreAsync(RefundDeskDbContext db, IReadOnlyList<BulkUpdate> updates, IReadOnlyList<BulkRows> inserts, CancellationToken cancellationToken)
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

    }

    private static BulkRows[] Inserts(RefundDeskDbContext db, List<RefundCase> refunds, IReadOnlyList<RefundCase> received)
    {
        if (db.ChangeTracker.Entries().FirstOrDefault(entry => entry.State is EntityState.Added or EntityState.Deleted) is { } other)
        {
            throw new InvalidOperationException($"A batch adds payouts only, and no {other.Metadata.ClrType.Name}.");
        }

        var payouts = refunds.SelectMany(refund => refund.Payouts.Where(payout => db.Entry(payout).State == EntityState.Detached).Select(payout => (payout, (object)refund.Id))).ToList();
        foreach (var (payout, owner) in payouts)
        {
            var entry = db.Entry(payout);
            entry.Property(RefundCaseConfiguration.CaseKey).CurrentValue = owner;
            entry.State = EntityState.Added;
        }

        payouts.AddRange(received.SelectMany(refund => refund.Payouts.Select(payout => (payout, (object)refund.Id))));
        var pending = refunds.Concat(received).SelectMany(PendingRows.RowsOf).ToList();
        return
        [
            BulkRows.Of(db, received),
            BulkRows.Of(db, RefundCaseConfiguration.CaseKey, received.SelectMany(refund => refund.Lines.Select(line => (line, (object)refund.Id)))),
            BulkRows.Of(db, RefundCaseConfiguration.CaseKey, payouts),
            BulkRows.Of(db, pending.OfType<CaseEventRow>()),
            BulkRows.Of(db, pending.OfType<PostingRow>()),
            BulkRows.Of(db, pending.OfType<DecisionRow>()),
            BulkRows.Of(db, pending.OfType<OutboxRow>()),
        ];
    }
}
