using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.PostgreSql;

/// <summary>PostgreSQL: claims skip rows that another node holds.</summary>
public sealed class PostgreSqlDialect : Dialect
{
    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    /// <inheritdoc />
    public override Task HoldAsync(RefundDeskDbContext db, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);
    }

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
    public override bool UpdatesInBulk => true;

    /// <inheritdoc />
    public override async Task<int> UpdateAsync(RefundDeskDbContext db, BulkUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(update);
        IProperty[] columns = [.. update.Set, .. update.Match];
        var set = update.Set.Select((property, i) => $"\"{property.GetColumnName()}\" = v.c{i}");
        var match = update.Match.Select((property, i) => $"t.\"{property.GetColumnName()}\" = v.c{update.Set.Count + i}");
        var arrays = columns.Select((property, i) => $"@p{i}::{property.GetColumnType()}[]");
        await using var command = (NpgsqlCommand)db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Names of the model only.
        command.CommandText = $"UPDATE \"{update.Table}\" AS t SET {string.Join(", ", set)} FROM unnest({string.Join(", ", arrays)}) AS v({string.Join(", ", columns.Select((_, i) => $"c{i}"))}) WHERE {string.Join(" AND ", match)}";
#pragma warning restore CA2100
        for (var i = 0; i < columns.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter($"p{i}", ArrayOf(columns[i], update.Rows, i)));
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
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

    private static Array ArrayOf(IProperty column, IReadOnlyList<object[]> rows, int index)
    {
        var stored = column.GetTypeMapping().Converter?.ProviderClrType ?? column.ClrType;
        stored = Nullable.GetUnderlyingType(stored) ?? stored;
        var array = Array.CreateInstance(stored.IsValueType ? typeof(Nullable<>).MakeGenericType(stored) : stored, rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            array.SetValue(rows[row][index] is DBNull ? null : rows[row][index], row);
        }

        return array;
    }
}
