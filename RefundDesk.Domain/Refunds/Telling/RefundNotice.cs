namespace RefundDesk.Domain.Refunds.Telling;

/// <summary>What a customer is told.</summary>
public enum NoticeKind
{
    /// <summary>The request is here.</summary>
    Received,

    /// <summary>Something is asked.</summary>
    InformationAsked,

    /// <summary>The goods are asked back.</summary>
    ReturnAsked,

    /// <summary>The money is on its way.</summary>
    Paid,

    /// <summary>The request is refused.</summary>
    Rejected,

    /// <summary>The money could not be paid.</summary>
    PayoutFailed,

    /// <summary>The customer wants to be forgotten, and something still stands in the way.</summary>
    ErasureHeld,

    /// <summary>The customer is about to be forgotten; the last message.</summary>
    ErasureBegins,
}

/// <summary>What notices are called.</summary>
public static class NoticeKinds
{
    /// <summary>The kind in the words of a case's history.</summary>
    public static string Words(this NoticeKind kind) => kind switch
    {
        NoticeKind.Received => "request received",
        NoticeKind.InformationAsked => "question",
        NoticeKind.ReturnAsked => "goods asked back",
        NoticeKind.Paid => "money on its way",
        NoticeKind.Rejected => "refusal",
        NoticeKind.ErasureHeld => "why the data cannot be erased yet",
        NoticeKind.ErasureBegins => "the data is erased now",
        _ => "payout problem",
    };
}

/// <summary>One message to a customer, stored with the change that caused it and delivered afterwards.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="To">E-mail address.</param>
/// <param name="CustomerName">How the customer is called.</param>
/// <param name="RefundNumber">The case, as people read it.</param>
/// <param name="OrderNumber">The retailer's order.</param>
/// <param name="Amount">Major units with digits of the currency, and code; empty where none is promised.</param>
/// <param name="Detail">A question, a reason or where the money goes: one paragraph in plain text.</param>
public sealed record RefundNotice(
    NoticeKind Kind,
    string To,
    string CustomerName,
    string RefundNumber,
    string OrderNumber,
    string Amount,
    string Detail)
{
    /// <summary>The language to write in, two letters of <see cref="CustomerLanguage.All"/>; null is English.</summary>
    public string? Language { get; init; }

    /// <summary>The policy's rules that refused, by name, so that they can be said in the customer's language; null where a person gave the reason.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>What went where, or came back from where; null where no money moved.</summary>
    public IReadOnlyList<NoticeMoney>? Money { get; init; }
}

/// <summary>Money and the payment it went to.</summary>
/// <param name="Amount">Major units with digits of the currency, and code.</param>
/// <param name="To">The payment, as the customer knows it.</param>
public sealed record NoticeMoney(string Amount, string To);

/// <summary>A message as it leaves.</summary>
/// <param name="MessageId">Stable for repetitions; made of the outbox row.</param>
/// <param name="From">The client's address.</param>
/// <param name="FromName">The client's name.</param>
/// <param name="To">E-mail address.</param>
/// <param name="ToName">Name.</param>
/// <param name="Subject">One line.</param>
/// <param name="TextBody">Plain text.</param>
/// <param name="HtmlBody">The same as HTML.</param>
public sealed record OutgoingMail(
    string MessageId, string From, string FromName, string To, string ToName, string Subject, string TextBody, string HtmlBody)
{
    /// <summary>The mail it answers, by its Message-Id without brackets; null where it answers none.</summary>
    public string? InReplyTo { get; init; }
}

/// <summary>Delivers messages. Throws when it cannot; the outbox tries again.</summary>
public interface INotificationChannel
{
    /// <summary>Delivers one message. Called again with the same <see cref="OutgoingMail.MessageId"/> when it is not known whether it arrived.</summary>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
