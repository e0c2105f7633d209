using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Kit;

/// <summary>The servers at hand and how a database is made and dropped on each of them.</summary>
internal static class TestServers
{
    public const string PostgreSqlVariable = "REFUNDDESK_TEST_POSTGRES";

    public const string SqlServerVariable = "REFUNDDESK_TEST_SQLSERVER";

    private static readonly Lazy<string> LazyFolder = new(() => Directory.CreateTempSubdirectory("refunddesk-tests-").FullName);

    private static string Folder => LazyFolder.Value;

    /// <summary>Why tests of a provider are skipped; null where they run.</summary>
    public static string? WhySkipped(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.PostgreSql when Server(PostgreSqlVariable) is null => $"No PostgreSQL: {PostgreSqlVariable} is not set.",
        DatabaseProvider.SqlServer when Server(SqlServerVariable) is null => $"No SQL Server: {SqlServerVariable} is not set.",
        _ => null,
    };

    /// <summary>The connection string of a database that does not exist yet.</summary>
    public static string ConnectionOf(DatabaseProvider provider, string database) => provider switch
    {
        DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(Server(PostgreSqlVariable)) { Database = database, MaxPoolSize = 20, Timeout = 60 }.ConnectionString,
        DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(Server(SqlServerVariable)) { InitialCatalog = database }.ConnectionString,
        _ => new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, $"{database}.db") }.ConnectionString,
    };

    /// <summary>Makes a database as a copy of a migrated one. Nobody may be connected to the template.</summary>
    public static async Task CopyAsync(DatabaseProvider provider, string template, string database)
    {
        switch (provider)
        {
            case DatabaseProvider.PostgreSql:
                await ExecuteAsync(new NpgsqlConnection(Server(PostgreSqlVariable)), $"CREATE DATABASE \"{database}\" TEMPLATE \"{template}\"");
                break;
            case DatabaseProvider.Sqlite:
                File.Copy(Path.Combine(Folder, $"{template}.db"), Path.Combine(Folder, $"{database}.db"));
                break;
            default:
                throw new NotSupportedException($"{provider} copies no databases.");
        }
    }

    /// <summary>Makes an empty database where migrating does not make it.</summary>
    public static Task CreateEmptyAsync(DatabaseProvider provider, string database) => provider switch
    {
        DatabaseProvider.SqlServer => ExecuteAsync(new SqlConnection(Server(SqlServerVariable)), $"CREATE DATABASE [{database}]"),
        _ => Task.CompletedTask,
    };

    /// <summary>Lets go of every idle connection to a database.</summary>
    public static void Release(DatabaseProvider provider, string database)
    {
        switch (provider)
        {
            case DatabaseProvider.PostgreSql:
                using (var connection = new NpgsqlConnection(ConnectionOf(provider, database)))
                {
                    NpgsqlConnection.ClearPool(connection);
                }

                break;
            case DatabaseProvider.SqlServer:
                using (var connection = new SqlConnection(ConnectionOf(provider, database)))
                {
                    SqlConnection.ClearPool(connection);
                }

                break;
            default:
                using (var connection = new SqliteConnection(ConnectionOf(provider, database)))
                {
                    SqliteConnection.ClearPool(connection);
                }

                break;
        }
    }

    public static async Task DropAsync(DatabaseProvider provider, string database)
    {
        Release(provider, database);
        switch (provider)
        {
            case DatabaseProvider.PostgreSql:
                await ExecuteAsync(new NpgsqlConnection(Server(PostgreSqlVariable)), $"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");
                break;
            case DatabaseProvider.SqlServer:
                await ExecuteAsync(new SqlConnection(Server(SqlServerVariable)), $"DROP DATABASE IF EXISTS [{database}]");
                break;
            default:
                foreach (var file in Directory.GetFiles(Folder, $"{database}.db*"))
                {
                    File.Delete(file);
                }

                break;
        }
    }

    /// <summary>Removes what SQLite left behind; after the last test.</summary>
    public static void DeleteFolder()
    {
        if (LazyFolder.IsValueCreated)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string? Server(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } connection ? connection : null;

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
