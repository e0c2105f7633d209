using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Configurations;

namespace RefundDesk.Bench;

/// <summary>Stores rows that were made before, by the quickest way the provider has: prepared inserts on SQLite, COPY on PostgreSQL.</summary>
internal static class RawRows
{
    private sealed record Rows(string Table, string[] Columns, List<object[]> Values);

    /// <summary>Stores what the pipeline stored, with as many refunds a commit as it had.</summary>
    /// <returns>Rows and refunds' worth of rows a second.</returns>
    public static async Task<(double RowsPerSecond, double RefundsPerSecond)> InsertAsync(BenchDesk from, BenchDesk to, int refunds, int batch)
    {
        var tables = await ReadAsync(from, refunds);
        var commits = (refunds + batch - 1) / batch;
        await using var db = await to.Database.OpenAsync(ClientScope.Everything, default);
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var watch = Stopwatch.StartNew();
        for (var commit = 0; commit < commits; commit++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var table in tables)
            {
                var first = (int)((long)table.Values.Count * commit / commits);
                var last = (int)((long)table.Values.Count * (commit + 1) / commits);
                await InsertAsync(connection, transaction, table, first, last);
            }

            await transaction.CommitAsync();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        return (tables.Sum(table => table.Values.Count) / seconds, refunds / seconds);
    }

    private static Task InsertAsync(DbConnection connection, DbTransaction transaction, Rows table, int first, int last) =>
        connection is NpgsqlConnection postgres ? CopyAsync(postgres, table, first, last) : InsertAsync((SqliteConnection)connection, (SqliteTransaction)transaction, table, first, last);

    private static async Task InsertAsync(SqliteConnection connection, SqliteTransaction transaction, Rows table, int first, int last)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO \"{table.Table}\" ({string.Join(", ", table.Columns.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        var parameters = table.Columns.Select((_, i) => command.Parameters.Add($"@p{i}", SqliteType.Text)).ToArray();
        foreach (var parameter in parameters)
        {
            parameter.ResetSqliteType();
        }

        for (var row = first; row < last; row++)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = table.Values[row][i];
            }

            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, Rows table, int first, int last)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY \"{table.Table}\" ({string.Join(", ", table.Columns.Select(name => $"\"{name}\""))}) FROM STDIN (FORMAT BINARY)");
        for (var row = first; row < last; row++)
        {
            await copy.WriteRowAsync(default, table.Values[row]);
        }

        await copy.CompleteAsync();
    }

    /// <summary>What the pipeline wrote for the last refunds, ready to be handed over.</summary>
    private static async Task<List<Rows>> ReadAsync(BenchDesk desk, int refunds)
    {
        await using var db = await desk.Database.OpenAsync(ClientScope.Everything, default);
        var newest = await db.RefundCases.OrderByDescending(refund => refund.Id).Select(refund => refund.Id).Take(refunds).ToListAsync();
        var wanted = newest.ToHashSet();
        var payouts = await db.RefundCases.AsNoTracking().Include(refund => refund.Payouts).ToListAsync();
        return
        [
            Make(BulkRows.Of(db, RefundCaseConfiguration.CaseKey, payouts.Where(refund => wanted.Contains(refund.Id)).SelectMany(refund => refund.Payouts.Select(payout => (payout, (object)refund.Id))))),
            Make(BulkRows.Of(db, (await db.CaseEvents.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).Where(row => wanted.Contains(row.CaseId)))),
            Make(BulkRows.Of(db, (await db.Postings.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).Where(row => wanted.Contains(row.CaseId)))),
            Make(BulkRows.Of(db, (await db.Decisions.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).Where(row => wanted.Contains(row.CaseId)))),
            Make(BulkRows.Of(db, (await db.Outbox.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).Where(row => wanted.Contains(row.CaseId)))),
        ];
    }

    private static Rows Make(BulkRows rows)
    {
        var columns = rows.ColumnNames.ToArray();
        var values = new List<object[]>(rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            var read = new object[columns.Length];
            rows.Read(row, read);
            values.Add(read);
        }

        return new Rows(rows.Table, columns, values);
    }
}
