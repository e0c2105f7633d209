using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>Which database holds everything.</summary>
public enum DatabaseProvider
{
    /// <summary>One file beside the application; the embedded default.</summary>
    Sqlite,

    /// <summary>PostgreSQL 13 or newer.</summary>
    PostgreSql,

    /// <summary>SQL Server 2019 or newer.</summary>
    SqlServer,
}

/// <summary>Section <c>Database</c>. The connection string is <c>ConnectionStrings:RefundDesk</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Database";

    /// <summary>Sqlite (default), PostgreSql or SqlServer.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Bring the schema up to date when the web application starts; default true for SQLite's sake, off for several nodes.</summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>Seconds one command may take; 1 to 600, default 30.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Settings of SQL Server alone.</summary>
    [ValidateObjectMembers]
    public SqlServerOptions SqlServer { get; set; } = new();

    /// <summary>Section <c>Database:SqlServer</c>.</summary>
    public sealed class SqlServerOptions
    {
        /// <summary>Statements sent together; 1 to 1000, default 42. Set 1 for servers without MERGE.</summary>
        [Range(1, 1000)]
        public int MaxBatchSize { get; set; } = 42;
    }
}
