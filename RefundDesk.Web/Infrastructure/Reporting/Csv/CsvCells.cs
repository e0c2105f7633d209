using System.Globalization;
using CsvHelper;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Csv;

/// <summary>Values as a program reads them: a dot for decimals, no grouping, ISO 8601 days and moments, hours:minutes:seconds.</summary>
/// <param name="zone">The zone whose offset moments carry.</param>
internal sealed class CsvCells(TimeZoneInfo zone)
{
    public static void WriteHeadings(CsvWriter csv, IReadOnlyList<SheetColumn> columns)
    {
        foreach (var column in columns)
        {
            csv.WriteField(Safe(column.Kind == ReportColumnKind.Percent ? column.Title + ", %" : column.Title));
        }

        csv.NextRecord();
    }

    public void WriteRow(CsvWriter csv, IReadOnlyList<SheetColumn> columns, ReportRow row)
    {
        foreach (var column in columns)
        {
            csv.WriteField(Text(column.ValueIn(row)));
        }

        csv.NextRecord();
    }

    /// <summary>Text that no spreadsheet takes for a formula: an apostrophe stands before what would start one.</summary>
    public static string Safe(string text) => FormulaGuard.Catches(text) ? "'" + text : text;

    private string Text(ReportValue value) => value switch
    {
        ReportValue.TextValue text => Safe(text.Value),
        ReportValue.CountValue count => count.Value.ToString(CultureInfo.InvariantCulture),
        ReportValue.AmountValue amount => amount.Value.ToMajorString(),
        ReportValue.PercentValue percent => (percent.Fraction * 100).ToString("0.####", CultureInfo.InvariantCulture),
        ReportValue.DurationValue duration => Duration(duration.Value),
        ReportValue.DateValue date => date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ReportValue.DateTimeValue instant => TimeZoneInfo.ConvertTime(instant.Value, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Duration(TimeSpan length)
    {
        var seconds = (long)Math.Round(Math.Abs(length.TotalSeconds), MidpointRounding.AwayFromZero);
        return string.Create(CultureInfo.InvariantCulture, $"{(length < TimeSpan.Zero ? "-" : "")}{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
