using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>A file that was taken in.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
public sealed record KeptFile(Guid Id, long Bytes, string Hash);

/// <summary>
/// The private folder of files that are brought in: one of each client, in it one of each file. Names are ours, never the sender's.
/// </summary>
public sealed class ImportFolder(IOptions<ImportsOptions> options, TimeProvider time)
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Root => options.Value.Folder is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(Path.GetTempPath(), "refunddesk-imports");

    /// <summary>Takes a file in as it comes, never whole in memory.</summary>
    /// <returns>The file; or <c>import.too-large</c>, <c>import.empty</c>, with nothing kept.</returns>
    public async Task<Outcome<KeptFile>> KeepAsync(ClientId client, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var folder = FolderOf(client, id);
        Make(folder);
        var kept = false;
        try
        {
            var limit = (long)options.Value.MaxMegabytes << 20;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = 0L;
            await using (var file = new FileStream(FileOf(client, id), FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                var buffer = new byte[1 << 16];
                while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    bytes += read;
                    if (bytes > limit)
                    {
                        return new Refusal("import.too-large", $"The file is larger than {options.Value.MaxMegabytes:N0} MB, the most that is taken here. The command line takes any size.");
                    }

                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }

            kept = bytes > 0;
            return kept ? new KeptFile(id, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())) : new Refusal("import.empty", "The file is empty.");
        }
        finally
        {
            if (!kept)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Lets go of a file that is of no use.</summary>
    public void Drop(ClientId client, Guid upload) => Directory.Delete(FolderOf(client, upload), recursive: true);

    /// <summary>Where a file lies.</summary>
    public string FileOf(ClientId client, Guid upload) => Path.Combine(FolderOf(client, upload), "file");

    /// <summary>Where the rejected lines of an import lie.</summary>
    public string RejectsOf(ClientId client, Guid import) => Path.Combine(Root, client.Value.ToString("N"), "rejects", $"{import:N}.csv");

    /// <summary>Writes the map of an import down.</summary>
    /// <returns>Where it lies; null where there is none.</returns>
    public async Task<string?> WriteMapAsync(ClientId client, Guid upload, Guid import, string? json, CancellationToken cancellationToken)
    {
        if (json is null)
        {
            return null;
        }

        var path = Path.Combine(FolderOf(client, upload), $"{import:N}.json");
        await File.WriteAllTextAsync(path, json, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        return path;
    }

    /// <summary>Makes the folder of rejected lines.</summary>
    public void MakeRejects(ClientId client, Guid import) => Make(Path.GetDirectoryName(RejectsOf(client, import))!);

    /// <summary>Deletes what was kept long enough, and everything of clients that are no longer there.</summary>
    public void Sweep(IReadOnlyCollection<ClientId> clients)
    {
        var oldest = time.GetUtcNow().UtcDateTime.AddDays(-options.Value.KeepDays);
        foreach (var client in Directory.Exists(Root) ? new DirectoryInfo(Root).GetDirectories() : [])
        {
            if (Guid.TryParseExact(client.Name, "N", out var id) && !clients.Contains(new ClientId(id)))
            {
                client.Delete(recursive: true);
                continue;
            }

            foreach (var file in client.GetFiles("*", SearchOption.AllDirectories).Where(file => file.LastWriteTimeUtc < oldest))
            {
                file.Delete();
            }

            foreach (var empty in client.GetDirectories().Where(folder => folder.Name != "rejects" && !folder.EnumerateFileSystemInfos().Any() && folder.LastWriteTimeUtc < oldest))
            {
                empty.Delete();
            }
        }
    }

    private string FolderOf(ClientId client, Guid upload) => Path.Combine(Root, client.Value.ToString("N"), upload.ToString("N"));

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OnlyUs);
        }
    }
}
