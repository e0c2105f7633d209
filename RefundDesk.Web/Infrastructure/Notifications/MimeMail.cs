using MimeKit;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>A message in the form that mail servers and .eml files share.</summary>
internal static class MimeMail
{
    /// <summary>Builds it. Names and subjects are one line each, whatever they hold: a line break in a header would be another header.</summary>
    /// <exception cref="UndeliverableException">An address is none.</exception>
    public static MimeMessage Build(OutgoingMail mail, DateTimeOffset at)
    {
        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Subject = OneLine(mail.Subject),
            Date = at,
            Body = new BodyBuilder { TextBody = mail.TextBody, HtmlBody = mail.HtmlBody }.ToMessageBody(),
        };
        message.From.Add(AddressOf(mail.FromName, mail.From));
        message.To.Add(AddressOf(mail.ToName, mail.To));
        if (mail.InReplyTo is { Length: > 0 } answered && !answered.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            message.InReplyTo = answered;
            message.References.Add(answered);
        }

        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static MailboxAddress AddressOf(string name, string address) =>
        !address.Any(char.IsControl) && MailboxAddress.TryParse(address, out var parsed) && parsed.Address == address && address.Contains('@', StringComparison.Ordinal)
            ? new MailboxAddress(OneLine(name), address)
            : throw new UndeliverableException("The address is not an e-mail address");

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
}
