using ClosedXML.Excel;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>Writes typed values into the cells of a workbook.</summary>
/// <param name="zone">The zone in which moments are shown: a workbook knows none.</param>
internal sealed class SheetCells(TimeZoneInfo zone)
{
    /// <summary>An amount in major units, as a spreadsheet wants it; nothing is rounded and nothing calculated with it here.</summary>
    public static decimal Major(Money money) => (decimal)money.Minor / money.Currency.MinorPerMajor;

    /// <summary>Writes a value with its type and format; a missing value leaves the cell empty.</summary>
    public void Write(IXLCell cell, ReportValue value)
    {
        switch (value)
        {
            case ReportValue.TextValue text:
                WriteText(cell, text.Value);
                break;
            case ReportValue.CountValue count:
                cell.SetValue(count.Value).Style.NumberFormat.Format = SheetFormats.Count;
                break;
            case ReportValue.AmountValue amount:
                cell.SetValue(Major(amount.Value)).Style.NumberFormat.Format = SheetFormats.Amount(amount.Value.Currency.Exponent);
                break;
            case ReportValue.PercentValue percent:
                cell.SetValue(percent.Fraction).Style.NumberFormat.Format = SheetFormats.Percent;
                break;
            case ReportValue.DurationValue duration:
                cell.SetValue(duration.Value).Style.NumberFormat.Format = SheetFormats.Duration;
                break;
            case ReportValue.DateValue date:
                cell.SetValue(date.Value.ToDateTime(TimeOnly.MinValue)).Style.NumberFormat.Format = SheetFormats.Date;
                break;
            case ReportValue.DateTimeValue instant:
                cell.SetValue(TimeZoneInfo.ConvertTime(instant.Value, zone).DateTime).Style.NumberFormat.Format = SheetFormats.DateTime;
                break;
            default:
                break;
        }
    }

    /// <summary>Writes text as text, whatever it begins with.</summary>
    public static void WriteText(IXLCell cell, string text)
    {
        cell.SetValue(SheetText.Clean(text)).SetDataType(XLDataType.Text);

        // The prefix keeps the text a text when somebody edits the cell and presses enter.
        cell.Style.IncludeQuotePrefix = FormulaGuard.Catches(text);
    }
}
