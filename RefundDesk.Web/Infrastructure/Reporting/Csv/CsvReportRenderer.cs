using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Csv;

/// <summary>
/// Draws the tables of a report as CSV (RFC 4180, UTF-8 with byte order mark) for programs that read on. A report with
/// one table is that table: headings, then rows. With several, each comes after a line with its title, an empty line
/// between them. Totals are left out, because a program that sums a column would count them twice; figures, notes and
/// charts are in the other formats, but a report of charts only gives their data.
/// </summary>
public sealed class CsvReportRenderer : IReportRenderer
{
    /// <summary>The media type of what is written.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Csv;

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <inheritdoc />
    public string FileExtension => "csv";

    /// <inheritdoc />
    public async ValueTask RenderAsync(ReportDocument document, Stream output, CancellationToken cancellationToken)
    {
        var cells = new CsvCells(TimeZoneInfo.FindSystemTimeZoneById(document.TimeZoneId));
        using var csv = new CsvOutput(output);
        var tables = Tables(document);
        for (var index = 0; index < tables.Count; index++)
        {
            if (index > 0)
            {
                csv.Writer.NextRecord();
            }

            if (tables.Count > 1)
            {
                csv.Writer.WriteField(CsvCells.Safe(tables[index].Title));
                csv.Writer.NextRecord();
            }

            var columns = SheetColumn.Of(tables[index], document.TimeZoneId);
            CsvCells.WriteHeadings(csv.Writer, columns);
            foreach (var row in tables[index].Rows)
            {
                cells.WriteRow(csv.Writer, columns, row);
                await csv.SendAsync(cancellationToken);
            }
        }

        await csv.SendAllAsync(cancellationToken);
    }

    private static List<ReportTable> Tables(ReportDocument document)
    {
        var tables = document.Tables.ToList();
        return tables.Count > 0 ? tables : [.. document.Sections.SelectMany(section => section.Blocks).OfType<ReportChart>().Select(chart => chart.ToTable())];
    }
}
