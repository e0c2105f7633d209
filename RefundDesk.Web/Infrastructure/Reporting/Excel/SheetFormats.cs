using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>How a spreadsheet shows each kind of value.</summary>
internal static class SheetFormats
{
    public const string Count = "#,##0";
    public const string Percent = "0.0%";
    public const string Duration = "[h]:mm:ss";
    public const string Date = "d mmm yyyy";
    public const string DateTime = "d mmm yyyy hh:mm";

    // Shows every digit that any currency has; only needed where currencies are mixed.
    public const string MixedAmount = "#,##0.00##";

    public static string Amount(int exponent) => exponent == 0 ? "#,##0" : "#,##0." + new string('0', exponent);

    /// <summary>The format of a column; null for text.</summary>
    public static string? Of(SheetColumn column) => column.Kind switch
    {
        ReportColumnKind.Count => Count,
        ReportColumnKind.Amount => column.Currency is { } currency ? Amount(currency.Exponent) : MixedAmount,
        ReportColumnKind.Percent => Percent,
        ReportColumnKind.Duration => Duration,
        ReportColumnKind.Date => Date,
        ReportColumnKind.DateTime => DateTime,
        _ => null,
    };
}
