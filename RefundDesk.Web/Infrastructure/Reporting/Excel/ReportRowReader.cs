using System.Globalization;
using MiniExcelLibs;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>Hands rows to MiniExcel one at a time, as the plain values a sheet holds.</summary>
internal sealed class ReportRowReader(ReportSheet sheet, IReadOnlyList<SheetColumn> columns, IAsyncEnumerator<ReportRow> rows) : MiniExcelDataReaderBase
{
    /// <summary>The rows a worksheet has below its heading.</summary>
    public const int MostRows = 1_048_575;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(sheet.TimeZoneId);
    private int _read;

    public override int FieldCount => columns.Count;

    public static string Key(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    public override string GetName(int i) => Key(i);

    public override Task<string> GetNameAsync(int i, CancellationToken cancellationToken = default) => Task.FromResult(Key(i));

    public override Task<object> GetValueAsync(int i, CancellationToken cancellationToken = default) => Task.FromResult(GetValue(i));

    public override async Task<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!await rows.MoveNextAsync())
        {
            return false;
        }

        if (++_read > MostRows)
        {
            throw new ReportTooLongException($"A worksheet holds {MostRows:N0} rows and there are more. Narrow the period, or export as CSV.");
        }

        sheet.EnsureFits(rows.Current);
        return true;
    }

    public override bool Read() => throw new NotSupportedException("Rows come asynchronously.");

    public override object GetValue(int i) => columns[i].ValueIn(rows.Current) switch
    {
        ReportValue.TextValue text => SheetText.Clean(text.Value),
        ReportValue.CountValue count => count.Value,
        ReportValue.AmountValue amount => SheetCells.Major(amount.Value),
        ReportValue.PercentValue percent => percent.Fraction,
        ReportValue.DurationValue duration => duration.Value,
        ReportValue.DateValue date => date.Value.ToDateTime(TimeOnly.MinValue),
        ReportValue.DateTimeValue instant => TimeZoneInfo.ConvertTime(instant.Value, _zone).DateTime,
        _ => null!,
    };

    public override void Close()
    {
    }

    public override Task CloseAsync() => Task.CompletedTask;
}
