using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace RefundDesk.Web.Infrastructure.Reporting.Csv;

/// <summary>
/// RFC 4180 text on its way to a stream that may only be written asynchronously: rows gather here and leave in blocks,
/// because the CSV writer's own asynchronous way flushes every single row.
/// </summary>
internal sealed class CsvOutput : IDisposable
{
    private const int Block = 32 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    private readonly Stream _output;
    private readonly StringWriter _text = new(new StringBuilder(Block * 2), CultureInfo.InvariantCulture);
    private bool _begun;

    public CsvOutput(Stream output)
    {
        _output = output;
        Writer = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", ShouldQuote = field => NeedsQuotes(field.Field) });
    }

    public CsvWriter Writer { get; }

    private StringBuilder Waiting => _text.GetStringBuilder();

    /// <summary>Sends what waits once it is worth it; call it after every row.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken) =>
        Waiting.Length < Block ? ValueTask.CompletedTask : SendAllAsync(cancellationToken);

    /// <summary>Sends everything; the stream stays open.</summary>
    public async ValueTask SendAllAsync(CancellationToken cancellationToken)
    {
        if (!_begun)
        {
            // Without the mark, spreadsheets read UTF-8 as their local encoding.
            await _output.WriteAsync(Utf8.GetPreamble(), cancellationToken);
            _begun = true;
        }

        await _output.WriteAsync(Utf8.GetBytes(Waiting.ToString()), cancellationToken);
        Waiting.Clear();
    }

    // The library's own rule looks for the whole line ending only and would let a lone line feed break a row.
    private static bool NeedsQuotes(string? field) => field is { Length: > 0 }
        && (field.AsSpan().ContainsAny(",\"\r\n") || field[0] == ' ' || field[^1] == ' ');

    public void Dispose()
    {
        Writer.Dispose();
        _text.Dispose();
    }
}
