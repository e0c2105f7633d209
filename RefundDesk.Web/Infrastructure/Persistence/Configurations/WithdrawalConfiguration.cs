using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Withdrawing;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Declarations of withdrawal, found by number, by form, and by what is due.</summary>
internal sealed class WithdrawalConfiguration : IEntityTypeConfiguration<WithdrawalDeclaration>
{
    public void Configure(EntityTypeBuilder<WithdrawalDeclaration> declaration)
    {
        declaration.ToTable("Withdrawals");
        declaration.HasKey(d => d.Number);
        declaration.Property(d => d.Number).ValueGeneratedNever();
        declaration.Property(d => d.Name).HasMaxLength(120);
        declaration.Property(d => d.Contract).HasMaxLength(60);
        declaration.Property(d => d.Email).HasMaxLength(254);
        declaration.Property(d => d.Parts).HasMaxLength(500);
        declaration.Property(d => d.Language).HasMaxLength(2).IsUnicode(false);
        declaration.Property(d => d.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        declaration.Property(d => d.Why).HasMaxLength(400);
        declaration.Property(d => d.ClosedByName).HasMaxLength(120);
        declaration.Property(d => d.ClosedWhy).HasMaxLength(400);
        declaration.Property(d => d.Version).IsConcurrencyToken();
        declaration.Ignore(d => d.Statement);
        declaration.HasOne<Client>().WithMany().HasForeignKey(d => d.ClientId).OnDelete(DeleteBehavior.Restrict);
        declaration.HasIndex(d => new { d.ClientId, d.FormKey }).IsUnique();
        declaration.HasIndex(d => d.DueAt);
        declaration.HasIndex(d => d.AcknowledgeAt);
        declaration.HasIndex(d => new { d.State, d.DeclaredAt });
    }
}
