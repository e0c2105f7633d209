using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.Sqlite;

/// <summary>SQLite: one writer at a time, so this process queues its own instead of spinning on a busy file.</summary>
public sealed class SqliteDialect : Dialect, IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int CheckFailed = 275;
    private const int UniqueFailed = 2067;
    private const int PrimaryKeyFailed = 1555;

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly AsyncLocal<bool> _isHeldHere = new();

    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    /// <inheritdoc />
    public override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken)
    {
        if (_isHeldHere.Value)
        {
            throw new InvalidOperationException("A second context wants to write inside a transaction of the first: it would wait forever. Use the first one.");
        }

        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    /// <inheritdoc />
    public override IDisposable? HoldTurn()
    {
        _isHeldHere.Value = true;
        return new Holding(_isHeldHere);
    }

    /// <inheritdoc />
    /// <remarks>Nothing to wait for: a transaction is the only writer from its beginning, over all processes.</remarks>
    public override Task HoldAsync(RefundDeskDbContext db, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<RefundCaseId>> ClaimCasesAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        using var turn = await db.EnterWriteAsync(cancellationToken);
        var ids = await db.Database.SqlQuery<Guid>($"""
            UPDATE "RefundCases" SET "LeaseOwner" = {owner}, "LeaseUntil" = {until.UtcDateTime}
            WHERE "Id" IN (
                SELECT "Id" FROM "RefundCases"
                WHERE "DueAt" <= {now.UtcDateTime} AND ("LeaseUntil" IS NULL OR "LeaseUntil" < {now.UtcDateTime})
                ORDER BY "DueAt" LIMIT {most})
            RETURNING "Id" AS "Value"
            """).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new RefundCaseId(id))];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> ClaimOutboxAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        using var turn = await db.EnterWriteAsync(cancellationToken);
        return await db.Database.SqlQuery<long>($"""
            UPDATE "Outbox" SET "LeaseOwner" = {owner}, "LeaseUntil" = {until.UtcDateTime}
            WHERE "Id" IN (
                SELECT "Id" FROM "Outbox"
                WHERE "DueAt" <= {now.UtcDateTime} AND ("LeaseUntil" IS NULL OR "LeaseUntil" < {now.UtcDateTime})
                ORDER BY "DueAt" LIMIT {most})
            RETURNING "Id" AS "Value"
            """).ToListAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override bool UpdatesInBulk => true;

    /// <inheritdoc />
    public override Task InsertAsync(RefundDeskDbContext db, BulkRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        var names = rows.ColumnNames.ToArray();
        using var command = CommandOf(
            db, $"INSERT INTO \"{rows.Table}\" ({string.Join(", ", names.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", names.Select((_, i) => $"@p{i}"))})", names.Length);
        var values = new object[names.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Read(row, values);
            Execute(command, values);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task<int> UpdateAsync(RefundDeskDbContext db, BulkUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(update);
        var set = update.Set.Select((property, i) => $"\"{property.GetColumnName()}\" = @p{i}");
        var match = update.Match.Select((property, i) => $"\"{property.GetColumnName()}\" = @p{update.Set.Count + i}");
        using var command = CommandOf(db, $"UPDATE \"{update.Table}\" SET {string.Join(", ", set)} WHERE {string.Join(" AND ", match)}", update.Set.Count + update.Match.Count);
        var changed = 0;
        foreach (var row in update.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            changed += Execute(command, row);
        }

        return Task.FromResult(changed);
    }

    /// <inheritdoc />
    public override bool IsDuplicate(DbException fault) => fault is SqliteException { SqliteExtendedErrorCode: UniqueFailed or PrimaryKeyFailed };

    /// <inheritdoc />
    public override bool IsCheckViolation(DbException fault) => fault is SqliteException { SqliteExtendedErrorCode: CheckFailed };

    /// <inheritdoc />
    /// <remarks>Never: the one writer is waited for.</remarks>
    public override bool IsDeadlock(DbException fault) => false;

    /// <inheritdoc />
    public override bool IsTransient(DbException fault) => fault is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    /// <summary>One command for many rows: it is prepared once, and every row binds its values anew.</summary>
    private static DbCommand CommandOf(RefundDeskDbContext db, string text, int parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Names of the model only.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static int Execute(DbCommand command, object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command.ExecuteNonQuery();
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        private SemaphoreSlim? _writer = writer;

        public void Dispose() => Interlocked.Exchange(ref _writer, null)?.Release();
    }

    private sealed class Holding(AsyncLocal<bool> held) : IDisposable
    {
        public void Dispose() => held.Value = false;
    }
}
