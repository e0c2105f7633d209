using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>What a refund is made of.</summary>
/// <param name="Row">The mail.</param>
/// <param name="Parcel">The same, taken apart.</param>
/// <param name="Client">The retailer.</param>
/// <param name="By">The customer, or the person who found out.</param>
internal sealed record MailInHand(MailMessageRow Row, MailParcel Parcel, Client Client, Actor By)
{
    /// <summary>What was written before, where this is the answer to the desk's question; null where it is not.</summary>
    public MailMessageRow? Before { get; init; }

    /// <summary>Everything that was said.</summary>
    public string Words => Before is null ? Parcel.Words : MailTexts.Cut($"{Before.Words}\n\n{Parcel.Words}", MailTexts.LongestWords);
}

/// <summary>Makes refunds of mails and puts mails to refunds, as part of one save: the refund, its files and what became of the mail are there together or not at all.</summary>
internal sealed class MailCases(CaseAttachments attachments, IStringLocalizer<MailText> text, TimeProvider time)
{
    private const int Backdated = 48;

    /// <summary>Opens a refund; where it is not clear what is meant, and nobody is there to find out, the customer is asked.</summary>
    /// <returns>The refund; or <c>mail.spoken-for</c>, what <see cref="RefundCase.Receive"/> refuses.</returns>
    public async Task<Outcome<RefundCase>> OpenAsync(RefundDeskDbContext db, MailInHand hand, Order order, bool asks, CancellationToken cancellationToken)
    {
        var (row, now) = (hand.Row, time.GetUtcNow());
        var meant = LineWords.In(order, $"{hand.Parcel.Mail.Subject}\n{hand.Words}");
        if (meant.Lines.Count == 0)
        {
            return await SpokenForAsync(db, row, order, cancellationToken);
        }

        var reason = row.Reason ?? RefundReason.Other;
        var condition = reason is RefundReason.Defective or RefundReason.DamagedInTransit ? GoodsCondition.Damaged : GoodsCondition.Opened;
        var request = new RefundRequest(
            RequestChannel.Mail, $"mail-{hand.Parcel.Hash}", AskedAt(hand.Parcel.Mail.WrittenAt, row.ReceivedAt), RefundCase.NoteAsStored(hand.Words), [.. meant.Lines.Select(line => new RequestedLine(line.LineNumber, line.Quantity, reason, condition))])
        {
            Language = row.Language,
        };
        var received = await SubmitRequest.ReceiveAsync(db, hand.Client, order, request, FreshNumber.Next(), hand.By, now, cancellationToken);
        if (!received.Succeeded)
        {
            return received;
        }

        var refund = received.Value;
        if (asks && !meant.IsClear)
        {
            var policies = await db.LoadPoliciesAsync(hand.Client.Id, order.PlacedAt, now, cancellationToken);
            var asked = refund.Ask(Actor.Automation, WhichArticles(refund.Language, order, meant), now.AddDays(policies.Current.InformationDeadlineDays), now);
            if (!asked.Succeeded)
            {
                throw new InvalidOperationException($"{asked.Refusal.Message} ({asked.Refusal.Code})");
            }
        }

        await AttachAsync(db, hand, refund, now, cancellationToken);
        (row.State, row.CaseNumber, row.OrderNumber, row.Why) = (MailState.BecameCase, refund.Number, order.OrderNumber, null);
        if (hand.Before is { } before)
        {
            (before.State, before.CaseNumber, before.OrderNumber, before.Why, before.AnswerDueAt) = (MailState.BecameCase, refund.Number, order.OrderNumber, null, null);
            before.Version++;
        }

        return refund;
    }

    /// <summary>Puts it to a refund that is there: the answer where something was asked.</summary>
    /// <returns>Ok; or what <see cref="RefundCase.TakeMail"/> refuses.</returns>
    public async Task<Outcome> AddAsync(RefundDeskDbContext db, MailInHand hand, RefundCase refund, CancellationToken cancellationToken)
    {
        var (row, now) = (hand.Row, time.GetUtcNow());
        var words = hand.Parcel.Words.Length > 0 ? hand.Parcel.Words : "Sent files, without words";
        var taken = refund.TakeMail(hand.By, words, now, hand.Client.Calendar);
        if (!taken.Succeeded)
        {
            return taken;
        }

        await AttachAsync(db, hand, refund, now, cancellationToken);
        (row.State, row.CaseNumber, row.OrderNumber, row.Why) = (MailState.AddedToCase, refund.Number, refund.OrderNumber, null);
        return Outcome.Ok;
    }

    /// <summary>When the customer asked: what the mail says, where that is not after it came and not long before; a mail's own date is its sender's to choose, and windows are measured by it.</summary>
    internal static DateTimeOffset AskedAt(DateTimeOffset? writtenAt, DateTimeOffset receivedAt) =>
        writtenAt is { } written && written <= receivedAt && receivedAt - written <= TimeSpan.FromHours(Backdated) ? written : receivedAt;

    private async Task AttachAsync(RefundDeskDbContext db, MailInHand hand, RefundCase refund, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var files = await hand.Parcel.FilesAsync(cancellationToken);
        var refused = files.Refused.ToList();
        var isAttached = false;
        if (files.Taken.Count > 0)
        {
            var added = await attachments.AddAsync(db, refund, files.Taken, hand.By, RequestChannel.Mail, now, cancellationToken);
            isAttached = added.Succeeded && files.Taken.Any(file => file.Kind == Domain.Refunds.Attaching.AttachmentKind.Mail);
            if (!added.Succeeded)
            {
                refused.Add(added.Refusal.Message);
            }
        }

        if (refused.Count > 0)
        {
            var said = new CaseEvent(null, refund.Status, refund.Status, Actor.Automation, now, MailTexts.Cut($"Of the mail not everything is attached: {string.Join(' ', refused)}", 400));
            db.CaseEvents.Add(PendingRows.RowOf(refund.ClientId, refund.Id, said));
        }

        if (isAttached && await db.MailContents.SingleOrDefaultAsync(content => content.MailId == hand.Row.Id, cancellationToken) is { } kept)
        {
            // Its bytes are the refund's now: kept once, and forgotten with it.
            db.MailContents.Remove(kept);
        }
    }

    private static async Task<Outcome<RefundCase>> SpokenForAsync(RefundDeskDbContext db, MailMessageRow row, Order order, CancellationToken cancellationToken)
    {
        var other = await db.RefundCases.AsNoTracking()
            .Where(refund => refund.OrderId == order.Id && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled)
            .OrderByDescending(refund => refund.ReceivedAt).Select(refund => new { refund.Number, refund.Channel }).FirstOrDefaultAsync(cancellationToken);
        row.CaseNumber = other?.Number;
        return new Refusal("mail.spoken-for", other is null
            ? $"Nothing of order {order.OrderNumber} is open."
            : $"What it asks back of order {order.OrderNumber} is asked back already with {other.Number} ({DomainText.Of(other.Channel)}).");
    }

    private string WhichArticles(string language, Order order, LinesMeant meant)
    {
        MailText.Speak(CustomerLanguage.Of(language, order.Country));
        var articles = meant.Lines.Select(line => (Line: order.Lines.First(one => one.LineNumber == line.LineNumber), line.Quantity)).Select(line => $"{line.Quantity} × {line.Line.Description}");
        return MailTexts.Cut($"{text["Which"].Value}\n{string.Join('\n', articles)}", 1_000);
    }
}
