using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Csv;

/// <summary>Writes a list of any length as CSV (RFC 4180, UTF-8 with byte order mark).</summary>
public sealed class CsvReportExport : IReportExport
{
    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Csv;

    /// <inheritdoc />
    public string ContentType => CsvReportRenderer.MediaType;

    /// <inheritdoc />
    public string FileExtension => "csv";

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReportSheet sheet, IAsyncEnumerable<ReportRow> rows, Stream output, CancellationToken cancellationToken)
    {
        var cells = new CsvCells(TimeZoneInfo.FindSystemTimeZoneById(sheet.TimeZoneId));
        var columns = SheetColumn.Of(sheet.Columns, _ => sheet.Currency, sheet.TimeZoneId);
        using var csv = new CsvOutput(output);
        CsvCells.WriteHeadings(csv.Writer, columns);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            sheet.EnsureFits(row);
            cells.WriteRow(csv.Writer, columns, row);
            await csv.SendAsync(cancellationToken);
        }

        await csv.SendAllAsync(cancellationToken);
    }
}
