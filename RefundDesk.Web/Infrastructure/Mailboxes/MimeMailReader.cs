using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Mailing;

namespace RefundDesk.Web.Infrastructure.Mailboxes;

/// <summary>Takes mails apart with MimeKit; what is in one may be wrong in every way there is.</summary>
internal sealed class MimeMailReader : IMailReader
{
    private const int LongestText = 100_000;
    private const int DeepestNesting = 12;
    private const int MostParts = 200;
    private const int MostFiles = 40;
    private const int MostAnswers = 40;
    private const int SmallestPicture = 20_000;

    private static readonly ParserOptions Options = MakeOptions();

    public Outcome<ReadMail> Read(ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.Contains((byte)0))
        {
            return new Refusal("mail.nul", "The mail has NUL characters in it, which no mail may have.");
        }

        MimeMessage message;
        try
        {
            using var stream = new MemoryStream(raw.ToArray(), writable: false);
            message = MimeMessage.Load(Options, stream);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException or IOException or NotSupportedException or OverflowException)
        {
            return new Refusal("mail.broken", $"The mail cannot be read: {fault.Message}");
        }

        using (message)
        {
            try
            {
                return Read(message);
            }
            catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException or IOException or NotSupportedException or OverflowException)
            {
                return new Refusal("mail.broken", $"The mail cannot be read: {fault.Message}");
            }
        }
    }

    private static Outcome<ReadMail> Read(MimeMessage message)
    {
        var content = new Content();
        if (!content.Take(message.Body, 0))
        {
            return new Refusal("mail.nested", $"The mail is nested deeper than {DeepestNesting} times, or has more than {MostParts} parts.");
        }

        var from = message.From.Mailboxes.FirstOrDefault() ?? message.Sender;
        var address = from?.Address?.Trim().ToLowerInvariant() ?? string.Empty;
        if (message.From.Mailboxes.Skip(1).Any() || address.Length > 254 || !address.Contains('@', StringComparison.Ordinal) || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return new Refusal("mail.sender", "The mail names no sender, or more than one.");
        }

        return new ReadMail
        {
            From = MailTexts.Cut(address, 254),
            FromName = MailTexts.Line(from!.Name, 120),
            Subject = MailTexts.Line(message.Subject, 200),
            MessageId = string.IsNullOrWhiteSpace(message.MessageId) ? null : message.MessageId.Trim(),
            Answers = [.. new[] { message.InReplyTo }.Concat(message.References.Reverse()).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostAnswers)],
            WrittenAt = message.Date == DateTimeOffset.MinValue ? null : message.Date.ToUniversalTime(),
            Text = MailTexts.Cut(content.Text, LongestText),
            Files = content.Files,
            Automatic = AutomaticMails.WhyOf(message.Headers, address),
            Checks = [.. message.Headers.Where(header => header.Id == HeaderId.AuthenticationResults).Select(CheckOf).OfType<SenderCheck>()],
        };
    }

    private static SenderCheck? CheckOf(Header header) =>
        AuthenticationResults.TryParse(header.RawValue, out var results) && results.AuthenticationServiceIdentifier is { } host
            ? new SenderCheck(host.ToLowerInvariant(), [.. results.Results.Select(result => (result.Method.ToLowerInvariant(), (result.Result ?? string.Empty).ToLowerInvariant()))])
            : null;

    private static ParserOptions MakeOptions()
    {
        var options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = DeepestNesting * 2;
        options.CharsetEncoding = Encoding.UTF8;
        return options;
    }

    /// <summary>The text and the files of a mail.</summary>
    private sealed class Content
    {
        private readonly StringBuilder _plain = new();
        private readonly StringBuilder _html = new();
        private int _parts;

        public List<ReceivedFile> Files { get; } = [];

        public string Text => string.IsNullOrWhiteSpace(_plain.ToString()) ? HtmlText.Of(_html.ToString()) : _plain.ToString();

        /// <summary>Takes a part and what is in it.</summary>
        /// <returns>False where there is no end to it.</returns>
        public bool Take(MimeEntity? entity, int depth)
        {
            if (depth > DeepestNesting || ++_parts > MostParts)
            {
                return false;
            }

            switch (entity)
            {
                case Multipart multipart:
                    return multipart.All(part => Take(part, depth + 1));
                case MessagePart { Message: { } inner }:
                    // What a forwarded mail says is not the sender's word; its pictures may be the evidence.
                    var own = (_plain.Length, _html.Length);
                    var taken = Take(inner.Body, depth + 1);
                    (_plain.Length, _html.Length) = own;
                    return taken;
                case TextPart text when !text.IsAttachment && string.IsNullOrEmpty(text.FileName):
                    (text.IsHtml ? _html : _plain).Append(Limited(text.Text)).Append('\n');
                    return true;
                case MimePart { Content: not null } part:
                    TakeFile(part);
                    return true;
                default:
                    return true;
            }
        }

        private static string Limited(string? text) => text is null ? string.Empty : text.Length <= LongestText ? text : text[..LongestText];

        private void TakeFile(MimePart part)
        {
            // Calendars, cards, signatures and the like are what mail programs add; pictures and documents are what customers do.
            if (Files.Count < MostFiles && part.ContentType.MediaType is "image" or "application" && part.ContentType.MediaSubtype is not ("pkcs7-signature" or "x-pkcs7-signature" or "pgp-signature" or "pgp-keys" or "ics"))
            {
                using var bytes = new MemoryStream();
                part.Content!.DecodeTo(bytes);
                if (part.ContentId is not null && !part.IsAttachment && bytes.Length < SmallestPicture)
                {
                    // The logo of a signature is on every mail of its sender: it proves nothing, and would be known again on each case.
                    return;
                }

                Files.Add(new ReceivedFile(part.FileName is { Length: > 0 } name ? name : $"picture-{Files.Count + 1}", bytes.ToArray()));
            }
        }
    }
}
