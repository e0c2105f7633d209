using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Infrastructure.Gateways.Sandbox;

/// <summary>What the sandbox did for one key.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="ChargeReference">The charge, with its script.</param>
/// <param name="RefundNumber">What the desk calls the refund.</param>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Declined">The code it was refused with; null where money moved.</param>
/// <param name="At">When, UTC.</param>
public sealed record SandboxEntry(string Key, string ChargeReference, string RefundNumber, long AmountMinor, string Currency, string? Declined, DateTimeOffset At)
{
    /// <summary>True where money would have moved.</summary>
    public bool Moved => Declined is null;
}

/// <summary>
/// The sandbox's own book: one entry a key, whatever happens to answers, to this process or to our database. With a file each entry
/// is handed to the operating system before the call is answered, so that a killed process loses none.
/// </summary>
public sealed class SandboxBook : IDisposable
{
    private readonly ConcurrentDictionary<string, SandboxEntry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly FileStream? _file;
    private readonly FileStream? _lock;
    private long _calls;

    /// <summary>Opens the book; reads what the file holds.</summary>
    /// <exception cref="IOException">Another process keeps this book.</exception>
    public SandboxBook(IOptions<SandboxOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Value.BookFile is not { Length: > 0 } path)
        {
            return;
        }

        _lock = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        foreach (var entry in Read(path))
        {
            _entries[entry.Key] = entry;
        }

        // What a killed process did not finish must not be glued to what comes next.
        _file.Seek(0, SeekOrigin.End);
        if (_file.Length > 0 && !EndsWithLine(path))
        {
            _file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Everything it did, in no particular order.</summary>
    public ICollection<SandboxEntry> Entries => _entries.Values;

    /// <summary>How often this process asked for a refund, repetitions included.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Reads a book's file; a last line that a killed process did not finish is not an entry.</summary>
    public static IReadOnlyList<SandboxEntry> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd()
            .Split('\n')
            .Where(line => line.EndsWith('}'))
            .Select(line => JsonSerializer.Deserialize<SandboxEntry>(line) ?? throw new InvalidDataException($"{path} holds an empty line."))];
    }

    /// <summary>The entry of a key, if there is one.</summary>
    public SandboxEntry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
    }

    private static bool EndsWithLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    internal void CountCall() => Interlocked.Increment(ref _calls);

    /// <summary>Enters what a key does for the first time; a repetition finds the first entry.</summary>
    internal SandboxEntry Enter(SandboxEntry entry, out bool isFirst)
    {
        if (_file is null)
        {
            var kept = _entries.GetOrAdd(entry.Key, entry);
            isFirst = ReferenceEquals(kept, entry);
            return kept;
        }

        lock (_writing)
        {
            isFirst = !_entries.TryGetValue(entry.Key, out var kept);
            if (kept is null)
            {
                _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n']);
                _entries[entry.Key] = kept = entry;
            }

            return kept;
        }
    }
}
