using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Reporting;

/// <summary>What stands in a column.</summary>
public enum ReportColumnKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>Whole numbers of things.</summary>
    Count,

    /// <summary>Amounts of money.</summary>
    Amount,

    /// <summary>Shares.</summary>
    Percent,

    /// <summary>Lengths of time.</summary>
    Duration,

    /// <summary>Calendar days.</summary>
    Date,

    /// <summary>Moments.</summary>
    DateTime,
}

/// <summary>At which edge of its column a value stands.</summary>
public enum ReportAlignment
{
    /// <summary>Left for words, days and moments; right for numbers, so that their digits stand under each other.</summary>
    ByKind,

    /// <summary>Left.</summary>
    Left,

    /// <summary>Right.</summary>
    Right,
}

/// <summary>A column of a table.</summary>
/// <param name="Title">The heading; the currency is added to it where a whole column has only one.</param>
/// <param name="Kind">What stands in the column.</param>
public sealed record ReportColumn(string Title, ReportColumnKind Kind)
{
    /// <summary>At which edge the values stand.</summary>
    public ReportAlignment Alignment { get; init; }

    /// <summary>The share of the width left over that a text column takes, relative to the other text columns; default 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>A heading over this and the neighbouring columns of the same group; none when null.</summary>
    public string? Group { get; init; }

    /// <summary>Whether values stand at the right edge.</summary>
    public bool IsRightAligned => Alignment == ReportAlignment.Right
        || (Alignment == ReportAlignment.ByKind && Kind is ReportColumnKind.Count or ReportColumnKind.Amount or ReportColumnKind.Percent or ReportColumnKind.Duration);
}

/// <summary>A row of a table.</summary>
/// <param name="Cells">One value for each column, of the column's kind or <see cref="ReportValue.Missing"/>.</param>
public sealed record ReportRow(IReadOnlyList<ReportValue> Cells)
{
    /// <summary>A row from its cells.</summary>
    public static ReportRow Of(params IReadOnlyList<ReportValue> cells) => new(cells);

    /// <summary>Checks that the row fits the columns.</summary>
    /// <exception cref="ReportShapeException">The number of cells or the kind of one is another than the columns say.</exception>
    public void EnsureFits(IReadOnlyList<ReportColumn> columns)
    {
        if (Cells.Count != columns.Count)
        {
            throw new ReportShapeException($"A row has {Cells.Count} cells where the table has {columns.Count} columns.");
        }

        for (var index = 0; index < columns.Count; index++)
        {
            if (Cells[index].Kind is { } kind && kind != columns[index].Kind)
            {
                throw new ReportShapeException($"The column '{columns[index].Title}' holds {columns[index].Kind}, not {kind}.");
            }
        }
    }
}

/// <summary>Rows under column headings, with a total where one makes sense.</summary>
public sealed record ReportTable : ReportBlock
{
    /// <summary>A table; every row must fit the columns.</summary>
    /// <param name="title">What is listed, for example <c>By category</c>.</param>
    /// <param name="columns">At least one column.</param>
    /// <param name="rows">The rows in the order in which they are shown; none is fine.</param>
    /// <param name="total">
    /// The last row, set apart: usually the word <c>Total</c>, then sums; cells that cannot be summed are
    /// <see cref="ReportValue.Missing"/>. A text cell is allowed in the first column whatever that column's kind is.
    /// </param>
    /// <exception cref="ReportShapeException">There is no column, or a row does not fit the columns.</exception>
    public ReportTable(string title, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportRow> rows, ReportRow? total = null)
    {
        if (columns.Count == 0)
        {
            throw new ReportShapeException($"The table '{title}' has no columns.");
        }

        foreach (var row in rows)
        {
            row.EnsureFits(columns);
        }

        total?.EnsureFits([columns[0] with { Kind = total.Cells.Count > 0 ? total.Cells[0].Kind ?? columns[0].Kind : columns[0].Kind }, .. columns.Skip(1)]);
        (Title, Columns, Rows, Total) = (title, columns, rows, total);
    }

    /// <summary>What is listed.</summary>
    public string Title { get; }

    /// <summary>The columns from left to right.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>The rows in the order in which they are shown.</summary>
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>The total, or null.</summary>
    public ReportRow? Total { get; }

    /// <summary>What is said instead where there are no rows.</summary>
    public string EmptyText { get; init; } = "Nothing in this period.";

    /// <summary>
    /// The currency of a column where all its amounts have the same one; then the heading can name it once. Null for
    /// other columns, for a column without an amount, and where currencies are mixed.
    /// </summary>
    public Currency? CurrencyOf(int column)
    {
        Currency? only = null;
        foreach (var row in Total is null ? Rows : Rows.Append(Total))
        {
            if (row.Cells[column] is not ReportValue.AmountValue amount)
            {
                continue;
            }

            if (only is not null && only != amount.Value.Currency)
            {
                return null;
            }

            only = amount.Value.Currency;
        }

        return only;
    }
}
