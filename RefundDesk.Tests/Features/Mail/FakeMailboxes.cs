using RefundDesk.Domain.Refunds.Mailing;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Tests.Features.Mail;

/// <summary>Mailboxes in memory that behave as IMAP does: numbers grow, moving gives another one in another folder, reading changes nothing.</summary>
internal sealed class FakeMailboxes : IMailboxes
{
    private readonly Dictionary<string, Folder> _folders = [];

    public IReadOnlyList<WatchedMailbox> All => [.. _folders.Values.Select(folder => folder.Mailbox)];

    public long MessageBytes { get; set; } = 2_000_000;

    /// <summary>Called before every step, with its name; may throw as a server that goes away would.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public Folder Add(string client, string? trustedHost = null)
    {
        var mailbox = new WatchedMailbox(client, $"returns@{client}.example@localhost:993/INBOX", $"returns@{client}.example", trustedHost);
        return _folders[mailbox.Name] = new Folder(mailbox);
    }

    public Task<IMailboxConnection> OpenAsync(WatchedMailbox mailbox, CancellationToken cancellationToken)
    {
        Before("open");
        return Task.FromResult<IMailboxConnection>(new Connection(this, _folders[mailbox.Name]));
    }

    /// <summary>What a mailbox holds.</summary>
    internal sealed class Folder(WatchedMailbox mailbox)
    {
        private long _next = 1;

        public WatchedMailbox Mailbox => mailbox;

        public long Validity { get; set; } = 7;

        public SortedDictionary<long, (byte[] Raw, DateTimeOffset At)> Inbox { get; } = [];

        public List<byte[]> Done { get; } = [];

        public List<byte[]> Failed { get; } = [];

        public int Reads { get; set; }

        public void Put(byte[] raw, DateTimeOffset at)
        {
            lock (Inbox)
            {
                Inbox.Add(_next++, (raw, at));
            }
        }
    }

    private sealed class Connection(FakeMailboxes all, Folder folder) : IMailboxConnection
    {
        public long Validity => folder.Validity;

        public Task<IReadOnlyList<MailboxItem>> ListAsync(CancellationToken cancellationToken)
        {
            all.Before("list");
            lock (folder.Inbox)
            {
                return Task.FromResult<IReadOnlyList<MailboxItem>>([.. folder.Inbox.Select(mail => new MailboxItem(mail.Key, mail.Value.Raw.Length, mail.Value.At))]);
            }
        }

        public Task<FetchedMail?> ReadAsync(MailboxItem item, CancellationToken cancellationToken)
        {
            all.Before("read");
            lock (folder.Inbox)
            {
                folder.Reads++;
                return Task.FromResult(!folder.Inbox.TryGetValue(item.Uid, out var mail) ? null
                    : mail.Raw.Length > all.MessageBytes ? new FetchedMail(null, "big@customer.example", "Big") : new FetchedMail(mail.Raw));
            }
        }

        public Task MoveAsync(IReadOnlyList<long> uids, bool failed, CancellationToken cancellationToken)
        {
            all.Before("move");
            lock (folder.Inbox)
            {
                foreach (var uid in uids)
                {
                    if (folder.Inbox.Remove(uid, out var mail))
                    {
                        (failed ? folder.Failed : folder.Done).Add(mail.Raw);
                    }
                }
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A reader that knows a handful of words.</summary>
internal sealed class FewWordsReader : IConcernReader
{
    public ConcernSuggestion? Suggest(string text) =>
        text.Contains("where is my parcel", StringComparison.OrdinalIgnoreCase) ? new ConcernSuggestion(CustomerConcern.AsksForDelivery, 910, null, 0)
        : text.Contains("broken", StringComparison.OrdinalIgnoreCase) ? new ConcernSuggestion(CustomerConcern.WantsRefund, 950, RefundReason.Defective, 874)
        : text.Contains("too small", StringComparison.OrdinalIgnoreCase) ? new ConcernSuggestion(CustomerConcern.WantsRefund, 900, RefundReason.WrongSize, 812)
        : null;
}
