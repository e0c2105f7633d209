using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>The bytes of an attachment, where they are kept in the database; apart from its other columns, so that no list ever reads them along.</summary>
public sealed class AttachmentContentRow : IClientRow
{
    /// <summary>The attachment.</summary>
    public required AttachmentId AttachmentId { get; init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>What is kept.</summary>
    public required byte[] Bytes { get; init; }
}
