using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Web.Infrastructure.Persistence.Configurations;

/// <summary>Cases with their lines and payouts, and the indexes their queues are paged by.</summary>
internal sealed class RefundCaseConfiguration : IEntityTypeConfiguration<RefundCase>, IEntityTypeConfiguration<RefundLine>, IEntityTypeConfiguration<Payout>
{
    /// <summary>The shadow key by which lines and payouts belong to their case.</summary>
    public const string CaseKey = "CaseId";

    private const string Waiting = "\"Queue\" IS NOT NULL";

    public void Configure(EntityTypeBuilder<RefundCase> refund)
    {
        refund.ToTable("RefundCases", table => table.HasCheckConstraint("CK_RefundCases_Queue", QueueFollowsStatus()));
        refund.HasKey(c => c.Id);
        refund.Property(c => c.Id).ValueGeneratedNever();
        refund.Property(c => c.OrderNumber).HasMaxLength(60);
        refund.Property(c => c.CustomerReference).HasMaxLength(60);
        refund.Property(c => c.CustomerName).HasMaxLength(120);
        refund.Property(c => c.CustomerEmail).HasMaxLength(254);
        refund.Property(c => c.RequestKey).HasMaxLength(120);
        refund.Property(c => c.Category).HasMaxLength(60);
        refund.Property(c => c.Language).HasMaxLength(2).IsUnicode(false);
        refund.Property(c => c.CustomerNote).HasMaxLength(2_000);
        refund.Property(c => c.WhyHere).HasMaxLength(200);
        refund.Property(c => c.ChangedByIds).IsUnicode(false);
        refund.Property(c => c.EvidenceByIds).IsUnicode(false);
        refund.Property(c => c.LeaseOwner).HasMaxLength(80).IsUnicode(false);
        refund.Property(c => c.Version).IsConcurrencyToken();
        foreach (var computed in new[] { nameof(RefundCase.Requested), nameof(RefundCase.Proposed), nameof(RefundCase.Approved), nameof(RefundCase.PendingEvents), nameof(RefundCase.PendingJournals), nameof(RefundCase.PendingNotices), nameof(RefundCase.PendingDecisions) })
        {
            refund.Ignore(computed);
        }

        refund.HasMany(c => c.Lines).WithOne().HasForeignKey(CaseKey).OnDelete(DeleteBehavior.Cascade);
        refund.HasMany(c => c.Payouts).WithOne().HasForeignKey(CaseKey).OnDelete(DeleteBehavior.Cascade);
        refund.HasOne<Order>().WithMany().HasForeignKey(c => c.OrderId).OnDelete(DeleteBehavior.Restrict);
        refund.HasIndex(c => c.Number).IsUnique();
        refund.HasIndex(c => new { c.ClientId, c.RequestKey }).IsUnique();
        refund.HasIndex(c => c.DueAt);
        refund.HasIndex(c => new { c.ReceivedAt, c.Id });
        refund.HasIndex(c => new { c.Status, c.ReceivedAt, c.Id });
        refund.HasIndex(c => new { c.ClientId, c.ReceivedAt, c.Id });
        refund.HasIndex(c => new { c.ClientId, c.DecidedAt, c.DecidedByAutomation, c.Status, c.Currency, c.Reason, c.Category, c.AnswerBy, c.RequestedMinor }, "IX_RefundCases_Decided");
        refund.HasIndex(c => new { c.ClientId, c.PaidAt, c.Currency, c.Category, c.ApprovedMinor, c.SecondsToPaid }, "IX_RefundCases_Paid");
        refund.HasIndex(c => new { c.ClientId, c.CustomerReference, c.ReceivedAt });
        refund.HasIndex(c => c.OrderNumber);
        refund.HasIndex(c => c.CustomerName);
        QueueIndexes(refund);
    }

