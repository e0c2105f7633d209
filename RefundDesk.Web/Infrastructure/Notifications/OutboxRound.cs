using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>
/// Delivers one batch of the outbox: lease, write, send, note. A message may arrive twice where a process dies between sending and
/// noting; both carry the same Message-Id. None is lost, and one that cannot be delivered ends in the case's history.
/// </summary>
internal sealed class OutboxRound(DeskDatabase database, INotificationChannel channel, MailTemplates templates, IOptions<NotificationOptions> options, TimeProvider time, ILogger<OutboxRound> log)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan[] TryAgainAfter =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>Does one round.</summary>
    /// <param name="owner">Unique for this loop of this process.</param>
    /// <param name="cancellationToken">Stops sending; what was sent is noted first.</param>
    /// <returns>How many messages were due.</returns>
    public async Task<int> RunOnceAsync(string owner, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var now = time.GetUtcNow();
        var due = await db.Dialect.ClaimOutboxAsync(db, owner, now, now.AddSeconds(options.Value.LeaseSeconds), options.Value.BatchSize, cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        var letters = await LoadAsync(db, due, owner, cancellationToken);
        await Parallel.ForEachAsync(letters, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (letter, _) => await DeliverAsync(letter, cancellationToken));
        await NoteAsync(db, letters, owner);
        return due.Count;
    }

    private static Task<List<OutboxLetter>> LoadAsync(RefundDeskDbContext db, IReadOnlyList<long> ids, string owner, CancellationToken cancellationToken) =>
        (from row in db.Outbox
         where ids.Contains(row.Id) && row.LeaseOwner == owner
         join client in db.Clients on row.ClientId equals client.Id
         join refund in db.RefundCases on row.CaseId equals refund.Id
         select new OutboxLetter(row.Id, row.ClientId, row.CaseId, row.Channel, row.Json, row.Attempts, client.Name, client.Key, client.SenderAddress, refund.Number, refund.Status))
        .ToListAsync(cancellationToken);

    private async Task DeliverAsync(OutboxLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(MailOf(letter), cancellationToken);
        }
#pragma warning disable CA1031 // Whatever keeps one message from leaving is noted with it; the others go on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            letter.IsHopeless = fault is UndeliverableException or JsonException;
            letter.Fault = fault is OperationCanceledException ? "Stopped while it was being sent" : fault.Message;
            log.LogWarning(fault, "Message {Message} of case {Case} was not delivered", letter.Id, letter.CaseId);
        }
    }

    private OutgoingMail MailOf(OutboxLetter letter)
    {
        var domain = letter.Sender[(letter.Sender.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var messageId = $"{letter.Id}.{letter.CaseId.Value:N}@{domain}";
        switch (letter.Channel)
        {
            case "mail":
                letter.Notice = Read<RefundNotice>(letter.Json);
                var (subject, text, html) = templates.Write(letter.Notice, letter.ClientName, (letter.ClientKey, letter.ClientId, letter.Number));
                return new OutgoingMail(messageId, letter.Sender, letter.ClientName, letter.Notice.To, letter.Notice.CustomerName, subject, text, html);
            case StaffNotice.Channel:
                var notice = Read<StaffNotice>(letter.Json);
                (subject, text, html) = templates.Write(notice, letter.ClientName);
                return new OutgoingMail(messageId, letter.Sender, "RefundDesk", notice.To, notice.Name, subject, text, html);
            default:
                throw new UndeliverableException($"There is no channel '{letter.Channel}'");
        }
    }

    private static T Read<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, PendingRows.Json) ?? throw new UndeliverableException("The stored message is empty");

    private async Task NoteAsync(RefundDeskDbContext db, List<OutboxLetter> letters, string owner)
    {
        await db.InTransactionAsync(
            async stop =>
            {
                var held = (await db.Outbox.Where(row => row.LeaseOwner == owner && letters.Select(letter => letter.Id).Contains(row.Id)).Select(row => row.Id).ToListAsync(stop)).ToHashSet();
                var events = new List<CaseEventRow>();
                await NoteDeliveredAsync(db, letters.FindAll(letter => letter.Fault is null && held.Contains(letter.Id)), events, stop);
                foreach (var failed in letters.Where(letter => letter.Fault is not null && held.Contains(letter.Id)))
                {
                    await NoteFailedAsync(db, failed, events, stop);
                }

                await db.InsertEventsAsync(events, stop);
                return 0;
            },
            CancellationToken.None);
    }

    private async Task NoteDeliveredAsync(RefundDeskDbContext db, List<OutboxLetter> delivered, List<CaseEventRow> events, CancellationToken cancellationToken)
    {
        if (delivered.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var ids = delivered.ConvertAll(letter => letter.Id);
        DateTimeOffset? at = now;
        await db.Outbox.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.DeliveredAt, at)
                .SetProperty(row => row.DueAt, (DateTimeOffset?)null)
                .SetProperty(row => row.LeaseOwner, (string?)null)
                .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.LastError, (string?)null),
            cancellationToken);
        events.AddRange(delivered.Where(letter => !letter.IsForStaff).Select(letter => PendingRows.RowOf(letter.ClientId, letter.CaseId, CaseEvent.Told(letter.Notice!.Kind, letter.Status, now))));
    }

    private async Task NoteFailedAsync(RefundDeskDbContext db, OutboxLetter failed, List<CaseEventRow> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempts = failed.Attempts + 1;
        var givenUp = failed.IsHopeless || attempts >= options.Value.MostAttempts;
        DateTimeOffset? again = givenUp ? null : now + TryAgainAfter[Math.Min(attempts, TryAgainAfter.Length) - 1];
        var fault = failed.Fault!.Length <= 400 ? failed.Fault : failed.Fault[..400];
        await db.Outbox.Where(row => row.Id == failed.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Attempts, attempts)
                .SetProperty(row => row.DueAt, again)
                .SetProperty(row => row.LeaseOwner, (string?)null)
                .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.LastError, fault),
            cancellationToken);
        if (givenUp && !failed.IsForStaff)
        {
            events.Add(PendingRows.RowOf(failed.ClientId, failed.CaseId, CaseEvent.NotTold(failed.Notice?.Kind ?? NoticeKind.Received, failed.Status, fault, now)));
        }
    }
}
