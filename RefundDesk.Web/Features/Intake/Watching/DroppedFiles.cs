using System.Collections.Concurrent;
using System.Text;

namespace RefundDesk.Web.Features.Intake.Watching;

/// <summary>A file that a node claimed: it lies in <c>processing</c> under its key.</summary>
/// <param name="Id">The import's key.</param>
/// <param name="Name">As it was dropped.</param>
/// <param name="Path">Where it lies now.</param>
internal sealed record ClaimedFile(Guid Id, string Name, string Path);

/// <summary>The files of a watched folder: which are complete, and their ways from folder to folder, each by one atomic rename.</summary>
internal sealed class DroppedFiles(TimeProvider time)
{
    private const int LongestName = 180;

    /// <summary>Names under which a file is still being written.</summary>
    private static readonly string[] Unfinished = [".part", ".partial", ".tmp", ".filepart", ".crdownload"];

    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Claims what is complete; of many nodes that try, one has it.</summary>
    /// <param name="folder">The watched folder.</param>
    /// <param name="still">How long a file must have kept size and time.</param>
    /// <param name="skipped">Told of files that could not be claimed; they are tried again.</param>
    public void Claim(string folder, TimeSpan still, Action<string, Exception> skipped)
    {
        Directory.CreateDirectory(Path.Combine(folder, "processing"));
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            there.Add(file.FullName);
            if (file.Name.StartsWith('.') || Array.Exists(Unfinished, end => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            try
            {
                if (!IsStill(file, still))
                {
                    continue;
                }

                var id = Guid.CreateVersion7(time.GetUtcNow());
                File.Move(file.FullName, Path.Combine(folder, "processing", $"{id:N}.{Short(file.Name)}"));
                _seen.TryRemove(file.FullName, out _);
            }
            catch (FileNotFoundException)
            {
                // Another node was faster.
                _seen.TryRemove(file.FullName, out _);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                skipped(file.Name, fault);
            }
        }

        foreach (var gone in _seen.Keys.Where(path => Path.GetDirectoryName(path) == folder.TrimEnd(Path.DirectorySeparatorChar) && !there.Contains(path)))
        {
            _seen.TryRemove(gone, out _);
        }
    }

    /// <summary>What was claimed and is not done, by whichever node, the oldest first.</summary>
    public static IReadOnlyList<ClaimedFile> Claimed(string folder) =>
    [
        .. new DirectoryInfo(Path.Combine(folder, "processing")).EnumerateFiles()
            .Where(file => file.Name.Length > 33 && file.Name[32] == '.' && !file.Name.EndsWith(".rejected.csv", StringComparison.Ordinal) && !file.Name.EndsWith(".rejected.csv.partial", StringComparison.Ordinal))
            .Select(file => (File: file, IsOurs: Guid.TryParseExact(file.Name[..32], "N", out var id), Id: id))
            .Where(found => found.IsOurs)
            .OrderBy(found => found.File.Name, StringComparer.Ordinal)
            .Select(found => new ClaimedFile(found.Id, found.File.Name[33..], found.File.FullName)),
    ];

    /// <summary>Puts a file that is done with where people find it, its rejected lines and the reason beside it.</summary>
    /// <param name="folder">The watched folder.</param>
    /// <param name="file">The file.</param>
    /// <param name="why">Why it failed; null where it is done.</param>
    public static void PutAway(string folder, ClaimedFile file, string? why)
    {
        var to = Path.Combine(folder, why is null ? "done" : "failed");
        Directory.CreateDirectory(to);
        var target = Path.Combine(to, Path.GetFileName(file.Path));
        if (File.Exists(RejectsOf(file)))
        {
            File.Move(RejectsOf(file), target + ".rejected.csv", overwrite: true);
        }

        if (why is not null)
        {
            File.WriteAllText(target + ".reason.txt", why + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        // Last: a file that still lies here is put away again.
        File.Move(file.Path, target, overwrite: true);
    }

    /// <summary>Where rejected lines lie while the file is worked on.</summary>
    public static string RejectsOf(ClaimedFile file) => file.Path + ".rejected.csv";

    private bool IsStill(FileInfo file, TimeSpan still)
    {
        // By our own clock: the one of a network share may be wrong.
        var now = time.GetTimestamp();
        var found = (file.Length, file.LastWriteTimeUtc);
        var seen = _seen.AddOrUpdate(file.FullName, _ => new Seen(found, now), (_, before) => before.State == found ? before : new Seen(found, now));
        return time.GetElapsedTime(seen.Since, now) >= still;
    }

    private static string Short(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            name = name[1..];
        }

        return name;
    }

    private sealed record Seen((long Length, DateTime Written) State, long Since);
}
