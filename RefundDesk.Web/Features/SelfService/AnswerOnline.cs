using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>What the desk waits for.</summary>
/// <param name="Text">What was asked; may have several lines.</param>
/// <param name="Until">Until when an answer counts, UTC; null where no time was set.</param>
public sealed record OpenQuestion(string Text, DateTimeOffset? Until);

/// <summary>A customer answers what the desk asked, in words and with files, over the link of the refund.</summary>
public sealed class AnswerOnline(DeskDatabase database, IFileIntake intake, CaseAttachments attachments, TimeProvider time)
{
    private const int MostAttempts = 6;

    /// <summary>How much may come.</summary>
    public AttachmentLimits Limits => intake.Limits;

    /// <summary>What was asked; null where nothing is waited for.</summary>
    public async Task<OpenQuestion?> FindAsync(ClientId client, RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        var waiting = await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number && refund.Status == RefundStatus.NeedsInformation)
            .Select(refund => new { refund.Id, refund.DueAt }).SingleOrDefaultAsync(cancellationToken);
        if (waiting is null)
        {
            return null;
        }

        var asked = await db.CaseEvents.AsNoTracking().Where(row => row.CaseId == waiting.Id && row.Trigger == RefundTrigger.Ask).OrderByDescending(row => row.Id).Select(row => row.Why).FirstOrDefaultAsync(cancellationToken);
        return new OpenQuestion(asked ?? string.Empty, waiting.DueAt);
    }

    /// <summary>Takes the answer: words, files or both, all or nothing. The case is decided anew.</summary>
    /// <param name="client">The retailer, as the link says.</param>
    /// <param name="number">The refund, as the link says.</param>
    /// <param name="words">What the customer writes.</param>
    /// <param name="files">What the customer sends.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>Ok; or <c>refund.not-found</c>, <c>refund.answer-missing</c>, <c>refund.not-allowed</c> where nothing is waited for, what <see cref="IFileIntake"/> refuses, <c>attachment.too-many</c>, <c>refund.stale</c>.</returns>
    public async Task<Outcome> HandleAsync(ClientId client, RefundNumber number, string words, IReadOnlyList<ReceivedFile> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (await FindAsync(client, number, cancellationToken) is null)
        {
            return RefundRefusals.NotAllowed(RefundStatus.InReview, RefundTrigger.Answer);
        }

        IReadOnlyList<PreparedFile> prepared = [];
        if (files.Count > 0)
        {
            var looked = await intake.PrepareAsync(files, cancellationToken);
            if (!looked.Succeeded)
            {
                return looked.Refusal;
            }

            prepared = looked.Value;
        }

        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
            if (await TryAsync(db, number, words, prepared, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return RefundRefusals.Stale;
    }

    /// <summary>One attempt; null where somebody else was faster and it is worth looking again.</summary>
    private async Task<Outcome?> TryAsync(RefundDeskDbContext db, RefundNumber number, string words, IReadOnlyList<PreparedFile> files, CancellationToken cancellationToken)
    {
        if (await db.WholeCases(few: true).SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken) is not { } refund)
        {
            return RefundRefusals.NotFound;
        }

        var (by, now) = (Actor.Customer(refund.CustomerName), time.GetUtcNow());
        var calendar = (await db.Clients.AsNoTracking().SingleAsync(own => own.Id == refund.ClientId, cancellationToken)).Calendar;
        var said = string.IsNullOrWhiteSpace(words) && files.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"Sent {files.Count} {(files.Count == 1 ? "file" : "files")}, without words") : words.ReplaceLineEndings("\n").Trim();
        var taken = refund.TakeAnswer(by, said, now, calendar);
        if (!taken.Succeeded)
        {
            return taken;
        }

        if (files.Count > 0 && await attachments.AddAsync(db, refund, files, by, RequestChannel.Portal, now, cancellationToken) is { Succeeded: false, Refusal: var refusal })
        {
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Outcome.Ok;
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
