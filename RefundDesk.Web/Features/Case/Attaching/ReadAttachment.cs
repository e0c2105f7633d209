using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>An attachment with its content.</summary>
/// <param name="View">What it is.</param>
/// <param name="Bytes">What is kept of it.</param>
public sealed record AttachmentContent(AttachmentView View, byte[] Bytes);

/// <summary>Hands an attachment out to who may see its case, and to nobody else: neither its key nor the case's number is enough.</summary>
public sealed class ReadAttachment(DeskDatabase database, ICurrentUser user, IAttachmentBytes bytes)
{
    /// <summary>Reads it.</summary>
    /// <param name="number">The case it must belong to.</param>
    /// <param name="id">Which one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The attachment; or <c>refund.forbidden</c>, <c>attachment.not-found</c>, <c>attachment.lost</c>.</returns>
    public async Task<Outcome<AttachmentContent>> HandleAsync(RefundNumber number, AttachmentId id, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var file = await db.Attachments.AsNoTracking()
            .Where(row => row.Id == id && db.RefundCases.Any(refund => refund.Id == row.CaseId && refund.Number == number)).SingleOrDefaultAsync(cancellationToken);
        return file is null ? AttachmentRefusals.NotFound
            : await bytes.ReadAsync(db, file, cancellationToken) is { } content ? new AttachmentContent(AttachmentView.Of(file), content)
            : AttachmentRefusals.Lost;
    }
}
