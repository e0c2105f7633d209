using System.Buffers;
using System.Globalization;
using System.Text;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>Writes the rows of one worksheet as XML, from a small buffer that leaves asynchronously.</summary>
internal sealed class SheetXml
{
    /// <summary>The style of headings in <see cref="WorkbookXml"/>.</summary>
    public const int HeadingStyle = 1;

    /// <summary>The style of text that looks like a formula: it stays text when its cell is edited.</summary>
    public const int QuotedStyle = 2;

    /// <summary>The style of the first column; each column has one.</summary>
    public const int FirstColumnStyle = 3;

    private const int Block = 64 * 1024;
    private static readonly int FirstDay = new DateOnly(1899, 12, 30).DayNumber;

    private readonly Stream _part;
    private readonly IReadOnlyList<SheetColumn> _columns;
    private readonly TimeZoneInfo _zone;
    private readonly string[] _letters;
    private readonly ArrayBufferWriter<byte> _waiting = new(Block + (Block / 4));
    private int _row;

    public SheetXml(Stream part, IReadOnlyList<SheetColumn> columns, TimeZoneInfo zone)
    {
        (_part, _columns, _zone) = (part, columns, zone);
        _letters = [.. Enumerable.Range(0, columns.Count).Select(Letters)];
    }

    /// <summary>The rows written, the heading included.</summary>
    public int Rows => _row;

    /// <summary>Everything before the rows, and the headings.</summary>
    public void Begin()
    {
        Add("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
        Add("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
        for (var column = 0; column < _columns.Count; column++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{column + 1}\" max=\"{column + 1}\" width=\"{Width(_columns[column])}\" customWidth=\"1\"/>"));
        }

        Add("</cols><sheetData>");
        BeginRow();
        for (var column = 0; column < _columns.Count; column++)
        {
            AddText(column, _columns[column].Title, HeadingStyle);
        }

        Add("</row>");
    }

    public void AddRow(ReportRow row)
    {
        BeginRow();
        for (var column = 0; column < _columns.Count; column++)
        {
            AddCell(column, _columns[column].ValueIn(row));
        }

        Add("</row>");
    }

    /// <summary>Everything after the rows.</summary>
    public void End() => Add(string.Create(
        CultureInfo.InvariantCulture,
        $"</sheetData><autoFilter ref=\"A1:{_letters[^1]}{_row}\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"));

    /// <summary>Sends what waits once it is worth it; call it after every row.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken) =>
        _waiting.WrittenCount < Block ? ValueTask.CompletedTask : SendAllAsync(cancellationToken);

    public async ValueTask SendAllAsync(CancellationToken cancellationToken)
    {
        await _part.WriteAsync(_waiting.WrittenMemory, cancellationToken);
        _waiting.ResetWrittenCount();
    }

    private static string Letters(int column) =>
        (column >= 26 ? Letters((column / 26) - 1) : "") + (char)('A' + (column % 26));

    private static int Width(SheetColumn column) => column switch
    {
        { IsCurrencyCode: true } => 10,
        { Kind: ReportColumnKind.Text } => 24,
        { Kind: ReportColumnKind.DateTime } => 19,
        _ => 14,
    };

    private void BeginRow()
    {
        _row++;
        Add("<row r=\"");
        Add(_row);
        Add("\">");
    }

    private void AddCell(int column, ReportValue value)
    {
        switch (value)
        {
            case ReportValue.TextValue text:
                AddText(column, text.Value, FormulaGuard.Catches(text.Value) ? QuotedStyle : FirstColumnStyle + column);
                break;
            case ReportValue.CountValue count:
                AddNumber(column, count.Value);
                break;
            case ReportValue.AmountValue amount:
                AddNumber(column, SheetCells.Major(amount.Value));
                break;
            case ReportValue.PercentValue percent:
                AddNumber(column, percent.Fraction);
                break;
            case ReportValue.DurationValue duration:
                AddNumber(column, duration.Value.TotalDays);
                break;
            case ReportValue.DateValue date:
                AddNumber(column, date.Value.DayNumber - FirstDay);
                break;
            case ReportValue.DateTimeValue instant:
                AddNumber(column, TimeZoneInfo.ConvertTime(instant.Value, _zone).DateTime.ToOADate());
                break;
            default:
                break;
        }
    }

    private void AddNumber<T>(int column, T number)
        where T : IUtf8SpanFormattable
    {
        BeginCell(column, FirstColumnStyle + column);
        Add("\"><v>");
        Add(number);
        Add("</v></c>");
    }

    private void AddText(int column, string text, int style)
    {
        BeginCell(column, style);
        Add("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        Add(Escaped(SheetText.Clean(text)));
        Add("</t></is></c>");
    }

    private void BeginCell(int column, int style)
    {
        Add("<c r=\"");
        Add(_letters[column]);
        Add(_row);
        Add("\" s=\"");
        Add(style);
    }

    private void Add(string text)
    {
        var room = _waiting.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _waiting.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    private void Add<T>(T number)
        where T : IUtf8SpanFormattable
    {
        const int MostDigits = 40;
        number.TryFormat(_waiting.GetSpan(MostDigits), out var written, default, CultureInfo.InvariantCulture);
        _waiting.Advance(written);
    }

    private static string Escaped(string text) => text.AsSpan().ContainsAny('&', '<', '>')
        ? text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        : text;
}
