using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Infrastructure.Persistence.Attachments;

/// <summary>Where the bytes of attachments lie. What an attachment is stands in the database either way.</summary>
public interface IAttachmentBytes
{
    /// <summary>
    /// Puts the bytes where they are found again once the context is saved. Where it is not, they are nobody's and are swept away: nothing is ever half
    /// there.
    /// </summary>
    /// <param name="db">The context the attachment is added to.</param>
    /// <param name="attachment">The attachment, not saved yet.</param>
    /// <param name="bytes">What is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task KeepAsync(RefundDeskDbContext db, Attachment attachment, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Reads them.</summary>
    /// <param name="db">A context that sees the attachment.</param>
    /// <param name="attachment">The attachment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The bytes; null where they are gone or are not those that were put there.</returns>
    Task<byte[]?> ReadAsync(RefundDeskDbContext db, Attachment attachment, CancellationToken cancellationToken);

    /// <summary>Takes away what lies there for no attachment, because its row never came or is gone.</summary>
    /// <returns>How much was taken away.</returns>
    Task<int> SweepAsync(CancellationToken cancellationToken);
}
