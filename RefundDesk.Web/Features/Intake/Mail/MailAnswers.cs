using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>
/// Asks senders for their order's number. The same words to everybody: whether there is such an order, whose it is and what else the desk knows is not in
/// them, and neither is anything the sender wrote.
/// </summary>
internal sealed class MailAnswers(DeskDatabase database, INotificationChannel channel, IStringLocalizer<MailText> text, TimeProvider time, ILogger<MailAnswers> log)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    /// <summary>Answers what is due.</summary>
    /// <returns>How many left.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<Guid> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            var now = time.GetUtcNow();
            due = await db.MailMessages.AsNoTracking().Where(row => row.AnswerDueAt <= now).OrderBy(row => row.AnswerDueAt).ThenBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(cancellationToken);
        }

        var left = 0;
        foreach (var id in due)
        {
            left += await AnswerAsync(id, cancellationToken) ? 1 : 0;
        }

        return left;
    }

    private async Task<bool> AnswerAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var now = time.GetUtcNow();
        var row = await db.MailMessages.SingleOrDefaultAsync(row => row.Id == id && row.AnswerDueAt <= now, cancellationToken);
        if (row is null)
        {
            return false;
        }

        // Taken before it is sent, so that another node does not send it too; where it does not leave, it is due again for a day.
        row.AnswerDueAt = now - row.StoredAt > GivenUpAfter ? null : now + Again;
        row.Version++;
        if (!await SavedAsync(db, cancellationToken) || row.AnswerDueAt is null || !await SentAsync(db, row, cancellationToken))
        {
            return false;
        }

        (row.AnswerDueAt, row.AnsweredAt) = (null, now);
        row.Version++;
        return await SavedAsync(db, cancellationToken);
    }

    private static async Task<bool> SavedAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else moved it on: the next look tells what is left to do.
            return false;
        }
    }

    private async Task<bool> SentAsync(RefundDeskDbContext db, MailMessageRow row, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == row.ClientId, cancellationToken);
        try
        {
            await channel.SendAsync(MailOf(row, MailTexts.Line(client.Name, 120), client.SenderAddress), cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps one mail from leaving, the others go on; it is tried again for a day.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogWarning(fault, "The question for an order number to the sender of mail {Mail} did not leave", row.Id);
            return false;
        }
    }

    private OutgoingMail MailOf(MailMessageRow row, string clientName, string sender)
    {
        var language = row.Language ?? CustomerLanguage.All[0];
        MailText.Speak(language);
        string[] paragraphs = [text["Hello"], text["Which.Order"], text["Bye"], clientName];
        var html = string.Concat(paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>"));
        return new OutgoingMail(
            MailNumbers.IdOf(row.Id, sender), sender, clientName, row.FromAddress, string.Empty, text["Subject", clientName],
            $"{string.Join("\n\n", paragraphs)}\n", $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"></head><body>{html}</body></html>");
    }
}
