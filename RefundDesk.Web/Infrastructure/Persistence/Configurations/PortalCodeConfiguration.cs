using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Codes, found by their key, and by when they are due or over.</summary>
internal sealed class PortalCodeConfiguration : IEntityTypeConfiguration<PortalCodeRow>
{
    public void Configure(EntityTypeBuilder<PortalCodeRow> row)
    {
        row.ToTable("PortalCodes");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.OrderNumber).HasMaxLength(60);
        row.Property(r => r.ProofHash).HasMaxLength(64).IsUnicode(false);
        row.Property(r => r.Language).HasMaxLength(2).IsUnicode(false);
        row.Property(r => r.CodeHash).HasMaxLength(64).IsUnicode(false);
        row.HasOne<Client>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
        row.HasIndex(r => r.DueAt);
        row.HasIndex(r => r.ExpiresAt);
    }
}
