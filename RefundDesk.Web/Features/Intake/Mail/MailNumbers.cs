using System.Text.RegularExpressions;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>Knows the desk's own messages again by their Message-Ids, and refunds by their numbers.</summary>
internal static partial class MailNumbers
{
    /// <summary>Refunds that messages were about: the outbox names them <c>42.{case}@…</c>.</summary>
    public static IReadOnlyList<RefundCaseId> CasesOf(IEnumerable<string> messageIds) =>
        [.. messageIds.Select(id => OfCase().Match(id)).Where(match => match.Success).Select(match => new RefundCaseId(Guid.ParseExact(match.Groups[1].Value, "N"))).Distinct().Take(10)];

    /// <summary>Mails after which the sender was asked for an order's number.</summary>
    public static IReadOnlyList<Guid> MailsOf(IEnumerable<string> messageIds) =>
        [.. messageIds.Select(id => OfMail().Match(id)).Where(match => match.Success).Select(match => Guid.ParseExact(match.Groups[1].Value, "N")).Distinct().Take(10)];

    /// <summary>A refund's number in a subject, with its prefix and a right check character.</summary>
    public static RefundNumber? InSubject(string subject)
    {
        foreach (Match match in Number().Matches(subject))
        {
            if (RefundNumber.TryParse(match.Value, out var number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>What the question to a sender is called.</summary>
    public static string IdOf(Guid mail, string senderAddress) => $"mail.{mail:N}@{senderAddress[(senderAddress.IndexOf('@', StringComparison.Ordinal) + 1)..]}";

    [GeneratedRegex("^[0-9]{1,19}\\.([0-9a-f]{32})@", RegexOptions.CultureInvariant)]
    private static partial Regex OfCase();

    [GeneratedRegex("^mail\\.([0-9a-f]{32})@", RegexOptions.CultureInvariant)]
    private static partial Regex OfMail();

    [GeneratedRegex("\\bRD[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
