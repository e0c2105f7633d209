using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Case.Attaching;

/// <summary>Adds files to a case that is there already: all of them or none. A file that came with the case before is not there twice, so that a call may be sent again.</summary>
public sealed class AddAttachments(DeskDatabase database, ICurrentUser user, IFileIntake intake, CaseAttachments attachments, TimeProvider time)
{
    private const int MostAttempts = 6;

    /// <summary>Adds them. Nobody had to look at the case first, because nothing is decided; who is looking at it is told that it changed.</summary>
    /// <param name="number">The case.</param>
    /// <param name="files">What came.</param>
    /// <param name="channel">Over which door.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>
    /// What is there of these files now, each once; or <c>refund.forbidden</c>, <c>refund.not-found</c>, <c>refund.own-purchase</c>, what <see cref="IFileIntake"/> refuses, <c>attachment.too-many</c>,
    /// <c>attachment.ended</c>, or <c>refund.stale</c> where others kept being faster.
    /// </returns>
    public async Task<Outcome<IReadOnlyList<AttachmentView>>> HandleAsync(RefundNumber number, IReadOnlyList<ReceivedFile> files, RequestChannel channel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RecordFacts))
        {
            return RefundRefusals.Forbidden;
        }

        if (!await IsInReachAsync(principal, number, cancellationToken))
        {
            // Before anything is decoded: a stranger's guess costs nothing.
            return RefundRefusals.NotFound;
        }

        var prepared = await intake.PrepareAsync(files, cancellationToken);
        if (!prepared.Succeeded)
        {
            return prepared.Refusal;
        }

        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            if (await TryAsync(db, principal, number, prepared.Value, channel, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return RefundRefusals.Stale;
    }

    private async Task<bool> IsInReachAsync(DeskPrincipal principal, RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.RefundCases.AnyAsync(refund => refund.Number == number, cancellationToken);
    }

    /// <summary>One attempt; null where somebody else was faster and it is worth looking again.</summary>
    private async Task<Outcome<IReadOnlyList<AttachmentView>>?> TryAsync(
        RefundDeskDbContext db, DeskPrincipal principal, RefundNumber number, IReadOnlyList<PreparedFile> files, RequestChannel channel, CancellationToken cancellationToken)
    {
        if (await db.WholeCases(few: true).SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken) is not { } refund)
        {
            return RefundRefusals.NotFound;
        }

        var id = refund.Id;
        var hashes = files.Select(file => file.ReceivedHash).Distinct().ToArray();
        var kept = await db.Attachments.AsNoTracking().Where(row => row.CaseId == id && hashes.Contains(row.ReceivedHash)).ToListAsync(cancellationToken);
        var before = kept.Select(row => row.ReceivedHash).ToHashSet();
        PreparedFile[] fresh = [.. files.Where(file => before.Add(file.ReceivedHash))];
        if (fresh.Length > 0)
        {
            var by = (await db.KnownAsync(principal, cancellationToken)).Actor;
            var added = await attachments.AddAsync(db, refund, fresh, by, channel, time.GetUtcNow(), cancellationToken);
            if (!added.Succeeded)
            {
                return added.Refusal;
            }

            kept.AddRange(added.Value);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return hashes.Select(hash => AttachmentView.Of(kept.Find(row => row.ReceivedHash == hash)!)).ToArray();
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsTransient(inner))
        {
            return null;
        }
    }
}
