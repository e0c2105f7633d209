using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Customers;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Customers of whom something is noted: found by reference, by person, and by what automation has to do for them.</summary>
internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("Customers");
        customer.HasKey(c => c.Id);
        customer.Property(c => c.Id).ValueGeneratedNever();
        customer.Property(c => c.Reference).HasMaxLength(60);
        customer.Property(c => c.Person).HasMaxLength(60);
        customer.Property(c => c.ErasureAskedBy).HasMaxLength(120);
        customer.Property(c => c.ErasureHeldWhy).HasMaxLength(300);
        customer.Property(c => c.ErasureKey).HasMaxLength(64).IsUnicode(false);
        customer.Property(c => c.LeaseOwner).HasMaxLength(80).IsUnicode(false);
        customer.Property(c => c.Version).IsConcurrencyToken();
        customer.Ignore(c => c.MergedInto);
        customer.HasIndex(c => new { c.ClientId, c.Reference }).IsUnique();
        customer.HasIndex(c => new { c.ClientId, c.Person });
        customer.HasIndex(c => c.ErasureDueAt);
    }
}
