using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RefundDesk.Tests.Infrastructure.Persistence.SqlServer;

/// <summary>One statement as it would have been sent.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="Parameters">Names and types, as a procedure declares them.</param>
internal sealed record CapturedSql(string Text, IReadOnlyList<string> Parameters)
{
    /// <summary>The statement as the body of a procedure, which can be checked against a schema.</summary>
    public string AsProcedure(string name) => $"CREATE PROCEDURE [{name}] {string.Join(", ", Parameters)} AS\nBEGIN\n{Text}\nEND";
}

/// <summary>
/// Keeps what would be sent to a server and answers with nothing: no connection is opened and no transaction begun, so that the SQL of
/// a provider can be had without its server.
/// </summary>
internal sealed class SqlCapture : IDbConnectionInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor
{
    private const int MoreColumnsThanAnyQuery = 200;

    private static readonly DataTable NoRows = ColumnsWithoutRows();

    private readonly List<CapturedSql> _captured = [];

    public IReadOnlyList<CapturedSql> Captured => _captured;

    public InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    public InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result) =>
        InterceptionResult<DbTransaction>.SuppressWithResult(new NoTransaction(connection));

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(InterceptionResult<DbTransaction>.SuppressWithResult(new NoTransaction(connection)));

    public InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        InterceptionResult<DbCommand>.SuppressWithResult(new KeptCommand(_captured));

    private static DataTable ColumnsWithoutRows()
    {
        var table = new DataTable();
        for (var i = 0; i < MoreColumnsThanAnyQuery; i++)
        {
            table.Columns.Add();
        }

        return table;
    }

    private sealed class NoTransaction(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        public override bool SupportsSavepoints => true;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }

        public override void Save(string savepointName)
        {
        }

        public override void Release(string savepointName)
        {
        }

        public override void Rollback(string savepointName)
        {
        }
    }

    /// <summary>A command of SQL Server that is written down instead of executed.</summary>
    private sealed class KeptCommand(List<CapturedSql> kept) : DbCommand
    {
        private readonly SqlCommand _command = new();

        [AllowNull]
        public override string CommandText
        {
            get => _command.CommandText;
            set => _command.CommandText = value;
        }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => _command.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery()
        {
            Keep();
            return 1;
        }

        public override object? ExecuteScalar()
        {
            Keep();
            return null;
        }

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => _command.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            Keep();
            return NoRows.CreateDataReader();
        }

        protected override void Dispose(bool disposing)
        {
            _command.Dispose();
            base.Dispose(disposing);
        }

        private void Keep() => kept.Add(new CapturedSql(CommandText, [.. _command.Parameters.Cast<SqlParameter>().Select(parameter => $"{Name(parameter)} {TypeOf(parameter)}")]));

        private static string Name(SqlParameter parameter) => parameter.ParameterName.StartsWith('@') ? parameter.ParameterName : $"@{parameter.ParameterName}";

        private static string TypeOf(SqlParameter parameter) => parameter.SqlDbType switch
        {
            SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary => $"{parameter.SqlDbType.ToString().ToLowerInvariant()}({(parameter.Size is > 0 and <= 4_000 ? parameter.Size : "max")})",
            SqlDbType.Char or SqlDbType.NChar or SqlDbType.Binary => $"{parameter.SqlDbType.ToString().ToLowerInvariant()}({Math.Max(1, parameter.Size)})",
            SqlDbType.Decimal => "decimal(38, 10)",
            _ => parameter.SqlDbType.ToString().ToLowerInvariant(),
        };
    }
}
