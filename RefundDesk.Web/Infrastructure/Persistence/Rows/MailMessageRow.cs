using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>What became of a mail.</summary>
public enum MailState
{
    /// <summary>Stored, and not looked at yet.</summary>
    Stored,

    /// <summary>It opened a refund.</summary>
    BecameCase,

    /// <summary>It was put to a refund that was there.</summary>
    AddedToCase,

    /// <summary>A person must find out what it is about.</summary>
    ToLookAt,

    /// <summary>It could not be read; a person must look.</summary>
    Failed,

    /// <summary>No person wrote it.</summary>
    Ignored,

    /// <summary>The same mail came before.</summary>
    Repeated,

    /// <summary>A person closed it.</summary>
    Closed,

    /// <summary>A person said it is spam.</summary>
    Spam,
}

/// <summary>One mail of a client's mailbox: stored before anything else is done with it, and moved out of the mailbox only afterwards.</summary>
public sealed class MailMessageRow : IClientRow
{
    /// <summary>Grows with time; part of the Message-Id of an answer to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The mailbox, as <see cref="Domain.Refunds.Mailing.WatchedMailbox.Name"/>.</summary>
    public required string Mailbox { get; init; }

    /// <summary>UIDVALIDITY of the folder it was found in.</summary>
    public required long Validity { get; init; }

    /// <summary>Its UID there.</summary>
    public required long Uid { get; init; }

    /// <summary>Its size, bytes.</summary>
    public required long RawBytes { get; init; }

    /// <summary>When the mail server took it in, UTC; never later than it was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was stored here, UTC.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>SHA-256 of its Message-Id, sender, subject and text: the same mail once more has the same, and only one holds it. Null until looked at, and for repetitions.</summary>
    public string? ContentHash { get; set; }

    /// <summary>The sender's address, lower case; empty where none was read.</summary>
    public string FromAddress { get; set; } = string.Empty;

    /// <summary>The sender's name.</summary>
    public string FromName { get; set; } = string.Empty;

    /// <summary>The subject, one line.</summary>
    public string Subject { get; set; } = string.Empty;

    /// <summary>The sender's own words, without quotes and signature.</summary>
    public string Words { get; set; } = string.Empty;

    /// <summary>The language it is written in, two letters; null where that cannot be told.</summary>
    public string? Language { get; set; }

    /// <summary>Files in it.</summary>
    public int Files { get; set; }

    /// <summary>What became of it.</summary>
    public MailState State { get; set; }

    /// <summary>Why it is there, for people.</summary>
    public string? Why { get; set; }

    /// <summary>The order it names, where there is one of the client; whether the sender may know of it is another question.</summary>
    public string? OrderNumber { get; set; }

    /// <summary>The refund it led to, or the one that stands in its way.</summary>
    public RefundNumber? CaseNumber { get; set; }

    /// <summary>What the text model takes it for; null without one.</summary>
    public CustomerConcern? Concern { get; set; }

    /// <summary>How sure, thousandths.</summary>
    public int ConcernPermille { get; set; }

    /// <summary>The reason the text model suggests; null without one.</summary>
    public RefundReason? Reason { get; set; }

    /// <summary>How sure, thousandths.</summary>
    public int ReasonPermille { get; set; }

    /// <summary>When it is looked at next, UTC; null once it was.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How often looking at it failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Who works on it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When the sender is answered, UTC; null where not, or once it was.</summary>
    public DateTimeOffset? AnswerDueAt { get; set; }

    /// <summary>When the sender was asked for the order's number, UTC.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Who closed it or put it to a refund; null where nobody had to.</summary>
    public UserId? ClosedById { get; set; }

    /// <summary>As people read it.</summary>
    public string? ClosedByName { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>What was found out.</summary>
    public string? ClosedWhy { get; set; }

    /// <summary>Counts changes; a stale write is refused.</summary>
    public long Version { get; set; }
}

/// <summary>The mail byte for byte, as long as it is attached to no refund; apart from its other columns, so that no list ever reads it along.</summary>
public sealed class MailContentRow : IClientRow
{
    /// <summary>The mail.</summary>
    public required Guid MailId { get; init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>Every byte.</summary>
    public required byte[] Raw { get; init; }
}
