using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Lent authority, found by the deputy.</summary>
internal sealed class DelegationConfiguration : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> delegation)
    {
        delegation.ToTable("Delegations");
        delegation.HasKey(d => d.Id);
        delegation.Property(d => d.Id).ValueGeneratedNever();
        delegation.Property(d => d.Version).IsConcurrencyToken();
        delegation.HasIndex(d => new { d.ToId, d.EndsAt });
        delegation.HasIndex(d => new { d.FromId, d.EndsAt });
    }
}
