using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.PostgreSql;

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgreSqlRefundDeskDbContext(DbContextOptions<PostgreSqlRefundDeskDbContext> options) : RefundDeskDbContext(options);

/// <summary>For the migrations tool only.</summary>
public sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlRefundDeskDbContext>
{
    /// <inheritdoc />
    public PostgreSqlRefundDeskDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlRefundDeskDbContext>().UseNpgsql("Host=localhost;Database=design").Options);
}
