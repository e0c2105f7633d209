using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.SqlServer;

/// <summary>SQL Server: claims read past rows that another node holds.</summary>
public sealed class SqlServerDialect : Dialect
{
    private const int DuplicateIndex = 2601;
    private const int DuplicateKey = 2627;
    private const int ConstraintFailed = 547;
    private const int Deadlock = 1205;
    private static readonly int[] Transient = [Deadlock, 1222, -2, 4060, 911, 10053, 10054, 10060, 40197, 40501, 40613];

    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.SqlServer;

    /// <inheritdoc />
    /// <remarks>The name goes in as its hash, since the server takes no long ones; inside a string, since what is checked without a server knows no system procedures.</remarks>
    public override Task HoldAsync(RefundDeskDbContext db, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var resource = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return db.Database.ExecuteSqlAsync($"""
            DECLARE @hold nvarchar(400) = N'DECLARE @held int; EXEC @held = sp_getapplock @Resource = ''' + {resource}
                + N''', @LockMode = ''Exclusive'', @LockOwner = ''Transaction'', @LockTimeout = 10000; IF @held < 0 THROW 51000, ''A lock was not had in time.'', 1;';
            EXEC (@hold);
            """, cancellationToken);
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<RefundCaseId>> ClaimCasesAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ids = await db.Database.SqlQuery<Guid>($"""
            UPDATE [RefundCases] WITH (ROWLOCK, READPAST, UPDLOCK) SET [LeaseOwner] = {owner}, [LeaseUntil] = {until.UtcDateTime}
            OUTPUT inserted.[Id] AS [Value]
            WHERE [Id] IN (
                SELECT TOP ({most}) [Id] FROM [RefundCases] WITH (ROWLOCK, READPAST, UPDLOCK)
                WHERE [DueAt] <= {now.UtcDateTime} AND ([LeaseUntil] IS NULL OR [LeaseUntil] < {now.UtcDateTime})
                ORDER BY [DueAt])
            """).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new RefundCaseId(id))];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> ClaimOutboxAsync(RefundDeskDbContext db, string owner, DateTimeOffset now, DateTimeOffset until, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Database.SqlQuery<long>($"""
            UPDATE [Outbox] WITH (ROWLOCK, READPAST, UPDLOCK) SET [LeaseOwner] = {owner}, [LeaseUntil] = {until.UtcDateTime}
            OUTPUT inserted.[Id] AS [Value]
            WHERE [Id] IN (
                SELECT TOP ({most}) [Id] FROM [Outbox] WITH (ROWLOCK, READPAST, UPDLOCK)
                WHERE [DueAt] <= {now.UtcDateTime} AND ([LeaseUntil] IS NULL OR [LeaseUntil] < {now.UtcDateTime})
                ORDER BY [DueAt])
            """).ToListAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task InsertAsync(RefundDeskDbContext db, BulkRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        using var table = new DataTable();
        var values = new object[rows.Properties.Count];
        foreach (var property in rows.Properties)
        {
            var stored = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
            table.Columns.Add(property.GetColumnName(), Nullable.GetUnderlyingType(stored) ?? stored);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            rows.Read(row, values);
            table.Rows.Add(values);
        }

        var transaction = (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        using var copy = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints, transaction)
        {
            DestinationTableName = $"[{rows.Table}]",
            BulkCopyTimeout = db.Database.GetCommandTimeout() ?? 30,
        };
        foreach (var name in rows.ColumnNames)
        {
            copy.ColumnMappings.Add(name, name);
        }

        await copy.WriteToServerAsync(table, cancellationToken);
    }

    /// <inheritdoc />
    public override bool IsDuplicate(DbException fault) => fault is SqlException { Number: DuplicateIndex or DuplicateKey };

    /// <inheritdoc />
    /// <remarks>Foreign keys fail with the same number; only the names tell them apart.</remarks>
    public override bool IsCheckViolation(DbException fault) =>
        fault is SqlException { Number: ConstraintFailed } && fault.Message.Contains("\"CK_", StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool IsDeadlock(DbException fault) => fault is SqlException { Number: Deadlock };

    /// <inheritdoc />
    public override bool IsTransient(DbException fault) => fault is SqlException sql && Transient.Contains(sql.Number);
}
