using ClosedXML.Excel;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>How a sheet is printed: A4, one page wide, the report's name and the page number at the foot.</summary>
internal static class SheetPage
{
    // A footer holds 255 characters with its codes.
    private const int MostInFooter = 160;

    public static void SetUp(IXLWorksheet sheet, ReportDocument document, bool landscape)
    {
        var setup = sheet.PageSetup;
        setup.PaperSize = XLPaperSize.A4Paper;
        setup.PageOrientation = landscape ? XLPageOrientation.Landscape : XLPageOrientation.Portrait;
        setup.PagesWide = 1;
        setup.PagesTall = 0;

        var name = SheetText.Clean($"{document.Title} – {document.ClientName} – {ReportWording.Period(document.From, document.To)}");
        setup.Footer.Left.AddText(Escaped(name.Length > MostInFooter ? name[..MostInFooter] : name));
        setup.Footer.Right.AddText(XLHFPredefinedText.PageNumber);
        setup.Footer.Right.AddText(" / ");
        setup.Footer.Right.AddText(XLHFPredefinedText.NumberOfPages);
    }

    /// <summary>An ampersand begins a code in a footer and has to be doubled.</summary>
    private static string Escaped(string text) => text.Replace("&", "&&", StringComparison.Ordinal);
}
