using ClosedXML.Excel;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>
/// Draws a report as a workbook: an overview (title, period, figures, notes), then a sheet for every table and for the
/// data of every chart. Cells are typed, so that one can go on calculating; headings are frozen and filter.
/// </summary>
public sealed class ClosedXmlReportRenderer : IReportRenderer
{
    /// <summary>The media type of an xlsx workbook.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Product = "RefundDesk";
    private const string OverviewName = "Overview";

    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Xlsx;

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <inheritdoc />
    public string FileExtension => "xlsx";

    /// <inheritdoc />
    public async ValueTask RenderAsync(ReportDocument document, Stream output, CancellationToken cancellationToken)
    {
        // ClosedXML writes synchronously and wants to seek, and a response body allows neither.
        using var file = new MemoryStream();
        using (var workbook = new XLWorkbook())
        {
            Fill(workbook, document, cancellationToken);
            workbook.SaveAs(file, validate: false, evaluateFormulae: true);
        }

        file.Position = 0;
        await file.CopyToAsync(output, cancellationToken);
    }

    private static void Fill(XLWorkbook workbook, ReportDocument document, CancellationToken cancellationToken)
    {
        workbook.Properties.Title = SheetText.Clean(document.Title);
        workbook.Properties.Author = Product;
        workbook.Properties.Company = SheetText.Clean(document.ClientName);
        workbook.Properties.Created = document.GeneratedAt.UtcDateTime;

        var cells = new SheetCells(TimeZoneInfo.FindSystemTimeZoneById(document.TimeZoneId));
        var names = new HashSet<string>(StringComparer.Ordinal);
        OverviewSheet.Fill(workbook.AddWorksheet(SheetText.Name(OverviewName, names)), document, cells);
        foreach (var block in document.Sections.SelectMany(section => section.Blocks))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = block switch
            {
                ReportTable one => one,
                ReportChart chart => chart.ToTable(),
                _ => null,
            };
            if (table is not null)
            {
                TableSheet.Fill(workbook.AddWorksheet(SheetText.Name(table.Title, names)), table, document, cells);
            }
        }
    }
}
