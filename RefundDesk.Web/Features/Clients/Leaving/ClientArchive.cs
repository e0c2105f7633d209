using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>A zip of files of one JSON document a line, written as they come; each file's SHA-256 stands in the last one.</summary>
internal sealed class ClientArchive(Stream target) : IDisposable
{
    /// <summary>Names every file but itself and its hash, as <c>sha256sum -c</c> reads it.</summary>
    public const string Sums = "SHA256SUMS";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly ZipArchive _zip = new(target, ZipArchiveMode.Create, leaveOpen: true);
    private readonly StringBuilder _sums = new();

    /// <summary>Writes a file of lines; only one line is held at a time.</summary>
    /// <param name="name">The file.</param>
    /// <param name="rows">What becomes a line each.</param>
    /// <param name="write">Writes one row's fields.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    /// <returns>How many lines there are.</returns>
    public async Task<long> AddLinesAsync<T>(string name, IAsyncEnumerable<T> rows, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
    {
        var lines = 0L;
        await AddAsync(name, async file =>
        {
            var line = new System.Buffers.ArrayBufferWriter<byte>(4_096);
            await using var json = new Utf8JsonWriter(line, Plain);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                json.WriteStartObject();
                write(json, row);
                json.WriteEndObject();
                await json.FlushAsync(cancellationToken);
                await file.WriteAsync(line.WrittenMemory, cancellationToken);
                await file.WriteAsync(LineEnd, cancellationToken);
                line.ResetWrittenCount();
                json.Reset();
                lines++;
            }
        });
        return lines;
    }

    /// <summary>Writes a text.</summary>
    public Task AddTextAsync(string name, string text, CancellationToken cancellationToken) =>
        AddAsync(name, file => file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask());

    /// <summary>Writes a file as it is.</summary>
    public Task AddBytesAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => AddAsync(name, file => file.WriteAsync(bytes, cancellationToken).AsTask());

    /// <summary>Writes the list of hashes; nothing may be added afterwards.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var file = await _zip.CreateEntry(Sums).OpenAsync(cancellationToken);
        await file.WriteAsync(Encoding.UTF8.GetBytes(_sums.ToString()), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _zip.Dispose();

    private async Task AddAsync(string name, Func<Stream, Task> write)
    {
        using var hash = SHA256.Create();
        await using (var file = _zip.CreateEntry(name, CompressionLevel.Fastest).Open())
        await using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write))
        {
            await write(hashed);
        }

        _sums.Append(Convert.ToHexStringLower(hash.Hash!)).Append("  ").Append(name).Append('\n');
    }
}
