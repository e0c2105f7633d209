using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.PostgreSql;

/// <summary>The model on PostgreSQL. What is searched by its beginning is ordered by bytes: only such an index finds a prefix.</summary>
public sealed class PostgreSqlRefundDeskDbContext(DbContextOptions<PostgreSqlRefundDeskDbContext> options) : RefundDeskDbContext(options)
{
    private const string ByBytes = "C";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<RefundCase>().Property(refund => refund.OrderNumber).UseCollation(ByBytes);
        builder.Entity<RefundCase>().Property(refund => refund.CustomerName).UseCollation(ByBytes);
    }
}

/// <summary>For the migrations tool only.</summary>
public sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlRefundDeskDbContext>
{
    /// <inheritdoc />
    public PostgreSqlRefundDeskDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlRefundDeskDbContext>().UseNpgsql("Host=localhost;Database=design").Options);
}
