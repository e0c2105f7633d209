using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Mails: each once by its place in the mailbox, each once by what it says, found by what is to be done with it and by its sender.</summary>
internal sealed class MailConfiguration : IEntityTypeConfiguration<MailMessageRow>, IEntityTypeConfiguration<MailContentRow>
{
    public void Configure(EntityTypeBuilder<MailMessageRow> row)
    {
        row.ToTable("MailMessages");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Mailbox).HasMaxLength(200);
        row.Property(r => r.ContentHash).HasMaxLength(64).IsUnicode(false);
        row.Property(r => r.FromAddress).HasMaxLength(254);
        row.Property(r => r.FromName).HasMaxLength(120);
        row.Property(r => r.Subject).HasMaxLength(200);
        row.Property(r => r.Words).HasMaxLength(MailTexts.LongestWords);
        row.Property(r => r.Language).HasMaxLength(2).IsUnicode(false);
        row.Property(r => r.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        row.Property(r => r.Why).HasMaxLength(400);
        row.Property(r => r.OrderNumber).HasMaxLength(60);
        row.Property(r => r.Concern).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        row.Property(r => r.Reason).HasConversion<string>().HasMaxLength(30).IsUnicode(false);
        row.Property(r => r.LeaseOwner).HasMaxLength(120);
        row.Property(r => r.ClosedByName).HasMaxLength(120);
        row.Property(r => r.ClosedWhy).HasMaxLength(400);
        row.Property(r => r.Version).IsConcurrencyToken();
        row.HasOne<Client>().WithMany().HasForeignKey(r => r.ClientId).OnDelete(DeleteBehavior.Restrict);
        row.HasIndex(r => new { r.ClientId, r.Mailbox, r.Validity, r.Uid }).IsUnique();
        row.HasIndex(r => new { r.ClientId, r.ContentHash }).IsUnique();
        row.HasIndex(r => new { r.ClientId, r.FromAddress, r.StoredAt });
        row.HasIndex(r => new { r.ClientId, r.CaseNumber });
        row.HasIndex(r => r.DueAt);
        row.HasIndex(r => r.AnswerDueAt);
        row.HasIndex(r => new { r.State, r.StoredAt });
    }

    public void Configure(EntityTypeBuilder<MailContentRow> content)
    {
        content.ToTable("MailContents");
        content.HasKey(c => c.MailId);
        content.Property(c => c.MailId).ValueGeneratedNever();
        content.HasOne<MailMessageRow>().WithOne().HasForeignKey<MailContentRow>(c => c.MailId).OnDelete(DeleteBehavior.Cascade);
    }
}
