using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Shops, found by when they are due; their orders, by the shop's key and by the order here; what they are told, by when it is due.</summary>
internal sealed class OrderSourceConfiguration : IEntityTypeConfiguration<OrderSourceRow>, IEntityTypeConfiguration<SourceOrderRow>, IEntityTypeConfiguration<SourceRefundRow>
{
    public void Configure(EntityTypeBuilder<OrderSourceRow> source)
    {
        source.ToTable("OrderSources");
        source.HasKey(s => s.Id);
        source.Property(s => s.Id).ValueGeneratedNever();
        source.Property(s => s.Kind).HasMaxLength(20).IsUnicode(false);
        source.Property(s => s.Address).HasMaxLength(200);
        source.Property(s => s.Account).HasMaxLength(200);
        source.Property(s => s.SealedSecret).HasMaxLength(8_000).IsUnicode(false);
        source.Property(s => s.Gateway).HasMaxLength(40);
        source.Property(s => s.CreatedByName).HasMaxLength(120);
        source.Property(s => s.Cursor).HasMaxLength(400);
        source.Property(s => s.LeaseOwner).HasMaxLength(120);
        source.Property(s => s.FaultCode).HasMaxLength(60).IsUnicode(false);
        source.Property(s => s.FaultText).HasMaxLength(400);
        source.Property(s => s.Version).IsConcurrencyToken();
        source.HasOne<Client>().WithMany().HasForeignKey(s => s.ClientId).OnDelete(DeleteBehavior.Restrict);
        source.HasIndex(s => new { s.ClientId, s.Address }).IsUnique();
        source.HasIndex(s => s.NextLookAt);
    }

    public void Configure(EntityTypeBuilder<SourceOrderRow> order)
    {
        order.ToTable("SourceOrders");
        order.HasKey(o => new { o.SourceId, o.ShopKey });
        order.Property(o => o.ShopKey).HasMaxLength(120);
        order.Property(o => o.OrderNumber).HasMaxLength(60);
        order.Property(o => o.HeldCode).HasMaxLength(60).IsUnicode(false);
        order.Property(o => o.HeldText).HasMaxLength(400);
        order.HasOne<OrderSourceRow>().WithMany().HasForeignKey(o => o.SourceId).OnDelete(DeleteBehavior.Cascade);
        order.HasIndex(o => o.OrderId);
        order.HasIndex(o => new { o.SourceId, o.HeldCode });
        order.HasIndex(o => o.ClientId);
    }

    public void Configure(EntityTypeBuilder<SourceRefundRow> refund)
    {
        refund.ToTable("SourceRefunds");
        refund.HasKey(r => new { r.SourceId, r.CaseId });
        refund.Property(r => r.LeaseOwner).HasMaxLength(120);
        refund.Property(r => r.Reference).HasMaxLength(120);
        refund.Property(r => r.FaultCode).HasMaxLength(60).IsUnicode(false);
        refund.Property(r => r.FaultText).HasMaxLength(400);

        // No reference to the shop: it is written by whoever pays the case, who has not loaded any.
        refund.HasOne<RefundCase>().WithMany().HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Cascade);
        refund.HasIndex(r => r.DueAt);
        refund.HasIndex(r => r.CaseId);
        refund.HasIndex(r => r.ClientId);
    }
}
