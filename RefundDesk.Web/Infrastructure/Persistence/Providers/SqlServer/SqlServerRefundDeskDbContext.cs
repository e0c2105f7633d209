using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Web.Infrastructure.Persistence.Providers.SqlServer;

/// <summary>
/// The model on SQL Server. Aggregates are clustered on a growing number instead of their key: SQL Server orders uniqueidentifiers
/// by their last bytes, so even keys ordered by time would scatter.
/// </summary>
public sealed class SqlServerRefundDeskDbContext(DbContextOptions<SqlServerRefundDeskDbContext> options) : RefundDeskDbContext(options)
{
    private const string RowNumber = "RowNumber";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        foreach (var aggregate in new[] { typeof(Client), typeof(Order), typeof(RefundCase), typeof(Payout), typeof(Delegation), typeof(Customer), typeof(ApiKey), typeof(Attachment) })
        {
            var entity = builder.Entity(aggregate);
            entity.Property<long>(RowNumber).UseIdentityColumn();
            entity.HasKey("Id").IsClustered(false);
            entity.HasIndex(RowNumber).IsUnique().IsClustered();
        }
    }
}

/// <summary>For the migrations tool only.</summary>
public sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerRefundDeskDbContext>
{
    /// <inheritdoc />
    public SqlServerRefundDeskDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerRefundDeskDbContext>().UseSqlServer("Server=localhost;Database=design;Encrypt=True").Options);
}
