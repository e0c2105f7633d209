using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>
/// Finds out what a mail is: a repetition, one no person wrote, an answer to the desk, a request, or something a person must find out. It decides about no
/// money, and a sender is told nothing about an order that is not the sender's: to a stranger the answer is that to an unknown number.
/// </summary>
internal sealed class MailSorting(MailCases cases, IEnumerable<IConcernReader> readers, IMailboxes mailboxes, IOptions<MailIntakeOptions> options, TimeProvider time)
{
    private const int SureEnough = 600;
    private const int LongestWhy = 400;
    private const int KnownNumbers = 40;
    private const int OrdersAtMost = 10;

    /// <summary>Finds out, and makes what follows from it in the context; the caller saves.</summary>
    public async Task SortAsync(RefundDeskDbContext db, MailMessageRow row, MailParcel parcel, CancellationToken cancellationToken)
    {
        var mail = parcel.Mail;
        (row.FromAddress, row.FromName, row.Subject, row.Words) = (mail.From, mail.FromName, mail.Subject, parcel.Words);
        (row.Files, row.Language, row.DueAt) = (mail.Files.Count, MailLanguage.Of(parcel.Words), null);
        row.Version++;
        if (await db.MailMessages.AsNoTracking().FirstOrDefaultAsync(other => other.ClientId == row.ClientId && other.ContentHash == parcel.Hash && other.Id != row.Id, cancellationToken) is { } first)
        {
            (row.State, row.Why, row.CaseNumber, row.OrderNumber) = (MailState.Repeated, "The same mail came before.", first.CaseNumber, first.OrderNumber);
            await ForgetBytesAsync(db, row, cancellationToken);
            return;
        }

        row.ContentHash = parcel.Hash;
        var client = await db.Clients.SingleAsync(client => client.Id == row.ClientId, cancellationToken);
        var mailbox = mailboxes.All.FirstOrDefault(box => box.Name == row.Mailbox);
        var isOwn = mail.From == mailbox?.Address || string.Equals(mail.From, client.SenderAddress, StringComparison.OrdinalIgnoreCase);
        if ((mail.Automatic ?? (isOwn ? "Sent by the desk itself." : null)) is { } automatic)
        {
            (row.State, row.Why) = (MailState.Ignored, automatic);
            await ForgetBytesAsync(db, row, cancellationToken);
            return;
        }

        if (parcel.IsEmpty)
        {
            (row.State, row.Why) = (MailState.Failed, "The mail has neither text nor files.");
            return;
        }

        Suggest(row, parcel);
        if ((client.State != ClientState.Active ? "The retailer takes nothing new in any more." : SenderTrust.WhyNot(mailbox?.TrustedHost, mail)) is { } held)
        {
            Hold(row, held);
            return;
        }

        if (!await IsAnswerAsync(db, row, parcel, client, cancellationToken))
        {
            await RequestAsync(db, row, parcel, client, cancellationToken);
        }
    }

    /// <summary>A mail that could not be taken apart waits for a person.</summary>
    public static void Fail(MailMessageRow row, string why)
    {
        (row.State, row.Why, row.DueAt, row.LeaseOwner, row.LeaseUntil) = (MailState.Failed, MailTexts.Cut(why, LongestWhy), null, null, null);
        row.Version++;
    }

    private static void Hold(MailMessageRow row, string why) => (row.State, row.Why) = (MailState.ToLookAt, MailTexts.Cut(why, LongestWhy));

    private static async Task ForgetBytesAsync(RefundDeskDbContext db, MailMessageRow row, CancellationToken cancellationToken)
    {
        if (await db.MailContents.SingleOrDefaultAsync(content => content.MailId == row.Id, cancellationToken) is { } content)
        {
            db.MailContents.Remove(content);
        }
    }

    private void Suggest(MailMessageRow row, MailParcel parcel)
    {
        if (readers.FirstOrDefault()?.Suggest(parcel.Words) is { } suggestion)
        {
            (row.Concern, row.ConcernPermille) = (suggestion.Concern, suggestion.ConcernPermille);
            (row.Reason, row.ReasonPermille) = (suggestion.Reason, suggestion.Reason is null ? 0 : suggestion.ReasonPermille);
        }
    }

