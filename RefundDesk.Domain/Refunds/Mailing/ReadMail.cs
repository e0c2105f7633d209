using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;

namespace RefundDesk.Domain.Refunds.Mailing;

/// <summary>A mail that was taken apart. All texts are fit to be stored.</summary>
public sealed record ReadMail
{
    /// <summary>The sender's address, lower case, at most 254 characters; empty where there is none.</summary>
    public required string From { get; init; }

    /// <summary>The sender's name, at most 120 characters; empty where there is none.</summary>
    public required string FromName { get; init; }

    /// <summary>At most 200 characters; empty where there is none.</summary>
    public required string Subject { get; init; }

    /// <summary>The sender's own name of the mail, without brackets; null where it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The mails it answers, the nearest first, at most 40.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>When the sender says it was written, UTC; null where that cannot be read.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The whole text, quotes and all, with lines of <c>\n</c>; at most 100,000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>Pictures and documents in it; what is inside another mail in it too.</summary>
    public IReadOnlyList<ReceivedFile> Files { get; init; } = [];

    /// <summary>Why no person wrote it: an automatic answer, a mailing list, a report of a mail server. Null where a person did.</summary>
    public string? Automatic { get; init; }

    /// <summary>What receiving hosts found out about the sender, the last one first.</summary>
    public IReadOnlyList<SenderCheck> Checks { get; init; } = [];
}

/// <summary>What a receiving host found out about a sender.</summary>
/// <param name="Host">The host that says it.</param>
/// <param name="Results">Method and result, lower case: <c>spf</c>, <c>fail</c>.</param>
public sealed record SenderCheck(string Host, IReadOnlyList<(string Method, string Result)> Results);

/// <summary>Takes mails apart.</summary>
public interface IMailReader
{
    /// <summary>Takes one apart. Never throws for what is in it.</summary>
    /// <returns>The mail; or <c>mail.broken</c>, <c>mail.nul</c>, <c>mail.nested</c>, <c>mail.sender</c>.</returns>
    Outcome<ReadMail> Read(ReadOnlyMemory<byte> raw);
}

/// <summary>Makes what strangers write fit to be stored.</summary>
public static class MailTexts
{
    /// <summary>The most of a mail's text that is kept with it; a case keeps less of it.</summary>
    public const int LongestWords = 4_000;

    /// <summary>Cut at a length, without what databases refuse.</summary>
    public static string Cut(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        return StoredText.Cut(text, longest);
    }

    /// <summary>The same as one line.</summary>
    public static string Line(string? text, int longest) =>
        Cut(string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => string.Concat(word.Where(c => !char.IsControl(c))))), longest);
}
