using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Clients, policies and the append-only rows. Append-only tables are keyed by a growing number.</summary>
internal sealed class RowConfiguration
    : IEntityTypeConfiguration<Client>, IEntityTypeConfiguration<PolicyVersion>, IEntityTypeConfiguration<CaseEventRow>,
      IEntityTypeConfiguration<PostingRow>, IEntityTypeConfiguration<DecisionRow>, IEntityTypeConfiguration<OutboxRow>, IEntityTypeConfiguration<DeskUser>,
      IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<BreakerTripRow>
{
    /// <summary>Keeps two versions of a client from beginning at the same instant.</summary>
    public const string OneBeginning = "UX_Policies_OneBeginning";

    public void Configure(EntityTypeBuilder<Client> client)
    {
        client.ToTable("Clients");
        client.HasKey(c => c.Id);
        client.Property(c => c.Id).ValueGeneratedNever();
        client.Property(c => c.Key).HasMaxLength(40);
        client.Property(c => c.Name).HasMaxLength(120);
        client.Property(c => c.TimeZoneId).HasMaxLength(60);
        client.Property(c => c.Gateway).HasMaxLength(40);
        client.Property(c => c.SenderAddress).HasMaxLength(254);
        client.Property(c => c.HandedOverHash).HasMaxLength(64).IsUnicode(false);
        client.Property(c => c.ErasureAskedByName).HasMaxLength(120);
        client.Property(c => c.ErasureConfirmedByName).HasMaxLength(120);
        client.Property(c => c.ErasureCounts).HasMaxLength(400);
        client.Property(c => c.Version).IsConcurrencyToken();
        client.Property(c => c.BusinessHours).HasMaxLength(300).IsUnicode(false);
        client.Property(c => c.BrandColour).HasMaxLength(7).IsUnicode(false);
        client.Property(c => c.SupportContact).HasMaxLength(120);
        client.Property(c => c.ClosedDays).HasMaxLength(1_200).IsUnicode(false);
        client.Ignore(c => c.TimeZone);
        client.Ignore(c => c.Calendar);
        client.HasIndex(c => c.Key).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PolicyVersion> policy)
    {
        policy.ToTable("Policies");
        policy.HasKey(p => new { p.ClientId, p.Version });
        policy.Property(p => p.Version).ValueGeneratedNever();
        policy.Property(p => p.ContentHash).HasMaxLength(64).IsUnicode(false);
        policy.Property(p => p.AuthorIds).IsUnicode(false);
        policy.Property(p => p.Comment).HasMaxLength(400);
        policy.Property(p => p.ReviewerName).HasMaxLength(120);
        policy.Property(p => p.ActivatedBy).HasMaxLength(120);
        policy.Property(p => p.Reason).HasMaxLength(400);
        policy.Property(p => p.Revision).IsConcurrencyToken();
        policy.Ignore(p => p.Authors);
        policy.Ignore(p => p.Document);
        policy.Ignore(p => p.Faults);
        policy.Ignore(p => p.IsIntact);

        // Two versions cannot begin at the same instant, whoever activates at once: never are two in force.
        policy.HasIndex(p => new { p.ClientId, p.ActiveFrom }).IsUnique().HasDatabaseName(OneBeginning);
    }

    public void Configure(EntityTypeBuilder<CaseEventRow> row)
    {
        row.ToTable("CaseEvents");
        row.HasKey(e => e.Id);
        row.Property(e => e.ActorName).HasMaxLength(120);
        row.Property(e => e.Text).HasMaxLength(400);
        row.Property(e => e.Why).HasMaxLength(2_000);
        row.HasIndex(e => new { e.CaseId, e.Id });
    }

    public void Configure(EntityTypeBuilder<PostingRow> row)
    {
        row.ToTable("Postings");
        row.HasKey(p => p.Id);
        row.HasIndex(p => p.CaseId);
        row.HasIndex(p => new { p.ClientId, p.Currency, p.Account, p.At });
    }

    public void Configure(EntityTypeBuilder<DecisionRow> row)
    {
        row.ToTable("Decisions");
        row.HasKey(d => d.Id);
        row.Property(d => d.Rule).HasMaxLength(40).IsUnicode(false);
        row.HasIndex(d => new { d.CaseId, d.Id });
        row.HasIndex(d => new { d.ClientId, d.At, d.Id });

        // What automation decided alone within the hour, read from the index: nothing else is looked at by a breaker.
        row.HasIndex(d => new { d.ClientId, d.CurrentVersion, d.Rule, d.At, d.AmountMinor }, "IX_Decisions_Pace").HasFilter("\"Rule\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<BreakerTripRow> row)
    {
        row.ToTable("BreakerTrips");
        row.HasKey(t => t.Id);
        row.Property(t => t.Rule).HasMaxLength(40).IsUnicode(false);
        row.Property(t => t.ResolvedByName).HasMaxLength(120);
        row.Property(t => t.Reason).HasMaxLength(1_000);
        row.HasIndex(t => new { t.ClientId, t.PolicyVersion, t.Rule }, "IX_BreakerTrips_Open").IsUnique().HasFilter("\"ResolvedAt\" IS NULL");
        row.HasIndex(t => new { t.ClientId, t.PolicyVersion, t.Rule, t.ResolvedAt }, "IX_BreakerTrips_Resolved");
    }

    public void Configure(EntityTypeBuilder<OutboxRow> row)
    {
        row.ToTable("Outbox");
        row.HasKey(o => o.Id);
        row.Property(o => o.Channel).HasMaxLength(20).IsUnicode(false);
        row.Property(o => o.LeaseOwner).HasMaxLength(80).IsUnicode(false);
        row.Property(o => o.LastError).HasMaxLength(400);
        row.HasIndex(o => o.DueAt);
        row.HasIndex(o => o.CaseId);
    }

    public void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("Audit");
        row.HasKey(a => a.Id);
        row.Property(a => a.ActorName).HasMaxLength(120);
        row.Property(a => a.SubjectName).HasMaxLength(256);
        row.Property(a => a.Field).HasMaxLength(40).IsUnicode(false);
        row.Property(a => a.Before).HasMaxLength(400);
        row.Property(a => a.After).HasMaxLength(400);
    }

    public void Configure(EntityTypeBuilder<DeskUser> user)
    {
        user.ToTable("Users");
        user.Property(u => u.DisplayName).HasMaxLength(120);
        user.Property(u => u.PrivateAddresses).HasMaxLength(1_300);
    }
}
