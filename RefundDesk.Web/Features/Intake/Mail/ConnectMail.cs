using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>
/// A person says which order or refund a mail is about: it opens a refund of the order, or is put to the refund. The person answers for the sender; the
/// money is decided on the case's own page, never by automation.
/// </summary>
internal sealed class ConnectMail(DeskDatabase database, ICurrentUser user, MailCases cases, IMailReader reader, IFileIntake files, TimeProvider time)
{
    private const int MostAttempts = 6;

    /// <summary>Connects it.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="target">The number of an order or of a refund of the same retailer.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <returns>
    /// The refund; or <c>refund.forbidden</c>, <c>mail.not-found</c>, <c>mail.unreadable</c>, <c>mail.no-such-target</c>, <c>mail.spoken-for</c>, what <see cref="RefundCase.Receive"/> and
    /// <see cref="RefundCase.TakeMail"/> refuse, or <c>refund.stale</c>.
    /// </returns>
    public async Task<Outcome<RefundNumber>> HandleAsync(Guid id, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var principal = await user.GetAsync(cancellationToken);
        if (!MailsQuery.MayLook(principal) || !principal.May(Permission.RecordFacts))
        {
            return RefundRefusals.Forbidden;
        }

        var parcel = await ParcelAsync(principal, id, cancellationToken);
        if (!parcel.Succeeded)
        {
            return parcel.Refusal;
        }

        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await database.OpenAsync(principal, cancellationToken);
            if (await TryAsync(db, principal, (id, target.Trim()), parcel.Value, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }

        return RefundRefusals.Stale;
    }

    private static Task<MailMessageRow?> FindAsync(RefundDeskDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.MailMessages.SingleOrDefaultAsync(row => row.Id == id && (row.State == MailState.ToLookAt || row.State == MailState.Failed), cancellationToken);

    private async Task<Outcome<MailParcel>> ParcelAsync(DeskPrincipal principal, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is null)
        {
            return MailRefusals.NotFound;
        }

        var raw = await db.MailContents.AsNoTracking().Where(content => content.MailId == id).Select(content => content.Raw).SingleOrDefaultAsync(cancellationToken);
        return raw is not null && reader.Read(raw) is { Succeeded: true, Value: var read } ? new MailParcel(read, raw, files) : MailRefusals.Unreadable;
    }

    /// <summary>One attempt; null where somebody else was faster and it is worth looking again.</summary>
    private async Task<Outcome<RefundNumber>?> TryAsync(RefundDeskDbContext db, DeskPrincipal principal, (Guid Id, string Target) what, MailParcel parcel, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, what.Id, cancellationToken) is not { } row)
        {
            return MailRefusals.NotFound;
        }

        // A row hangs on its client, and only what was loaded may be hung on.
        var client = await db.Clients.SingleAsync(client => client.Id == row.ClientId, cancellationToken);
        var hand = new MailInHand(row, parcel, client, (await db.KnownAsync(principal, cancellationToken)).Actor);
        var done = await MakeAsync(db, hand, what.Target, cancellationToken);
        if (!done.Succeeded)
        {
            return done;
        }

        (row.ClosedById, row.ClosedByName, row.ClosedAt, row.AnswerDueAt) = (principal.Actor.Id, MailTexts.Cut(principal.Actor.Name, 120), time.GetUtcNow(), null);
        row.Version++;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsCheckViolation(inner) || db.Dialect.IsTransient(inner)))
        {
            return null;
        }
    }

    private async Task<Outcome<RefundNumber>> MakeAsync(RefundDeskDbContext db, MailInHand hand, string target, CancellationToken cancellationToken)
    {
        var client = hand.Client.Id;
        if (RefundNumber.TryParse(target, out var number) && await db.WholeCases(few: true).SingleOrDefaultAsync(refund => refund.ClientId == client && refund.Number == number, cancellationToken) is { } refund)
        {
            var added = await cases.AddAsync(db, hand, refund, cancellationToken);
            return added.Succeeded ? refund.Number : added.Refusal;
        }

        var upper = target.ToUpperInvariant();
        var order = await db.WholeOrders().OrderBy(order => order.OrderNumber == target ? 0 : 1).FirstOrDefaultAsync(order => order.ClientId == client && (order.OrderNumber == target || order.OrderNumber == upper), cancellationToken);
        if (order is null)
        {
            return MailRefusals.Nothing(target);
        }

        // The customer asks whoever finds out; that person then knows what is meant.
        var opened = await cases.OpenAsync(db, hand, order, asks: false, cancellationToken);
        return opened.Succeeded ? opened.Value.Number : opened.Refusal;
    }
}
