using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.Persistence.Attachments;

/// <summary>
/// Puts files to a case, as part of whatever else is being saved: the case, its history and its files are there together or not at all. It saves
/// nothing itself, so that a request is never looked at before what came with it.
/// </summary>
public sealed class CaseAttachments(IAttachmentBytes bytes, IFileIntake intake)
{
    /// <summary>How much may come.</summary>
    public AttachmentLimits Limits => intake.Limits;

    /// <summary>Puts files to a case of this context; the caller saves.</summary>
    /// <param name="db">The context that holds the case, loaded or new.</param>
    /// <param name="refund">The case.</param>
    /// <param name="files">What came, looked into by <see cref="IFileIntake"/>.</param>
    /// <param name="by">Who brought it.</param>
    /// <param name="channel">Over which door.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The attachments; or <c>attachment.too-many</c> and what <see cref="RefundCase.TakeAttachments"/> refuses.</returns>
    public async Task<Outcome<IReadOnlyList<Attachment>>> AddAsync(
        RefundDeskDbContext db, RefundCase refund, IReadOnlyList<PreparedFile> files, Actor by, RequestChannel channel, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(files);
        var id = refund.Id;
        if (await PlaceAsync(db.Attachments.Where(row => row.CaseId == id), files, cancellationToken) is not { } place)
        {
            return AttachmentRefusals.TooMany(Limits);
        }

        // What comes together is a microsecond apart, so that it stays in the order it came in.
        Attachment[] attachments = [.. files.Select((file, i) => Attachment.Of(refund, file, by, channel, at.AddMicroseconds(place + i)))];
        var taken = refund.TakeAttachments(by, attachments, at);
        if (!taken.Succeeded)
        {
            return taken.Refusal;
        }

        await KeepAsync(db, attachments, files, cancellationToken);
        return attachments;
    }

    /// <summary>Keeps files for a form that is not sent yet; the caller saves.</summary>
    /// <returns>The drafts; or <c>attachment.too-many</c>.</returns>
    public async Task<Outcome<IReadOnlyList<Attachment>>> DraftAsync(
        RefundDeskDbContext db, ClientId client, Guid draftOf, IReadOnlyList<PreparedFile> files, Actor by, RequestChannel channel, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(files);
        if (await PlaceAsync(db.Attachments.Where(row => row.DraftOf == draftOf), files, cancellationToken) is not { } place)
        {
            return AttachmentRefusals.TooMany(Limits);
        }

        Attachment[] attachments = [.. files.Select((file, i) => Attachment.Draft(client, draftOf, file, by, channel, at.AddMicroseconds(place + i)))];
        await KeepAsync(db, attachments, files, cancellationToken);
        return attachments;
    }

    /// <summary>The form was sent: its drafts become the case's; the caller saves.</summary>
    /// <returns>Ok, also where there are none; or <c>attachment.too-many</c> and what <see cref="RefundCase.TakeAttachments"/> refuses.</returns>
    public async Task<Outcome> TakeDraftsAsync(RefundDeskDbContext db, RefundCase refund, Guid draftOf, Actor by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(refund);
        var client = refund.ClientId;
        var drafts = await db.Attachments.Where(row => row.DraftOf == draftOf && row.ClientId == client).OrderBy(row => row.AddedAt).ToListAsync(cancellationToken);
        if (drafts.Count == 0)
        {
            return Outcome.Ok;
        }

        // Many at once may each have found room for themselves.
        if (drafts.Count > Limits.FilesOfCase || drafts.Sum(draft => draft.Length) > Limits.BytesOfCase)
        {
            return AttachmentRefusals.TooMany(Limits);
        }

        var taken = refund.TakeAttachments(by, drafts, at);
        if (taken.Succeeded)
        {
            drafts.ForEach(draft => draft.BelongTo(refund));
        }

        return taken;
    }

    private async Task KeepAsync(RefundDeskDbContext db, Attachment[] attachments, IReadOnlyList<PreparedFile> files, CancellationToken cancellationToken)
    {
        foreach (var (attachment, file) in attachments.Zip(files))
        {
            db.Attachments.Add(attachment);
            await bytes.KeepAsync(db, attachment, file.Bytes, cancellationToken);
        }
    }

    /// <summary>How many are there already; null where these would be too much.</summary>
    private async Task<int?> PlaceAsync(IQueryable<Attachment> there, IReadOnlyList<PreparedFile> files, CancellationToken cancellationToken)
    {
        var (count, length) = (await there.CountAsync(cancellationToken), await there.SumAsync(row => row.Length, cancellationToken));
        return count + files.Count > Limits.FilesOfCase || length + files.Sum(file => (long)file.Bytes.Length) > Limits.BytesOfCase ? null : count;
    }
}
