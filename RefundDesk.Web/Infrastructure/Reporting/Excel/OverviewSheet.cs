using ClosedXML.Excel;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>The first sheet: what the report is, its figures and its notes.</summary>
internal static class OverviewSheet
{
    private const int LabelColumn = 1;
    private const int ValueColumn = 2;
    private const int CurrencyColumn = 3;
    private const int HintColumn = 4;
    private const int CharactersAcross = 110;
    private const double LineHeight = 15;

    private static readonly XLColor Muted = XLColor.FromHtml("#5A6374");

    public static void Fill(IXLWorksheet sheet, ReportDocument document, SheetCells cells)
    {
        sheet.ShowGridLines = false;
        sheet.Column(LabelColumn).Width = 30;
        sheet.Column(ValueColumn).Width = 22;
        sheet.Column(CurrencyColumn).Width = 7;
        sheet.Column(HintColumn).Width = 50;

        SheetCells.WriteText(sheet.Cell(1, LabelColumn), document.Title);
        sheet.Cell(1, LabelColumn).Style.Font.SetBold().Font.SetFontSize(18);
        SheetCells.WriteText(sheet.Cell(2, LabelColumn), document.ClientName);
        sheet.Cell(2, LabelColumn).Style.Font.SetBold();

        var row = Facts(sheet, document, cells, 4) + 1;
        row = Figures(sheet, document, cells, row);
        Notes(sheet, document, row);
        SheetPage.SetUp(sheet, document, landscape: false);
    }

    private static int Facts(IXLWorksheet sheet, ReportDocument document, SheetCells cells, int row)
    {
        (string Label, ReportValue Value)[] facts =
        [
            ("First day", ReportValue.Date(document.From)),
            ("Last day", ReportValue.Date(document.To)),
            ("Days and times in", ReportValue.Text(document.TimeZoneId)),
            ("Generated", ReportValue.DateTime(document.GeneratedAt)),
            ("Prepared for", document.PreparedFor is { Length: > 0 } whom ? ReportValue.Text(whom) : ReportValue.Missing),
        ];
        foreach (var (label, value) in facts.Where(fact => fact.Value.Kind is not null))
        {
            Label(sheet.Cell(row, LabelColumn), label);
            cells.Write(sheet.Cell(row, ValueColumn), value);
            sheet.Cell(row, ValueColumn).Style.Alignment.Horizontal = XLAlignmentHorizontalValues.Left;
            row++;
        }

        return row;
    }

    private static int Figures(IXLWorksheet sheet, ReportDocument document, SheetCells cells, int row)
    {
        foreach (var figure in document.Sections.SelectMany(section => section.Blocks).OfType<ReportFigures>().SelectMany(figures => figures.Items))
        {
            Label(sheet.Cell(row, LabelColumn), figure.Label);
            cells.Write(sheet.Cell(row, ValueColumn), figure.Value);
            sheet.Cell(row, ValueColumn).Style.Font.SetBold().Alignment.SetHorizontal(XLAlignmentHorizontalValues.Right);
            if (figure.Value is ReportValue.AmountValue amount)
            {
                SheetCells.WriteText(sheet.Cell(row, CurrencyColumn), amount.Value.Currency.Code);
            }

            if (figure.Hint is { Length: > 0 } hint)
            {
                SheetCells.WriteText(sheet.Cell(row, HintColumn), hint);
                sheet.Cell(row, HintColumn).Style.Font.FontColor = Muted;
            }

            row++;
        }

        return row;
    }

    private static void Notes(IXLWorksheet sheet, ReportDocument document, int row)
    {
        foreach (var note in document.Sections.SelectMany(section => section.Blocks).OfType<ReportNote>())
        {
            row++;
            SheetCells.WriteText(sheet.Cell(row, LabelColumn), note.Text);
            sheet.Range(row, LabelColumn, row, HintColumn).Merge().Style.Alignment.SetWrapText().Alignment.SetVertical(XLAlignmentVerticalValues.Top);

            // A merged cell does not grow with its text.
            var lines = note.Text.Split('\n').Sum(line => 1 + (line.Length / CharactersAcross));
            sheet.Row(row).Height = LineHeight * Math.Min(lines, 20);
        }
    }

    private static void Label(IXLCell cell, string text)
    {
        SheetCells.WriteText(cell, text);
        cell.Style.Font.FontColor = Muted;
    }
}
