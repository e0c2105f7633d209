using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>What came with requests: found by case, by form, and by how it looks.</summary>
internal sealed class AttachmentConfiguration : IEntityTypeConfiguration<Attachment>, IEntityTypeConfiguration<AttachmentContentRow>
{
    public void Configure(EntityTypeBuilder<Attachment> file)
    {
        file.ToTable("Attachments");
        file.HasKey(a => a.Id);
        file.Property(a => a.Id).ValueGeneratedNever();
        file.Property(a => a.MediaType).HasMaxLength(60).IsUnicode(false);
        file.Property(a => a.Name).HasMaxLength(FileNames.Longest);
        file.Property(a => a.ReceivedHash).HasMaxLength(64).IsUnicode(false);
        file.Property(a => a.Hash).HasMaxLength(64).IsUnicode(false);
        file.Property(a => a.Look).HasConversion(look => look!.ToString(), text => PictureHash.Parse(text)).HasMaxLength(16 + PictureHash.FineDigits).IsUnicode(false);
        file.Property(a => a.AddedByName).HasMaxLength(120);
        file.HasOne<RefundCase>().WithMany().HasForeignKey(a => a.CaseId).OnDelete(DeleteBehavior.Cascade);
        file.HasIndex(a => new { a.CaseId, a.Id });
        file.HasIndex(a => a.DraftOf);
        file.HasIndex(a => new { a.ClientId, a.ReceivedHash });

        // Two looks that differ in at most three places have one quarter in common, so one of four indexes finds them.
        file.HasIndex(a => new { a.ClientId, a.LookPart1 });
        file.HasIndex(a => new { a.ClientId, a.LookPart2 });
        file.HasIndex(a => new { a.ClientId, a.LookPart3 });
        file.HasIndex(a => new { a.ClientId, a.LookPart4 });
    }

    public void Configure(EntityTypeBuilder<AttachmentContentRow> content)
    {
        content.ToTable("AttachmentContents");
        content.HasKey(c => c.AttachmentId);
        content.Property(c => c.AttachmentId).ValueGeneratedNever();
        content.HasOne<Attachment>().WithOne().HasForeignKey<AttachmentContentRow>(c => c.AttachmentId).OnDelete(DeleteBehavior.Cascade);
    }
}
