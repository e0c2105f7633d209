using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Imports, the latest first, and by the columns of their files.</summary>
internal sealed class ImportConfiguration : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> row)
    {
        row.ToTable("Imports");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Kind).HasMaxLength(20).IsUnicode(false);
        row.Property(r => r.FileName).HasMaxLength(200);
        row.Property(r => r.FileHash).HasMaxLength(64).IsUnicode(false);
        row.Property(r => r.HeaderHash).HasMaxLength(64).IsUnicode(false);
        row.Property(r => r.ByName).HasMaxLength(120);
        row.Property(r => r.State).HasConversion<int>();
        row.Property(r => r.LeaseOwner).HasMaxLength(120);
        row.Property(r => r.EndCode).HasMaxLength(60).IsUnicode(false);
        row.Property(r => r.EndText).HasMaxLength(1_000);
        row.HasOne<Client>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
        row.HasIndex(r => r.StartedAt);
        row.HasIndex(r => new { r.ClientId, r.HeaderHash, r.StartedAt });
    }
}
