using System.Globalization;
using System.Xml;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>Rows of the first sheet of a workbook, streamed. Numbers and dates come in a neutral form; empty rows are passed over.</summary>
public sealed class XlsxRowReader : RowReader
{
    private readonly Stream _file;
    private readonly IEnumerator<object> _rows;
    private readonly List<object?> _cells = [];

    private XlsxRowReader(Stream file)
    {
        _file = file;
        _rows = MiniExcel.Query(file, useHeaderRow: false, excelType: ExcelType.XLSX, configuration: new OpenXmlConfiguration { FillMergedCells = false })
            .Cast<object>().GetEnumerator();
    }

    /// <inheritdoc />
    public override int CellCount => _cells.Count;

    /// <summary>Begins to read; the file was held against <see cref="WorkbookLimits"/> before.</summary>
    public static XlsxRowReader? Open(string path, out ImportFault? fault)
    {
        fault = null;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new XlsxRowReader(file);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            file.Dispose();
            fault = ImportFault.OfFile($"The workbook is broken: {broken.Message}");
            return null;
        }
    }

    /// <inheritdoc />
    public override string Cell(int index) => _cells[index] switch
    {
        null => string.Empty,
        string text => text,
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture),
        double number => Plain(number),
        bool yes => yes ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? string.Empty,
    };

    /// <inheritdoc />
    public override long ColumnOf(int index) => index + 1;

    /// <inheritdoc />
    public override bool IsTyped(int index) => _cells[index] is double or DateTime or bool;

    /// <inheritdoc />
    protected override bool Next()
    {
        try
        {
            while (_rows.MoveNext())
            {
                LineNumber++;
                Take((IDictionary<string, object?>)_rows.Current);
                if (Fault is null && _cells.Exists(cell => cell is not (null or "")))
                {
                    return true;
                }

                if (Fault is not null)
                {
                    return false;
                }
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Fault = new ImportFault(LineNumber + 1, 0, $"The sheet is broken: {broken.Message}");
        }

        return false;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>What a reader of foreign XML and zip may meet; anything else is a defect of ours.</summary>
    private static bool IsBroken(Exception fault) => fault is InvalidDataException or XmlException or FormatException or IOException
        or InvalidOperationException or IndexOutOfRangeException or ArgumentException or NullReferenceException or OverflowException or KeyNotFoundException;

    private void Take(IDictionary<string, object?> row)
    {
        // A sheet's rows end with their last filled cell, or go on with empty ones behind it: both are rows of the header's width.
        _cells.Clear();
        _cells.AddRange(row.Values);
        while (_cells.Count > Header.Count && _cells[^1] is (null or ""))
        {
            _cells.RemoveAt(_cells.Count - 1);
        }

        while (_cells.Count < Header.Count)
        {
            _cells.Add(null);
        }

        for (var i = 0; i < _cells.Count; i++)
        {
            if (_cells[i] is string { Length: > LongestRow })
            {
                Fault = new ImportFault(LineNumber, i + 1, "The cell is longer than 1 MB.");
                return;
            }
        }
    }

    /// <summary>Every digit the number has, without an exponent: 0.001 and not 1E-3.</summary>
    private static string Plain(double number) =>
        Math.Abs(number) < 1e15 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
}
