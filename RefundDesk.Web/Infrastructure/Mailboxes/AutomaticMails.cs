using MimeKit;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>Tells mails no person wrote (RFC 3834, RFC 2919, and what mail programs did before them): they are never answered and open nothing.</summary>
internal static class AutomaticMails
{
    private static readonly string[] Robots = ["mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "do-not-reply", "bounce", "bounces"];

    /// <summary>Why it is one; null where it is none.</summary>
    public static string? WhyOf(HeaderList headers, string from)
    {
        string? Value(string name) => headers[name]?.Trim().ToLowerInvariant();

        return Value("Auto-Submitted") is { } submitted && !submitted.StartsWith("no", StringComparison.Ordinal) ? "An automatic answer (Auto-Submitted)."
            : headers.Contains(HeaderId.ListId) || headers.Contains("List-Unsubscribe") || headers.Contains("List-Post") ? "From a mailing list."
            : Value("Precedence") is "bulk" or "junk" or "list" or "auto_reply" ? "Sent in bulk (Precedence)."
            : Value("X-Autoreply") is not null || Value("X-Autorespond") is not null || Value("X-Auto-Response-Suppress") is { } suppress && suppress.Contains("all", StringComparison.Ordinal) ? "An automatic answer."
            : Value("Return-Path") is "<>" ? "A report of a mail server (empty return path)."
            : headers[HeaderId.ContentType] is { } type && type.Contains("multipart/report", StringComparison.OrdinalIgnoreCase) ? "A report of a mail server."
            : Robots.Contains(from.Split('@')[0].Split('+')[0]) ? "From an address nobody reads."
            : null;
    }
}
