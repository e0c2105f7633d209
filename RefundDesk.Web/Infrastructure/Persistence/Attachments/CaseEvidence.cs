using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Web.Infrastructure.Persistence.Attachments;

/// <summary>What came with a case, as policy and risk look at it.</summary>
/// <param name="Facts">How much of which kind.</param>
/// <param name="Same">The other cases its photos came with before; null where there is none.</param>
public sealed record CaseEvidence(EvidenceFacts Facts, IReadOnlyList<SamePhoto>? Same)
{
    /// <summary>Nothing came.</summary>
    public static CaseEvidence Nothing { get; } = new(EvidenceFacts.Nothing, null);

    /// <summary>Reads it for many cases with a fixed number of questions: one where nothing came with any of them.</summary>
    /// <param name="db">A context that sees the cases.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>By case; those with which nothing came are left out.</returns>
    public static async Task<IReadOnlyDictionary<RefundCaseId, CaseEvidence>> LoadAsync(RefundDeskDbContext db, IReadOnlyCollection<RefundCaseId> cases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        RefundCaseId?[] asked = [.. cases.Select(refund => (RefundCaseId?)refund)];
        if (asked.Length == 0)
        {
            return new Dictionary<RefundCaseId, CaseEvidence>();
        }

        var files = await db.Attachments.AsNoTracking().Where(row => asked.Contains(row.CaseId) && row.Kind != AttachmentKind.Mail).ToListAsync(cancellationToken);
        var before = (await SamePhotos.FindAsync(db, files, cancellationToken)).Where(found => found.WasBefore).ToLookup(found => found.Photo);
        return files.GroupBy(file => file.CaseId!.Value).ToDictionary(own => own.Key, own => Of([.. own], before));
    }

    /// <summary>What lies in a form that is not sent yet.</summary>
    /// <param name="db">A context that sees the client.</param>
    /// <param name="draftOf">The form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<EvidenceFacts> OfDraftsAsync(RefundDeskDbContext db, Guid draftOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var files = await db.Attachments.AsNoTracking().Where(row => row.DraftOf == draftOf).ToListAsync(cancellationToken);

        // Whether a photo was seen before is not for the eyes of who sends it.
        return Of(files, Array.Empty<SamePhotoFound>().ToLookup(found => found.Photo)).Facts;
    }

    private static CaseEvidence Of(List<Attachment> files, ILookup<AttachmentId, SamePhotoFound> before)
    {
        var photos = files.Where(file => file.Kind == AttachmentKind.Photo).DistinctBy(file => file.ReceivedHash).ToList();
        var seen = photos.Where(photo => before.Contains(photo.Id)).ToList();
        SamePhoto[] same =
        [
            .. seen.SelectMany(photo => before[photo.Id]).GroupBy(found => found.Other).Select(found => new SamePhoto(found.Key.ToString(), found.Any(one => one.IsExact)))
                .OrderByDescending(photo => photo.IsExact).ThenBy(photo => photo.Case, StringComparer.Ordinal).Take(SamePhotos.MostOfPhoto),
        ];
        return new CaseEvidence(new EvidenceFacts(photos.Count - seen.Count, files.Count(file => file.Kind == AttachmentKind.Pdf), seen.Count), same.Length == 0 ? null : same);
    }
}
