using System.Text;
using System.Text.Unicode;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>
/// Rows of a text after RFC 4180, in UTF-8: strict, so that a fault is named where it is instead of showing up as wrong values
/// lines later. A quoted cell may hold line breaks and doubled quotes; a quote anywhere else is a fault.
/// </summary>
/// <remarks>
/// Written here because the libraries at hand either mend what is broken or know only a record's number: this one gives line and
/// column of an open quote or a wrong byte, and never holds more than one row.
/// </remarks>
public sealed class CsvRowReader : RowReader
{
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private readonly Stream _bytes;
    private readonly bool _leaveOpen;
    private readonly byte _delimiter;
    private readonly byte[] _stops;
    private readonly List<(int Start, int Length, bool HasQuotes)> _cells = [];
    private byte[] _buffer = new byte[1 << 16];
    private int _rowStart;
    private int _start;
    private int _end;
    private int _scanned;
    private int _lineBreaks;
    private int _openQuote;
    private long _nextLine = 1;
    private bool _atEnd;

    /// <summary>Reads a stream from where it stands.</summary>
    /// <param name="bytes">UTF-8, with or without byte order mark.</param>
    /// <param name="delimiter">One ASCII character between cells.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the reader is closed.</param>
    public CsvRowReader(Stream bytes, char delimiter, bool leaveOpen = false)
    {
        _bytes = bytes;
        _leaveOpen = leaveOpen;
        _delimiter = (byte)delimiter;
        _stops = [_delimiter, Quote, LineFeed, CarriageReturn];
    }

    private enum Scan
    {
        Row,
        BlankLine,
        NeedsMore,
        Broken,
    }

    /// <inheritdoc />
    public override int CellCount => _cells.Count;

