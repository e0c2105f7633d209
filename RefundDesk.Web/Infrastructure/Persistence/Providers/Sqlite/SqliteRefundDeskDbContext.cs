using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.Sqlite;

/// <summary>The model on SQLite.</summary>
public sealed class SqliteRefundDeskDbContext(DbContextOptions<SqliteRefundDeskDbContext> options) : RefundDeskDbContext(options);

/// <summary>For the migrations tool only.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRefundDeskDbContext>
{
    /// <inheritdoc />
    public SqliteRefundDeskDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRefundDeskDbContext>().UseSqlite("Data Source=design.db").Options);
}
