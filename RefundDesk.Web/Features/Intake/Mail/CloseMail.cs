using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>A person says why a mail leads to no refund.</summary>
public sealed class CloseMail(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int LongestWhy = 400;

    /// <summary>Closes it.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="why">What was found out, 3 to 400 characters; nothing is needed for spam.</param>
    /// <param name="isSpam">Whether it is spam.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done; or <c>refund.forbidden</c>, <c>mail.not-found</c>, <c>mail.why</c>, <c>refund.stale</c>.</returns>
    public async Task<Outcome> HandleAsync(Guid id, string why, bool isSpam, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(why);
        var principal = await user.GetAsync(cancellationToken);
        if (!MailsQuery.MayLook(principal))
        {
            return RefundRefusals.Forbidden;
        }

        if (!isSpam && why.Trim().Length is < 3 or > LongestWhy)
        {
            return MailRefusals.Why;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await db.MailMessages.SingleOrDefaultAsync(row => row.Id == id && (row.State == MailState.ToLookAt || row.State == MailState.Failed), cancellationToken) is not { } row)
        {
            return MailRefusals.NotFound;
        }

        row.State = isSpam ? MailState.Spam : MailState.Closed;
        row.ClosedWhy = why.Trim() is { Length: > 0 } said ? MailTexts.Cut(said, LongestWhy) : null;
        (row.ClosedById, row.ClosedByName, row.ClosedAt, row.AnswerDueAt) = (principal.Actor.Id, MailTexts.Cut(principal.Actor.Name, 120), time.GetUtcNow(), null);
        row.Version++;
        return await DeskDatabase.SaveAsync(db, Outcome.Ok, cancellationToken);
    }
}