    /// <summary>A statement that moves cases without loading them must not leave one in no queue, where nobody would ever see it.</summary>
    private static string QueueFollowsStatus()
    {
        var waiting = string.Join(", ", Enum.GetValues<RefundStatus>().Where(RefundCase.IsQueue).Select(status => $"'{status}'"));
        return $"(\"Status\" IN ({waiting}) AND \"Queue\" IS NOT NULL AND \"Queue\" = \"Status\") OR (\"Status\" NOT IN ({waiting}) AND \"Queue\" IS NULL)";
    }

    /// <summary>
    /// One index for each order a queue is read in, of waiting cases only. What follows the key is what queues are filtered by, so
    /// that rows a filter leaves out are passed over without being fetched.
    /// </summary>
    private static void QueueIndexes(EntityTypeBuilder<RefundCase> refund)
    {
        refund.HasIndex(c => new { c.Queue, c.AnswerBy, c.Id, c.ClientId, c.Reason, c.RiskScore, c.ProposedMinor }, "IX_RefundCases_Queue_AnswerBy").HasFilter(Waiting);
        refund.HasIndex(c => new { c.Queue, c.DueAt, c.Id, c.ClientId, c.Reason, c.RiskScore, c.ProposedMinor }, "IX_RefundCases_Queue_DueAt").HasFilter(Waiting);
        refund.HasIndex(c => new { c.Queue, c.ReceivedAt, c.Id, c.ClientId, c.Reason, c.RiskScore, c.ProposedMinor }, "IX_RefundCases_Queue_ReceivedAt").HasFilter(Waiting);
        refund.HasIndex(c => new { c.Queue, c.ProposedMinor, c.Id, c.ClientId, c.Reason, c.RiskScore }, "IX_RefundCases_Queue_Amount").HasFilter(Waiting);
        refund.HasIndex(c => new { c.Queue, c.RiskScore, c.Id, c.ClientId, c.Reason, c.ProposedMinor }, "IX_RefundCases_Queue_Risk").HasFilter(Waiting);

        // Who waits longer than the law allows is asked of all queues at once.
        refund.HasIndex(c => new { c.LawfulBy, c.Queue, c.ClientId }, "IX_RefundCases_Queue_LawfulBy").HasFilter($"{Waiting} AND \"LawfulBy\" IS NOT NULL AND \"WithheldAt\" IS NULL");
    }

    public void Configure(EntityTypeBuilder<RefundLine> line)
    {
        line.ToTable("RefundLines");
        line.Property<RefundCaseId>(CaseKey);
        line.HasKey(CaseKey, nameof(RefundLine.LineNumber));
        line.Property(l => l.LineNumber).ValueGeneratedNever();
        line.Property(l => l.Sku).HasMaxLength(60);
        line.Property(l => l.Description).HasMaxLength(200);
        line.Property(l => l.Category).HasMaxLength(60);
        line.Property(l => l.LegalClaim).HasMaxLength(300);
    }

    public void Configure(EntityTypeBuilder<Payout> payout)
    {
        payout.ToTable("Payouts");
        payout.Property<RefundCaseId>(CaseKey);
        payout.HasKey(p => p.Id);
        payout.Property(p => p.Id).ValueGeneratedNever();
        payout.Property(p => p.TenderLabel).HasMaxLength(60);
        payout.Property(p => p.Gateway).HasMaxLength(40);
        payout.Property(p => p.ChargeReference).HasMaxLength(120);
        payout.Property(p => p.GatewayRefundId).HasMaxLength(120);
        payout.Property(p => p.FailureCode).HasMaxLength(60);
        payout.Property(p => p.FailureMessage).HasMaxLength(400);
        foreach (var computed in new[] { nameof(Payout.Amount), nameof(Payout.IdempotencyKey), nameof(Payout.IsOpen), nameof(Payout.IsStoreCredit) })
        {
            payout.Ignore(computed);
        }

        payout.HasIndex(p => new { p.Gateway, p.GatewayRefundId }).IsUnique();
    }
}
