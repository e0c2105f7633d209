using System.IO.Compression;
using System.Text;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Excel;

/// <summary>
/// Writes a list of any length as a workbook with typed cells while the rows are read: memory stays flat. A list longer
/// than a worksheet goes on in a further one.
/// </summary>
/// <param name="rowsInSheet">The rows a sheet has below its heading; the default is the most the format allows.</param>
public sealed class XlsxReportExport(int rowsInSheet = XlsxReportExport.MostRowsInSheet) : IReportExport
{
    /// <summary>The most rows a worksheet has below its heading.</summary>
    public const int MostRowsInSheet = 1_048_575;

    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Xlsx;

    /// <inheritdoc />
    public string ContentType => ClosedXmlReportRenderer.MediaType;

    /// <inheritdoc />
    public string FileExtension => "xlsx";

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReportSheet sheet, IAsyncEnumerable<ReportRow> rows, Stream output, CancellationToken cancellationToken)
    {
        await using var target = new SyncWritesBuffer(output);
        await using (var package = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
        {
            await FillAsync(package, sheet, rows, cancellationToken);
        }

        await target.FlushAsync(cancellationToken);
    }

    private async ValueTask FillAsync(ZipArchive package, ReportSheet sheet, IAsyncEnumerable<ReportRow> rows, CancellationToken cancellationToken)
    {
        var columns = SheetColumn.Of(sheet.Columns, _ => sheet.Currency, sheet.TimeZoneId);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(sheet.TimeZoneId);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<string>();
        await using var enumerator = rows.GetAsyncEnumerator(cancellationToken);
        bool more;
        do
        {
            names.Add(SheetText.Name(sheet.Name, taken));
            await using var part = await OpenAsync(package, WorkbookXml.SheetPath(names.Count), cancellationToken);
            more = await WriteSheetAsync(sheet, new SheetXml(part, columns, zone), enumerator, cancellationToken);
        }
        while (more);

        foreach (var (path, xml) in WorkbookXml.Parts(names, columns))
        {
            await using var part = await OpenAsync(package, path, cancellationToken);
            await part.WriteAsync(Encoding.UTF8.GetBytes(xml), cancellationToken);
        }
    }

    /// <returns>Whether the sheet is full and rows may be left.</returns>
    private async ValueTask<bool> WriteSheetAsync(ReportSheet sheet, SheetXml xml, IAsyncEnumerator<ReportRow> rows, CancellationToken cancellationToken)
    {
        xml.Begin();
        var full = false;
        while (!full && await rows.MoveNextAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            sheet.EnsureFits(rows.Current);
            xml.AddRow(rows.Current);
            await xml.SendAsync(cancellationToken);
            full = xml.Rows > rowsInSheet;
        }

        xml.End();
        await xml.SendAllAsync(cancellationToken);
        return full;
    }

    private static Task<Stream> OpenAsync(ZipArchive package, string path, CancellationToken cancellationToken) =>
        package.CreateEntry(path, CompressionLevel.Fastest).OpenAsync(cancellationToken);
}
