using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Automation.Erasing;

/// <summary>
/// Mails of a customer who is forgotten: by the address, and by the refunds they are put to. What they said goes whole, and so do their bytes; that a
/// mail came, and when, stays. It is the first part of erasing, because the purchases are what still knows the addresses.
/// </summary>
internal static class MailErasure
{
    public static async Task<int> RunAsync(RefundDeskDbContext db, ClientId client, string[] addresses, string[] references, CancellationToken stop)
    {
        var mails = db.MailMessages.Where(row => row.ClientId == client && row.Subject != PersonalWords.Word
            && (addresses.Contains(row.FromAddress)
                || (row.CaseNumber != null && (row.State == MailState.BecameCase || row.State == MailState.AddedToCase)
                    && db.RefundCases.Any(refund => refund.ClientId == client && refund.Number == row.CaseNumber && references.Contains(refund.CustomerReference)))));
        await db.MailContents.Where(content => mails.Any(row => row.Id == content.MailId)).ExecuteDeleteAsync(stop);
        return await mails.ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.State, row => row.State == MailState.ToLookAt || row.State == MailState.Failed || row.State == MailState.Stored ? MailState.Closed : row.State)
                .SetProperty(row => row.FromAddress, PersonalWords.Word)
                .SetProperty(row => row.FromName, PersonalWords.Word)
                .SetProperty(row => row.Subject, PersonalWords.Word)
                .SetProperty(row => row.Words, PersonalWords.Word)
                .SetProperty(row => row.Why, row => row.Why == null ? null : PersonalWords.Word)
                .SetProperty(row => row.ClosedWhy, row => row.ClosedWhy == null ? null : PersonalWords.Word)
                .SetProperty(row => row.ContentHash, (string?)null)
                .SetProperty(row => row.AnswerDueAt, (DateTimeOffset?)null)
                .SetProperty(row => row.DueAt, (DateTimeOffset?)null)
                .SetProperty(row => row.Version, row => row.Version + 1),
            stop);
    }
}
