using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Reporting;

/// <summary>
/// Writes a list of any length as a file, row by row: nothing is held but the row at hand. For reports with charts and
/// totals use <see cref="IReportRenderer"/>.
/// </summary>
public interface IReportExport
{
    /// <summary>The format this export writes.</summary>
    ReportFormat Format { get; }

    /// <summary>The media type of what is written.</summary>
    string ContentType { get; }

    /// <summary>The file name's ending without the dot.</summary>
    string FileExtension { get; }

    /// <summary>Writes a heading and all rows to <paramref name="output"/>, asynchronously only, and leaves the stream open.</summary>
    /// <param name="sheet">The name of the list, the columns and the time zone the instants are shown in.</param>
    /// <param name="rows">
    /// The rows in order; each has one value for each column, of that column's kind or
    /// <see cref="ReportValue.Missing"/>. Read once, while writing.
    /// </param>
    /// <param name="output">A writable stream; it need not be seekable.</param>
    /// <param name="cancellationToken">Stops the writing; what was written until then is not a valid file.</param>
    /// <exception cref="ReportShapeException">A row does not fit the columns or the currency.</exception>
    ValueTask WriteAsync(ReportSheet sheet, IAsyncEnumerable<ReportRow> rows, Stream output, CancellationToken cancellationToken);
}

/// <summary>What a list is called and made of, without its rows.</summary>
/// <param name="Name">The list's name, for example <c>Refunds</c>.</param>
/// <param name="Columns">At least one column.</param>
/// <param name="TimeZoneId">The IANA id of the zone in which moments are shown.</param>
public sealed record ReportSheet(string Name, IReadOnlyList<ReportColumn> Columns, string TimeZoneId)
{
    /// <summary>
    /// The currency of all amounts; it stands in the headings then. Null where rows may have different ones; every
    /// amount column is then followed by a column of currency codes.
    /// </summary>
    public Currency? Currency { get; init; }

    /// <summary>Checks that a row fits the columns and the currency.</summary>
    /// <exception cref="ReportShapeException">It does not.</exception>
    public void EnsureFits(ReportRow row)
    {
        row.EnsureFits(Columns);
        if (Currency is null)
        {
            return;
        }

        foreach (var cell in row.Cells)
        {
            if (cell is ReportValue.AmountValue amount && !ReferenceEquals(amount.Value.Currency, Currency))
            {
                throw new ReportShapeException($"The list '{Name}' is in {Currency.Code}, but a row has an amount in {amount.Value.Currency.Code}.");
            }
        }
    }
}
