namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>A mailbox that customers of one client write to.</summary>
/// <param name="ClientKey">The client's key.</param>
/// <param name="Name">What it is called where mails are listed and told apart: user, host and folder; at most 200 characters.</param>
/// <param name="Address">Its own address, lower case, so that what the desk itself wrote is known; null where the user is no address and none is configured.</param>
/// <param name="TrustedHost">The receiving host whose word about a sender counts (RFC 8601, authserv-id); null where none is configured.</param>
public sealed record WatchedMailbox(string ClientKey, string Name, string? Address, string? TrustedHost);

/// <summary>A mail in a mailbox, not read yet.</summary>
/// <param name="Uid">Its number; with the folder's validity it is never given to another mail.</param>
/// <param name="Bytes">Its size as the server says.</param>
/// <param name="ReceivedAt">When the server took it in, UTC.</param>
public sealed record MailboxItem(long Uid, long Bytes, DateTimeOffset ReceivedAt);

/// <summary>A mail as it came.</summary>
/// <param name="Raw">Every byte; null where it is larger than is read.</param>
/// <param name="From">Where it was not read: the sender as the server says.</param>
/// <param name="Subject">Where it was not read: the subject as the server says.</param>
public sealed record FetchedMail(ReadOnlyMemory<byte>? Raw, string? From = null, string? Subject = null);

/// <summary>The mailboxes that are configured.</summary>
public interface IMailboxes
{
    /// <summary>Each once.</summary>
    IReadOnlyList<WatchedMailbox> All { get; }

    /// <summary>The most bytes a mail is read with.</summary>
    long MessageBytes { get; }

    /// <summary>Connects; throws <see cref="IOException"/> where the server is away, refuses, or is too slow.</summary>
    Task<IMailboxConnection> OpenAsync(WatchedMailbox mailbox, CancellationToken cancellationToken);
}

/// <summary>One look into a mailbox. Nothing is marked or moved by reading. Every step throws <see cref="IOException"/> where the server fails.</summary>
public interface IMailboxConnection : IAsyncDisposable
{
    /// <summary>While it stays the same, numbers mean the same mails (UIDVALIDITY).</summary>
    long Validity { get; }

    /// <summary>What is in the folder, oldest first.</summary>
    Task<IReadOnlyList<MailboxItem>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads one mail; null where it is not there any more.</summary>
    Task<FetchedMail?> ReadAsync(MailboxItem item, CancellationToken cancellationToken);

    /// <summary>Moves mails out of the folder; those that are not there any more are left alone.</summary>
    /// <param name="uids">Which.</param>
    /// <param name="failed">Into the folder of those that could not be read; else of those that are done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task MoveAsync(IReadOnlyList<long> uids, bool failed, CancellationToken cancellationToken);
}
