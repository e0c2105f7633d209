using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Web.Infrastructure.Persistence.Attachments;

/// <summary>A photo that is on another case of the same client too.</summary>
/// <param name="Photo">The photo that was asked about.</param>
/// <param name="Other">The other case.</param>
/// <param name="IsExact">True where it is the same file; false where it only looks the same.</param>
/// <param name="WasBefore">True where the other one came first.</param>
public sealed record SamePhotoFound(AttachmentId Photo, RefundNumber Other, bool IsExact, bool WasBefore);

/// <summary>
/// Finds photos again, also when they were made smaller or saved anew. However many photos there are, it is one question that five indexes answer: the
/// same file, or one of four quarters of the look.
/// </summary>
public static class SamePhotos
{
    /// <summary>On how many other cases of one photo is said; more tell nothing new.</summary>
    public const int MostOfPhoto = 5;

    /// <summary>Looks for photos on other cases. What was withdrawn does not count: who withdraws a request and puts it in again has the same photo.</summary>
    /// <param name="db">A context that sees the client.</param>
    /// <param name="photos">The photos, of any clients and cases; what is no photo is passed over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<SamePhotoFound>> FindAsync(RefundDeskDbContext db, IReadOnlyCollection<Attachment> photos, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(photos);
        Attachment[] asked = [.. photos.Where(photo => photo.Kind == AttachmentKind.Photo)];
        if (asked.Length == 0)
        {
            return [];
        }

        var candidates = await CandidatesAsync(db, asked, cancellationToken);
        var pairs = asked.SelectMany(photo => candidates.Where(other => IsSame(photo, other)).Select(other => (Photo: photo, Other: other))).ToList();
        RefundCaseId[] cases = [.. pairs.Select(pair => pair.Other.CaseId).Distinct()];
        var numbers = await db.RefundCases.AsNoTracking().Where(refund => cases.Contains(refund.Id) && refund.Status != RefundStatus.Cancelled)
            .Select(refund => new { refund.Id, refund.Number }).ToDictionaryAsync(refund => refund.Id, refund => refund.Number, cancellationToken);
        return
        [
            .. pairs.Where(pair => numbers.ContainsKey(pair.Other.CaseId))
                .OrderBy(pair => pair.Photo.Id.Value).ThenBy(pair => pair.Other.AddedAt).ThenBy(pair => pair.Other.Id.Value)
                .Select(pair => new SamePhotoFound(pair.Photo.Id, numbers[pair.Other.CaseId], pair.Photo.ReceivedHash == pair.Other.ReceivedHash, IsBefore(pair.Other, pair.Photo)))
                .GroupBy(found => (found.Photo, found.Other)).Select(same => same.First() with { IsExact = same.Any(one => one.IsExact) })
                .GroupBy(found => found.Photo).SelectMany(found => found.Take(MostOfPhoto)),
        ];
    }

    private static async Task<List<Candidate>> CandidatesAsync(RefundDeskDbContext db, Attachment[] asked, CancellationToken cancellationToken)
    {
        var clients = asked.Select(photo => photo.ClientId).Distinct().ToArray();
        var hashes = asked.Select(photo => photo.ReceivedHash).Distinct().ToArray();
        var (first, second, third, fourth) = (Parts(asked, photo => photo.LookPart1), Parts(asked, photo => photo.LookPart2), Parts(asked, photo => photo.LookPart3), Parts(asked, photo => photo.LookPart4));
        var all = db.Attachments.AsNoTracking().Where(row => clients.Contains(row.ClientId) && row.CaseId != null && row.Kind == AttachmentKind.Photo);
        var found = await all.Where(row => hashes.Contains(row.ReceivedHash))
            .Concat(all.Where(row => first.Contains(row.LookPart1)))
            .Concat(all.Where(row => second.Contains(row.LookPart2)))
            .Concat(all.Where(row => third.Contains(row.LookPart3)))
            .Concat(all.Where(row => fourth.Contains(row.LookPart4)))
            .Select(row => new Candidate(row.Id, row.ClientId, row.CaseId!.Value, row.ReceivedHash, row.Look, row.AddedAt)).ToListAsync(cancellationToken);
        return [.. found.DistinctBy(row => row.Id)];
    }

    private static int?[] Parts(Attachment[] asked, Func<Attachment, int?> part) => [.. asked.Select(part).Where(value => value is not null).Distinct()];

    private static bool IsSame(Attachment photo, Candidate other) =>
        photo.ClientId == other.ClientId && photo.CaseId != other.CaseId && (photo.ReceivedHash == other.ReceivedHash || (photo.Look is { } look && other.Look is { } like && look.IsLike(like)));

    private static bool IsBefore(Candidate other, Attachment photo) => other.AddedAt < photo.AddedAt || (other.AddedAt == photo.AddedAt && other.Id.Value.CompareTo(photo.Id.Value) < 0);

    private sealed record Candidate(AttachmentId Id, ClientId ClientId, RefundCaseId CaseId, string ReceivedHash, PictureHash? Look, DateTimeOffset AddedAt);
}
