using ClosedXML.Excel;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>One table on one sheet: headings in the first row, so that filters and pivot tables find them.</summary>
internal static class TableSheet
{
    private const double Narrowest = 9;
    private const double Widest = 60;
    private const int ColumnsInPortrait = 6;

    public static void Fill(IXLWorksheet sheet, ReportTable table, ReportDocument document, SheetCells cells)
    {
        var columns = SheetColumn.Of(table, document.TimeZoneId);
        Headings(sheet, columns);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                cells.Write(sheet.Cell(row + 2, column + 1), columns[column].ValueIn(table.Rows[row]));
            }
        }

        if (table.Rows.Count == 0)
        {
            SheetCells.WriteText(sheet.Cell(2, 1), table.EmptyText);
        }

        if (table.Total is not null)
        {
            Total(sheet, table, columns, cells);
        }

        Widths(sheet, table, columns);
        sheet.SheetView.FreezeRows(1);
        sheet.Range(1, 1, Math.Max(table.Rows.Count, 1) + 1, columns.Count).SetAutoFilter();
        SheetPage.SetUp(sheet, document, columns.Count > ColumnsInPortrait);
        sheet.PageSetup.SetRowsToRepeatAtTop(1, 1);
    }

    private static void Headings(IXLWorksheet sheet, IReadOnlyList<SheetColumn> columns)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            var cell = sheet.Cell(1, column + 1);
            SheetCells.WriteText(cell, columns[column].Title);
            cell.Style.Alignment.Horizontal = IsNumber(columns[column].Kind) ? XLAlignmentHorizontalValues.Right : XLAlignmentHorizontalValues.Left;
        }

        var style = sheet.Range(1, 1, 1, columns.Count).Style;
        style.Font.SetBold().Alignment.SetWrapText().Alignment.SetVertical(XLAlignmentVerticalValues.Bottom);
        style.Fill.BackgroundColor = XLColor.FromHtml("#EEF0F3");
        style.Border.SetBottomBorder(XLBorderStyleValues.Thin).Border.SetBottomBorderColor(XLColor.FromHtml("#CDD2DA"));
    }

    private static void Total(IXLWorksheet sheet, ReportTable table, IReadOnlyList<SheetColumn> columns, SheetCells cells)
    {
        var row = Math.Max(table.Rows.Count, 1) + 2;
        for (var column = 0; column < columns.Count; column++)
        {
            var cell = sheet.Cell(row, column + 1);
            cells.Write(cell, columns[column].ValueIn(table.Total!));

            // A formula only where it gives what the report says: a distinct count or a median is not a sum.
            if (IsSum(table, columns[column]))
            {
                var letter = cell.Address.ColumnLetter;
                cell.FormulaA1 = $"SUM({letter}2:{letter}{table.Rows.Count + 1})";
            }
        }

        var style = sheet.Range(row, 1, row, columns.Count).Style;
        style.Font.SetBold();
        style.Border.SetTopBorder(XLBorderStyleValues.Thin).Border.SetTopBorderColor(XLColor.FromHtml("#5A6374"));
    }

    private static bool IsSum(ReportTable table, SheetColumn column) => (table.Rows.Count > 0, table.Total!.Cells[column.Source]) switch
    {
        (true, ReportValue.CountValue total) =>
            total.Value == table.Rows.Select(row => row.Cells[column.Source]).OfType<ReportValue.CountValue>().Sum(count => count.Value),
        (true, ReportValue.AmountValue total) when column.Currency is not null =>
            total.Value.Minor == table.Rows.Select(row => row.Cells[column.Source]).OfType<ReportValue.AmountValue>().Sum(amount => amount.Value.Minor),
        _ => false,
    };

    // ClosedXML's own fitting asks GDI+ for the widths of letters, which exists on Windows only.
    private static void Widths(IXLWorksheet sheet, ReportTable table, IReadOnlyList<SheetColumn> columns)
    {
        var wording = new ReportWording(TimeZoneInfo.Utc);
        var rows = table.Total is null ? table.Rows : [.. table.Rows, table.Total];
        for (var column = 0; column < columns.Count; column++)
        {
            var longest = rows.Select(row => wording.InColumn(columns[column].ValueIn(row), currencyInHeading: true).Length).DefaultIfEmpty(0).Max();

            // A heading may wrap once, and its filter button needs room beside it.
            var title = columns[column].Title;
            var heading = Math.Max(title.Split(' ').Max(word => word.Length), title.Length / 2) + 4;
            sheet.Column(column + 1).Width = Math.Clamp(Math.Max((longest * 1.1) + 2, heading), Narrowest, Widest);
        }
    }

    private static bool IsNumber(ReportColumnKind kind) =>
        kind is ReportColumnKind.Count or ReportColumnKind.Amount or ReportColumnKind.Percent or ReportColumnKind.Duration;
}
