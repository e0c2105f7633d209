using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Keys of systems, found by the part that is no secret.</summary>
internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("ApiKeys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Name).HasMaxLength(60);
        key.Property(k => k.Lookup).HasMaxLength(12).IsUnicode(false);
        key.Property(k => k.Hash).HasMaxLength(64).IsUnicode(false);
        key.Property(k => k.Scopes).HasConversion<int>();
        key.Property(k => k.CreatedByName).HasMaxLength(120);
        key.HasOne<Client>().WithMany().HasForeignKey(k => k.ClientId).OnDelete(DeleteBehavior.Restrict);
        key.HasIndex(k => k.Lookup).IsUnique();
        key.HasIndex(k => new { k.ClientId, k.CreatedAt });
    }
}
