using System.Buffers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Infrastructure.Attachments;

/// <summary>
/// Keeps the bytes in a folder, each attachment in a file of its own that is named by its hash and by its key: what was changed behind the desk's back
/// shows, and taking one away never takes another's. A file is written before its row is saved; one whose row never came is swept away later.
/// </summary>
internal sealed class FolderBytes(DeskDatabase database, IOptions<AttachmentOptions> options, TimeProvider time) : IAttachmentBytes
{
    private const int AtOnce = 500;
    private const string Unfinished = ".part";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    // Longer than any save takes: until then a file without a row may still get one.
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);

    private string Folder => Path.GetFullPath(options.Value.Folder!);

    /// <inheritdoc />
    public async Task KeepAsync(RefundDeskDbContext db, Attachment attachment, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        var path = PathOf(attachment);
        Make(Folder);
        Make(Path.GetDirectoryName(path)!);
        await using (var file = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(bytes, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <inheritdoc />
    public async Task<byte[]?> ReadAsync(RefundDeskDbContext db, Attachment attachment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        var path = PathOf(attachment);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == attachment.Hash ? bytes : null;
    }

    /// <inheritdoc />
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder))
        {
            return 0;
        }

        var (before, swept) = (time.GetUtcNow() - Young, 0);
        foreach (var some in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(path => File.GetLastWriteTimeUtc(path) < before).Chunk(AtOnce))
        {
            var keys = some.Select(path => (Path: path, Id: IdOf(path))).ToArray();
            AttachmentId[] asked = [.. keys.Select(key => key.Id).OfType<AttachmentId>()];
            await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
            var there = (await db.Attachments.Where(row => asked.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
            foreach (var (path, id) in keys.Where(key => IsOurs(key.Path) && (key.Id is not { } known || !there.Contains(known))))
            {
                File.Delete(path);
                swept++;
            }
        }

        return swept;
    }

    /// <summary>Whatever else lies there is not the desk's to delete.</summary>
    private static bool IsOurs(string path)
    {
        var name = Path.GetFileName(path);
        return name.Length >= 64 + 1 + 32 && name[64] == '.' && name.AsSpan(0, 64).IndexOfAnyExcept(Digits) < 0;
    }

    /// <summary>The key in a file's name; null for one that was never finished.</summary>
    private static AttachmentId? IdOf(string path) =>
        IsOurs(path) && Guid.TryParseExact(Path.GetFileName(path)[65..], "N", out var id) ? new AttachmentId(id) : null;

    private string PathOf(Attachment attachment) => Path.Combine(Folder, attachment.Hash[..2], $"{attachment.Hash}.{attachment.Id.Value:N}");

    /// <summary>For this account's eyes only.</summary>
    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
