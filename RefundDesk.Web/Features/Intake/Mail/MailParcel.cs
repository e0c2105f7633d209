using System.Security.Cryptography;
using System.Text;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Mailing;

namespace RefundDesk.Web.Features.Intake.Mail;

/// <summary>What of a mail can be put to a refund.</summary>
/// <param name="Taken">The mail itself first, then what is in it.</param>
/// <param name="Refused">Why others are not there, a sentence each.</param>
internal sealed record ParcelFiles(IReadOnlyList<PreparedFile> Taken, IReadOnlyList<string> Refused);

/// <summary>A mail that was taken apart, with its bytes. Its files are looked into when they are wanted, and once.</summary>
internal sealed class MailParcel(ReadMail mail, ReadOnlyMemory<byte> raw, IFileIntake intake)
{
    private ParcelFiles? _files;

    public ReadMail Mail => mail;

    /// <summary>The sender's own words; the subject where there are none.</summary>
    public string Words { get; } = OwnWords.Of(mail.Text) is { Length: > 0 } own ? MailTexts.Cut(own, MailTexts.LongestWords) : mail.Subject;

    /// <summary>Whether it says or holds anything.</summary>
    public bool IsEmpty => Words.Length == 0 && mail.Files.Count == 0;

    /// <summary>The same mail once more has the same, wherever it lies; another mail under the same Message-Id has not.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId is { } id ? $"{id}\n{mail.From}\n{mail.Subject}\n{mail.Text}" : $"{mail.From}\n{mail.WrittenAt:O}\n{mail.Subject}\n{mail.Text}")));

    /// <summary>What can be put to a refund: what is refused is left out and named, since one file must not keep the others away.</summary>
    public async Task<ParcelFiles> FilesAsync(CancellationToken cancellationToken)
    {
        if (_files is not null)
        {
            return _files;
        }

        var (taken, refused, bytes) = (new List<PreparedFile>(), new List<string>(), 0L);
        var name = mail.Subject.Length > 0 ? $"{mail.Subject}.eml" : "mail.eml";
        foreach (var file in mail.Files.Prepend(new ReceivedFile(name, raw) { IsMail = true }).DistinctBy(file => Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span))))
        {
            var prepared = await intake.PrepareAsync([file], cancellationToken);
            if (!prepared.Succeeded)
            {
                refused.Add(prepared.Refusal.Message);
            }
            else if (taken.Count == intake.Limits.FilesOfCase || bytes + prepared.Value[0].Bytes.Length > intake.Limits.BytesOfCase)
            {
                refused.Add(AttachmentRefusals.TooMany(intake.Limits).Message.Replace("nothing was added", $"“{FileNames.Shown(file.Name)}” was left out", StringComparison.Ordinal));
            }
            else
            {
                taken.Add(prepared.Value[0]);
                bytes += prepared.Value[0].Bytes.Length;
            }
        }

        return _files = new ParcelFiles(taken, refused);
    }
}
