using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>What came with a case, for who may see it.</summary>
public sealed class AttachmentsQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The attachments, oldest first, without their content.</summary>
    /// <returns>The attachments; or <c>refund.forbidden</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<IReadOnlyList<AttachmentView>>> FindAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refund = await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number).Select(refund => new { refund.Id }).SingleOrDefaultAsync(cancellationToken);
        if (refund is null)
        {
            return RefundRefusals.NotFound;
        }

        var files = await db.Attachments.AsNoTracking().Where(row => row.CaseId == refund.Id).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);

        // A retailer's system is handed its files; what the desk thinks of them is for the desk's people.
        var same = principal.Role is null ? [] : await SamePhotos.FindAsync(db, files, cancellationToken);
        return files.ConvertAll(file => AttachmentView.Of(file) with { Same = [.. same.Where(found => found.Photo == file.Id)] });
    }
}
