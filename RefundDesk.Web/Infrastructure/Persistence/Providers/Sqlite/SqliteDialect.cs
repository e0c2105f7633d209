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
    public override async Task InsertAsync(RefundDeskDbContext db, BulkRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var names = rows.ColumnNames.ToArray();
        command.CommandText = $"INSERT INTO \"{rows.Table}\" ({string.Join(", ", names.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", names.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < names.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        var values = new object[names.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Read(row, values);
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
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