    /// <summary>An answer to a message of the desk, or one with a refund's number in its subject, from the customer of that refund.</summary>
    /// <returns>True where it was one, and is done with.</returns>
    private async Task<bool> IsAnswerAsync(RefundDeskDbContext db, MailMessageRow row, MailParcel parcel, Client client, CancellationToken cancellationToken)
    {
        var ids = MailNumbers.CasesOf(parcel.Mail.Answers);
        var number = MailNumbers.InSubject(parcel.Mail.Subject);
        if (ids.Count == 0 && number is null)
        {
            return false;
        }

        var refunds = await db.WholeCases().Where(refund => refund.ClientId == client.Id && (ids.Contains(refund.Id) || (number != null && refund.Number == number))).Take(3).ToListAsync(cancellationToken);
        var refund = refunds.Find(one => one.Number == number) ?? refunds.FirstOrDefault();
        if (refund is null)
        {
            return false;
        }

        if (!string.Equals(refund.CustomerEmail, parcel.Mail.From, StringComparison.OrdinalIgnoreCase))
        {
            Hold(row, $"It is about {refund.Number}, whose customer has another e-mail address.");
            row.CaseNumber = refund.Number;
            await AnswerAsync(db, row, cancellationToken);
            return true;
        }

        var added = await cases.AddAsync(db, new MailInHand(row, parcel, client, Actor.Customer(refund.CustomerName)), refund, cancellationToken);
        if (!added.Succeeded || refund.Status == RefundStatus.Rejected)
        {
            Hold(row, added.Succeeded ? $"The customer answers the refusal of {refund.Number}." : $"It is about {refund.Number}: {added.Refusal.Message}");
            row.CaseNumber = refund.Number;
        }

        return true;
    }

    private async Task RequestAsync(RefundDeskDbContext db, MailMessageRow row, MailParcel parcel, Client client, CancellationToken cancellationToken)
    {
        var (before, orders) = (await BeforeAsync(db, row, parcel, cancellationToken), await OrdersAsync(db, parcel, client, cancellationToken));
        Order[] own = [.. orders.Where(order => string.Equals(order.CustomerEmail, parcel.Mail.From, StringComparison.OrdinalIgnoreCase))];
        if (own.Length != 1)
        {
            row.OrderNumber = orders is [var only] ? only.OrderNumber : null;
            Hold(row, own.Length > 1 ? $"It names {own.Length} orders: {string.Join(", ", own.Select(order => order.OrderNumber))}."
                : orders.Count > 0 ? $"Order {orders[0].OrderNumber} has another e-mail address than the sender."
                : "It names no order of the retailer.");
            if (own.Length == 0)
            {
                await AnswerAsync(db, row, cancellationToken);
            }

            return;
        }

        row.OrderNumber = own[0].OrderNumber;
        if (row is { Concern: { } concern, ConcernPermille: >= SureEnough } && WordsOf(concern) is { } about)
        {
            Hold(row, $"It seems to be no request: {about}.");
            return;
        }

        var opened = await cases.OpenAsync(db, new MailInHand(row, parcel, client, Actor.Customer(own[0].CustomerName)) { Before = before }, own[0], asks: true, cancellationToken);
        if (!opened.Succeeded)
        {
            Hold(row, opened.Refusal.Message);
        }
    }

    private static string? WordsOf(CustomerConcern concern) => concern switch
    {
        CustomerConcern.AsksAboutRefund => "the customer asks about a refund",
        CustomerConcern.AsksForDelivery => "the customer asks where the goods are",
        CustomerConcern.Other => "it is about something else",
        _ => null,
    };

    /// <summary>The mail after which the desk asked for the order's number, of the same sender; null where this answers none.</summary>
    private static async Task<MailMessageRow?> BeforeAsync(RefundDeskDbContext db, MailMessageRow row, MailParcel parcel, CancellationToken cancellationToken)
    {
        var asked = MailNumbers.MailsOf(parcel.Mail.Answers);
        return asked.Count == 0 ? null : await db.MailMessages
            .Where(one => one.ClientId == row.ClientId && one.State == MailState.ToLookAt && one.CaseNumber == null && one.FromAddress == row.FromAddress && asked.Contains(one.Id))
            .OrderBy(one => one.StoredAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The orders of the retailer that are named: in the sender's own words, else in what is quoted.</summary>
    private static async Task<List<Order>> OrdersAsync(RefundDeskDbContext db, MailParcel parcel, Client client, CancellationToken cancellationToken)
    {
        var known = await db.Orders.AsNoTracking().Where(order => order.ClientId == client.Id).OrderByDescending(order => order.Id).Select(order => order.OrderNumber).Take(KnownNumbers).ToListAsync(cancellationToken);
        var prefixes = OrderNumbers.PrefixesOf(known);
        foreach (var text in new[] { $"{parcel.Mail.Subject}\n{parcel.Words}", parcel.Mail.Text })
        {
            var candidates = OrderNumbers.In(text, prefixes);
            if (candidates.Count > 0
                && await db.WholeOrders().Where(order => order.ClientId == client.Id && candidates.Contains(order.OrderNumber)).OrderBy(order => order.OrderNumber).Take(OrdersAtMost).ToListAsync(cancellationToken) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Asks the sender for the order's number, unless that was done too often lately: two robots must not keep each other busy.</summary>
    private async Task AnswerAsync(RefundDeskDbContext db, MailMessageRow row, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lately = now.AddDays(-1);
        var answered = await db.MailMessages.CountAsync(
            other => other.ClientId == row.ClientId && other.FromAddress == row.FromAddress && other.Id != row.Id && (other.AnswerDueAt != null || other.AnsweredAt > lately), cancellationToken);
        row.AnswerDueAt = answered < options.Value.AnswersPerSenderADay ? now : null;
    }
}