    /// <inheritdoc />
    public override string Cell(int index)
    {
        var (start, length, hasQuotes) = _cells[index];
        var text = Encoding.UTF8.GetString(_buffer, _rowStart + start, length);
        return hasQuotes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <inheritdoc />
    public override long ColumnOf(int index) => Where(_buffer.AsSpan(_rowStart, _start - _rowStart), _cells[index].Start, LineNumber).Column;

    /// <inheritdoc />
    protected override bool Next()
    {
        while (_start < _end || Fill())
        {
            var data = _buffer.AsSpan(_start, _end - _start);
            switch (ScanRow(data))
            {
                case Scan.NeedsMore when Fill():
                    continue;
                case Scan.Row when IsText(data[.._scanned]):
                    LineNumber = _nextLine;
                    Take();
                    return true;
                case Scan.BlankLine:
                    Take();
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
        {
            _bytes.Dispose();
        }
    }

    private void Take()
    {
        _rowStart = _start;
        _start += _scanned;
        _nextLine += _lineBreaks;
    }

    /// <summary>Brings more bytes in behind those that are there; false where nothing can be brought in and nothing changes by asking again.</summary>
    private bool Fill()
    {
        if (_atEnd)
        {
            return false;
        }

        var kept = _end - _start;
        if (kept > LongestRow)
        {
            var (line, column) = Where(_buffer.AsSpan(_start, kept), _openQuote, _nextLine);
            Fault = _openQuote >= 0
                ? new ImportFault(line, column, "The quote that opens here is not closed within 1 MB.")
                : new ImportFault(_nextLine, 0, "The line is longer than 1 MB.");
            return false;
        }

        _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return Bring(out var read) && (read > 0 || kept > 0);
    }

    private bool Bring(out int read)
    {
        read = 0;
        try
        {
            // The first bytes come together, so that a byte order mark is seen whole.
            var first = _nextLine == 1 && _end == 0;
            read = first ? _bytes.ReadAtLeast(_buffer, Mark.Length, throwOnEndOfStream: false) : _bytes.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _atEnd = read == 0;
            if (first && _buffer.AsSpan(0, _end).StartsWith(Mark))
            {
                _start += Mark.Length;
            }

            return true;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            Fault = new ImportFault(_nextLine, 0, $"From here on the file cannot be read: {unreadable.Message}");
            return false;
        }
    }

    private Scan ScanRow(ReadOnlySpan<byte> data)
    {
        _cells.Clear();
        _lineBreaks = 0;
        _openQuote = -1;
        var at = 0;
        while (true)
        {
            var ended = at < data.Length && data[at] == Quote ? QuotedCell(data, ref at) : PlainCell(data, ref at);
            if (ended is { } scan)
            {
                return scan;
            }
        }
    }

    private Scan? PlainCell(ReadOnlySpan<byte> data, ref int at)
    {
        var length = data[at..].IndexOfAny(_stops);
        if (length < 0 && !_atEnd)
        {
            return Scan.NeedsMore;
        }

        if (length >= 0 && data[at + length] == Quote)
        {
            return Broken(data, at + length, "A quote inside a cell that does not begin with one; quote the whole cell and double the quotes in it.");
        }

        var cell = length < 0 ? data.Length - at : length;
        _cells.Add((at, cell, false));
        at += cell;
        return AfterCell(data, ref at);
    }

    private Scan? QuotedCell(ReadOnlySpan<byte> data, ref int at)
    {
        var from = at + 1;
        var (until, doubled) = (from, false);
        _openQuote = at;
        while (true)
        {
            var next = data[until..].IndexOf(Quote);
            if (next < 0)
            {
                return _atEnd ? Broken(data, at, "The quote that opens here is never closed.") : Scan.NeedsMore;
            }

            until += next;
            if (until + 1 == data.Length && !_atEnd)
            {
                return Scan.NeedsMore;
            }

            if (until + 1 == data.Length || data[until + 1] != Quote)
            {
                break;
            }

            doubled = true;
            until += 2;
        }

        _openQuote = -1;
        _lineBreaks += data[from..until].Count(LineFeed);
        _cells.Add((from, until - from, doubled));
        at = until + 1;
        return AfterCell(data, ref at);
    }

    /// <summary>Null where another cell follows.</summary>
    private Scan? AfterCell(ReadOnlySpan<byte> data, ref int at)
    {
        if (at == data.Length)
        {
            return _atEnd ? End(at, 0) : Scan.NeedsMore;
        }

        if (data[at] == _delimiter)
        {
            at++;
            return null;
        }

        if (data[at] == LineFeed)
        {
            return End(at + 1, 1);
        }

        if (data[at] != CarriageReturn)
        {
            return Broken(data, at, "Something follows the closing quote; a quote inside a quoted cell must be doubled.");
        }

        if (at + 1 == data.Length)
        {
            return _atEnd ? End(at + 1, 0) : Scan.NeedsMore;
        }

        return data[at + 1] == LineFeed
            ? End(at + 2, 1)
            : Broken(data, at, "A carriage return without line feed; lines end with LF or CR LF.");
    }

    private Scan End(int scanned, int lineBreaks)
    {
        _scanned = scanned;
        _lineBreaks += lineBreaks;
        return _cells is [(_, 0, _)] && _buffer[_start] != Quote ? Scan.BlankLine : Scan.Row;
    }

    private Scan Broken(ReadOnlySpan<byte> data, int at, string text)
    {
        // A wrong byte before it is the better explanation: then nothing behind it can be trusted.
        if (IsText(data[..at]))
        {
            var (line, column) = Where(data, at, _nextLine);
            Fault = new ImportFault(line, column, text);
        }

        return Scan.Broken;
    }

    private bool IsText(ReadOnlySpan<byte> row)
    {
        var zero = row.IndexOf((byte)0);
        if (zero < 0 && Utf8.IsValid(row))
        {
            return true;
        }

        var wrong = zero;
        if (wrong < 0)
        {
            wrong = 0;
            while (Rune.DecodeFromUtf8(row[wrong..], out _, out var length) == System.Buffers.OperationStatus.Done)
            {
                wrong += length;
            }
        }

        var (line, column) = Where(row, wrong, _nextLine);
        Fault = new ImportFault(line, column, zero >= 0
            ? "This is no text: a zero byte stands here. Text must be in UTF-8 (not UTF-16)."
            : $"The byte 0x{row[wrong]:X2} is no UTF-8. Save the file as UTF-8; files of other encodings (Latin-1, Windows-1252) are not guessed at.");
        return false;
    }

    private static (long Line, long Column) Where(ReadOnlySpan<byte> row, int at, long line)
    {
        var before = row[..Math.Clamp(at, 0, row.Length)];
        var lineStart = before.LastIndexOf(LineFeed) + 1;
        return (line + before.Count(LineFeed), Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
