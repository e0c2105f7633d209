using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.Sqlite;

/// <summary>The model on SQLite. LIKE ignores case there, so only an index that ignores it too finds a prefix.</summary>
public sealed class SqliteRefundDeskDbContext(DbContextOptions<SqliteRefundDeskDbContext> options) : RefundDeskDbContext(options)
{
    private const string IgnoringCase = "NOCASE";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<RefundCase>().Property(refund => refund.OrderNumber).UseCollation(IgnoringCase);
        builder.Entity<RefundCase>().Property(refund => refund.CustomerName).UseCollation(IgnoringCase);
    }
}

/// <summary>For the migrations tool only.</summary>
public sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRefundDeskDbContext>
{
    /// <inheritdoc />
    public SqliteRefundDeskDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRefundDeskDbContext>().UseSqlite("Data Source=design.db").Options);
}
