using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>What came with a case.</summary>
/// <param name="Files">The attachments, oldest first, without their content.</param>
/// <param name="MayAdd">Whether who asks may add more.</param>
/// <param name="Limits">How much may come.</param>
public sealed record CaseFiles(IReadOnlyList<AttachmentView> Files, bool MayAdd, AttachmentLimits Limits);

/// <summary>What came with a case, for who may see it.</summary>
public sealed class AttachmentsQuery(DeskDatabase database, ICurrentUser user, CaseAttachments attachments)
{
    /// <summary>Reads it.</summary>
    /// <returns>What came; or <c>refund.forbidden</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<CaseFiles>> FindAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refund = await db.RefundCases.AsNoTracking().SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken);
        if (refund is null)
        {
            return RefundRefusals.NotFound;
        }

        var files = await db.Attachments.AsNoTracking().Where(row => row.CaseId == refund.Id).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);

        // A retailer's system is handed its files; what the desk thinks of them is for the desk's people.
        var same = principal.Role is null ? [] : await SamePhotos.FindAsync(db, files, cancellationToken);
        var mayAdd = principal.May(Permission.RecordFacts) && refund.Status is not (RefundStatus.Paid or RefundStatus.Cancelled) && !refund.IsOwnPurchaseOf((await db.KnownAsync(principal, cancellationToken)).Actor);
        return new CaseFiles(files.ConvertAll(file => AttachmentView.Of(file) with { Same = [.. same.Where(found => found.Photo == file.Id).Select(found => new SamePhotoView(found.Photo, found.Other, found.IsExact, found.WasBefore))] }), mayAdd, attachments.Limits);
    }
}
