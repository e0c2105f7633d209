using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>The content of a client's attachments, a file each, one in memory at a time.</summary>
internal static class ClientFiles
{
    /// <summary>Names what could not be read, where there is any.</summary>
    public const string Missing = "attachments/MISSING.txt";

    public static async Task AddAsync(ClientArchive archive, RefundDeskDbContext db, IAttachmentBytes bytes, ClientId client, IProgress<string>? progress, CancellationToken stop)
    {
        var keys = await db.Attachments.AsNoTracking().Where(row => row.ClientId == client).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(stop);
        var missing = new List<string>();
        foreach (var key in keys)
        {
            var file = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, stop);
            if (file is null)
            {
                // A draft that was swept meanwhile.
                continue;
            }

            if (await bytes.ReadAsync(db, file, stop) is { } content)
            {
                await archive.AddBytesAsync($"attachments/{key}{Path.GetExtension(file.Name)}", content, stop);
            }
            else
            {
                missing.Add($"{key} {file.Name}");
            }
        }

        if (missing.Count > 0)
        {
            // It is said where the client finds it, instead of handing over less in silence.
            await archive.AddTextAsync(Missing, string.Join('\n', missing) + "\n", stop);
        }

        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"attachments: {keys.Count - missing.Count} files"));
    }

    /// <summary>Mails that are attached to no refund, each as it came, one in memory at a time.</summary>
    public static async Task AddMailsAsync(ClientArchive archive, RefundDeskDbContext db, ClientId client, IProgress<string>? progress, CancellationToken stop)
    {
        var keys = await db.MailContents.AsNoTracking().Where(row => row.ClientId == client).OrderBy(row => row.MailId).Select(row => row.MailId).ToListAsync(stop);
        foreach (var key in keys)
        {
            // One that was attached meanwhile lies among the attachments.
            if (await db.MailContents.AsNoTracking().Where(row => row.MailId == key).Select(row => row.Raw).SingleOrDefaultAsync(stop) is { } raw)
            {
                await archive.AddBytesAsync($"mails/{key}.eml", raw, stop);
            }
        }

        progress?.Report(string.Create(CultureInfo.InvariantCulture, $"mails: {keys.Count} files"));
    }
}
