using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Keys of systems, found by the part that is no secret, and what they sent ahead of its order.</summary>
internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<WaitingRequestRow>
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

    public void Configure(EntityTypeBuilder<WaitingRequestRow> row)
    {
        row.ToTable("WaitingRequests");
        row.HasKey(r => r.Number);
        row.Property(r => r.Number).ValueGeneratedNever();
        row.Property(r => r.OrderNumber).HasMaxLength(60);
        row.Property(r => r.RequestKey).HasMaxLength(120);
        row.Property(r => r.ActorName).HasMaxLength(120);
        row.Property(r => r.EndCode).HasMaxLength(60).IsUnicode(false);
        row.Property(r => r.EndText).HasMaxLength(400);
        row.HasOne<Client>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
        row.HasIndex(r => new { r.ClientId, r.RequestKey }).IsUnique();
        row.HasIndex(r => new { r.WaitsUntil, r.Number });
    }
}
