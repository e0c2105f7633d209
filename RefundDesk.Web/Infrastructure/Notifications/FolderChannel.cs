using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Lays messages down as .eml files, which mail programs open. A repetition replaces its file.</summary>
internal sealed class FolderChannel(IOptions<NotificationOptions> options, TimeProvider time) : INotificationChannel
{
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = MimeMail.Build(mail, time.GetUtcNow());
        var folder = Directory.CreateDirectory(options.Value.Folder);
        var name = string.Concat(mail.MessageId.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '@' ? c : '_'));
        var path = Path.Combine(folder.FullName, $"{name}.eml");
        var unfinished = $"{path}.part";
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await message.WriteToAsync(file, cancellationToken);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
