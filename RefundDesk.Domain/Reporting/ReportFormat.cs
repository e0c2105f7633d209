namespace RefundDesk.Domain.Reporting;

/// <summary>The file formats a report can be drawn in.</summary>
public enum ReportFormat
{
    /// <summary>A4 pages to read, print and file.</summary>
    Pdf,

    /// <summary>A workbook with typed cells: an overview sheet and one sheet a table.</summary>
    Xlsx,

    /// <summary>The tables as comma-separated text (RFC 4180, UTF-8 with byte order mark).</summary>
    Csv,
}
