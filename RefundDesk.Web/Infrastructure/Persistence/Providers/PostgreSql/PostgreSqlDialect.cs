using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.PostgreSql;

/// <summary>PostgreSQL: claims skip rows that another node holds.</summary>
public sealed class PostgreSqlDialect : Dialect
{
    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<RefundCaseId>> ClaimCasesAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ids = await db.Database.SqlQuery<Guid>($"""
            UPDATE "RefundCases" SET "LeaseOwner" = {owner}, "LeaseUntil" = {until.UtcDateTime}
            WHERE "Id" IN (
                SELECT "Id" FROM "RefundCases"
                WHERE "DueAt" <= {now.UtcDateTime} AND ("LeaseUntil" IS NULL OR "LeaseUntil" < {now.UtcDateTime})
                ORDER BY "DueAt" LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING "Id" AS "Value"
            """).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new RefundCaseId(id))];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> ClaimOutboxAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Database.SqlQuery<long>($"""
            UPDATE "Outbox" SET "LeaseOwner" = {owner}, "LeaseUntil" = {until.UtcDateTime}
            WHERE "Id" IN (
                SELECT "Id" FROM "Outbox"
                WHERE "DueAt" <= {now.UtcDateTime} AND ("LeaseUntil" IS NULL OR "LeaseUntil" < {now.UtcDateTime})
                ORDER BY "DueAt" LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING "Id" AS "Value"
            """).ToListAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task InsertAsync(RefundDeskDbContext db, BulkRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var names = string.Join(", ", rows.ColumnNames.Select(name => $"\"{name}\""));
        await using var copy = await connection.BeginBinaryImportAsync($"COPY \"{rows.Table}\" ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        var values = new object[rows.Properties.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Read(row, values);
            await copy.WriteRowAsync(cancellationToken, values);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override bool IsDuplicate(DbException fault) => fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc />
    public override bool IsCheckViolation(DbException fault) => fault is PostgresException { SqlState: PostgresErrorCodes.CheckViolation };

    /// <inheritdoc />
    public override bool IsDeadlock(DbException fault) => fault is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <inheritdoc />
    public override bool IsTransient(DbException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.IsTransient || IsDeadlock(fault);
    }
}
