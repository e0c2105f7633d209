using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>
/// Stores every mail of a mailbox before anything else is done with it, and moves it out of the folder only once it is done with. A mail is known by its
/// number there, so that a look that was killed anywhere is simply done again, and any number of nodes may look at once.
/// </summary>
public sealed class MailInbox(DeskDatabase database, IMailboxes mailboxes, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Stores what is new.</summary>
    /// <returns>How many mails were stored.</returns>
    public async Task<int> FetchAsync(Client client, WatchedMailbox mailbox, IMailboxConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(connection);
        var items = await connection.ListAsync(cancellationToken);
        var known = await KnownAsync(client, mailbox, connection.Validity, items, cancellationToken);
        var stored = 0;
        foreach (var item in items.Where(item => !known.ContainsKey(item.Uid)).Take(AtOnce))
        {
            if (await connection.ReadAsync(item, cancellationToken) is { } mail && await StoreAsync(client, mailbox, (connection.Validity, item), mail, cancellationToken))
            {
                stored++;
            }
        }

        return stored;
    }

    /// <summary>Moves what is done with: also what an earlier look did not come to.</summary>
    /// <returns>How many mails were moved.</returns>
    public async Task<int> MoveAsync(Client client, WatchedMailbox mailbox, IMailboxConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(connection);
        var known = await KnownAsync(client, mailbox, connection.Validity, await connection.ListAsync(cancellationToken), cancellationToken);
        foreach (var failed in new[] { false, true })
        {
            long[] uids = [.. known.Where(mail => mail.Value != MailState.Stored && (mail.Value == MailState.Failed) == failed).Select(mail => mail.Key).Order()];
            if (uids.Length > 0)
            {
                await connection.MoveAsync(uids, failed, cancellationToken);
            }
        }

        return known.Values.Count(state => state != MailState.Stored);
    }

    private async Task<Dictionary<long, MailState>> KnownAsync(Client client, WatchedMailbox mailbox, long validity, IReadOnlyList<MailboxItem> items, CancellationToken cancellationToken)
    {
        var known = new Dictionary<long, MailState>();
        await using var db = await database.OpenAsync(ClientScope.Only(client.Id), cancellationToken);
        foreach (var some in items.Select(item => item.Uid).Chunk(AtOnce))
        {
            foreach (var row in await db.MailMessages.AsNoTracking().Where(row => row.ClientId == client.Id && row.Mailbox == mailbox.Name && row.Validity == validity && some.Contains(row.Uid))
                .Select(row => new { row.Uid, row.State }).ToListAsync(cancellationToken))
            {
                known[row.Uid] = row.State;
            }
        }

        return known;
    }

    private async Task<bool> StoreAsync(Client client, WatchedMailbox mailbox, (long Validity, MailboxItem Item) place, FetchedMail mail, CancellationToken cancellationToken)
    {
        var (now, item) = (time.GetUtcNow(), place.Item);
        var row = new MailMessageRow
        {
            Id = Guid.CreateVersion7(now), ClientId = client.Id, Mailbox = mailbox.Name, Validity = place.Validity, Uid = item.Uid, RawBytes = mail.Raw?.Length ?? item.Bytes,
            ReceivedAt = item.ReceivedAt < now ? item.ReceivedAt : now, StoredAt = now, DueAt = now, Version = 1,
        };
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        if (mail.Raw is { } raw)
        {
            db.MailContents.Add(new MailContentRow { MailId = row.Id, ClientId = client.Id, Raw = raw.ToArray() });
        }
        else
        {
            (row.State, row.DueAt) = (MailState.Failed, null);
            (row.FromAddress, row.Subject) = (MailTexts.Line(mail.From, 254).ToLowerInvariant(), MailTexts.Line(mail.Subject, 200));
            row.Why = string.Create(CultureInfo.InvariantCulture, $"The mail has {Megabytes(row.RawBytes)} MB; more than {Megabytes(mailboxes.MessageBytes)} MB are not read. It lies unread in the mailbox's folder of failed mails.");
        }

        db.MailMessages.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && db.Dialect.IsDuplicate(inner))
        {
            // Another node was faster.
            return false;
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture);
}
