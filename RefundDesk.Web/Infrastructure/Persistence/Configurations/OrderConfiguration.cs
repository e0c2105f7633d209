using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Orders with their lines and tenders. The ceilings stand here as checks too, so that no code can pass them.</summary>
internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>, IEntityTypeConfiguration<OrderLine>, IEntityTypeConfiguration<Tender>
{
    /// <summary>How the names of the lines' ceilings begin.</summary>
    public const string LineChecks = "CK_OrderLines_";

    /// <summary>How the names of the tenders' ceilings begin.</summary>
    public const string TenderChecks = "CK_Tenders_";

    /// <summary>The shadow key by which lines and tenders belong to their order.</summary>
    public const string OrderKey = "OrderId";

    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable("Orders");
        order.HasKey(o => o.Id);
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.OrderNumber).HasMaxLength(60);
        order.Property(o => o.CustomerReference).HasMaxLength(60);
        order.Property(o => o.CustomerName).HasMaxLength(120);
        order.Property(o => o.CustomerEmail).HasMaxLength(254);
        order.Property(o => o.Country).HasMaxLength(60);
        order.Property(o => o.Postcode).HasMaxLength(16);
        order.Property(o => o.CustomerGroup).HasMaxLength(40);
        order.Property(o => o.TimeZoneId).HasMaxLength(60).IsUnicode(false);
        order.Property(o => o.Version).IsConcurrencyToken();
        order.Ignore(o => o.Charged);
        order.Ignore(o => o.Refundable);
        order.HasMany(o => o.Lines).WithOne().HasForeignKey(OrderKey).OnDelete(DeleteBehavior.Cascade);
        order.HasMany(o => o.Tenders).WithOne().HasForeignKey(OrderKey).OnDelete(DeleteBehavior.Cascade);
        order.HasIndex(o => new { o.ClientId, o.OrderNumber }).IsUnique();
        order.HasIndex(o => new { o.ClientId, o.CustomerReference, o.PlacedAt });
        order.HasIndex(o => new { o.ClientId, o.CustomerEmail, o.PlacedAt });
    }

    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("OrderLines", table =>
        {
            table.HasCheckConstraint(LineChecks + "Quantity", "\"ReservedQuantity\" >= 0 AND \"ReservedQuantity\" <= \"Quantity\"");
            table.HasCheckConstraint(LineChecks + "Charged", "\"ReservedMinor\" >= 0 AND \"ReservedMinor\" <= \"ChargedMinor\"");
            table.HasCheckConstraint(LineChecks + "Tax", "\"ReservedTaxMinor\" >= 0 AND \"ReservedTaxMinor\" <= \"TaxMinor\"");
        });
        line.Property<OrderId>(OrderKey);
        line.HasKey(OrderKey, nameof(OrderLine.LineNumber));
        line.Property(l => l.LineNumber).ValueGeneratedNever();
        line.Property(l => l.Sku).HasMaxLength(60);
        line.Property(l => l.Description).HasMaxLength(200);
        line.Property(l => l.Category).HasMaxLength(60);
        line.Ignore(l => l.OpenQuantity);
    }

    public void Configure(EntityTypeBuilder<Tender> tender)
    {
        tender.ToTable("Tenders", table =>
            table.HasCheckConstraint(TenderChecks + "Captured", "\"ReservedMinor\" >= 0 AND \"ReservedMinor\" <= \"CapturedMinor\""));
        tender.Property<OrderId>(OrderKey);
        tender.HasKey(OrderKey, nameof(Tender.TenderNumber));
        tender.Property(t => t.TenderNumber).ValueGeneratedNever();
        tender.Property(t => t.Gateway).HasMaxLength(40);
        tender.Property(t => t.ChargeReference).HasMaxLength(120);
        tender.Property(t => t.Label).HasMaxLength(60);
        tender.Ignore(t => t.OpenMinor);
    }
}
