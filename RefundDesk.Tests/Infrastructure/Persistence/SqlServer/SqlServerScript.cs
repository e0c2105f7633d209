using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace RefundDesk.Tests.Infrastructure.Persistence.SqlServer;

/// <summary>
/// Two checkers of T-SQL that need no server. The parser sees words of another dialect and unknown hints, whatever they name; the model sees
/// wrong tables, columns, types and references, in tables and in procedures. What neither sees is looked for in <see cref="SqlServerModelRules"/>.
/// </summary>
internal static class SqlServerScript
{
    /// <summary>What the parser does not understand, with line and column.</summary>
    public static IReadOnlyList<string> Parse(string sql)
    {
        Read(sql, out var errors);
        return [.. errors.Select(error => $"({error.Line},{error.Column}) {error.Message}")];
    }

    /// <summary>A model of the tables, indexes and constraints of a script.</summary>
    public static TSqlModel Model(string ddl)
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var statement in Statements(Read(ddl, out _)))
        {
            model.AddObjects(ddl.Substring(statement.StartOffset, statement.FragmentLength));
        }

        return model;
    }

    /// <summary>What is wrong in the model.</summary>
    public static IReadOnlyList<string> Faults(TSqlModel model) =>
        [.. model.Validate().Select(message => message.ToString()).Distinct()];

    /// <summary>What is wrong where statements are run on the tables of a model: each stands in a procedure of its own, named by the fault.</summary>
    public static IReadOnlyList<string> FaultsOf(TSqlModel tables, IEnumerable<(string Name, CapturedSql Sql)> statements)
    {
        var faults = new List<string>();
        foreach (var (name, sql) in statements)
        {
            try
            {
                tables.AddObjects(sql.AsProcedure(name));
            }
            catch (DacModelException fault)
            {
                faults.Add($"{name}: {fault.Message}");
            }
        }

        return [.. faults, .. Faults(tables)];
    }

    private static TSqlScript Read(string sql, out IList<ParseError> errors) => (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out errors);

    /// <summary>The statements that make something; of a migration script also those inside a condition, which are what they are in a string.</summary>
    private static IEnumerable<TSqlStatement> Statements(TSqlScript script) => script.Batches
        .SelectMany(batch => batch.Statements)
        .Where(statement => statement is CreateTableStatement or CreateIndexStatement or AlterTableStatement or CreateSequenceStatement or CreateSchemaStatement);
}
