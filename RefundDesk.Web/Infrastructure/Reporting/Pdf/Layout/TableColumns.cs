using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>
/// The widths of a table's columns. Numbers, days and moments are never broken or shortened: they get the width they
/// need; words share the rest and wrap. Where even that is too wide the whole table is set smaller.
/// </summary>
internal sealed class TableColumns
{
    /// <summary>The distance between what stands in two neighbouring columns.</summary>
    public const float GapWidth = 14;

    private const float LeastWords = 84;
    private const float WidestHeading = 58;

    private readonly ReportTable _table;
    private readonly ReportWording _wording;
    private readonly bool[] _currencyInHeading;
    private readonly float[] _least;
    private readonly float[] _natural;

    public TableColumns(ReportTable table, ReportWording wording)
    {
        _table = table;
        _wording = wording;
        var currencies = table.Columns.Select((_, index) => table.CurrencyOf(index)?.Code).ToList();
        _currencyInHeading = [.. currencies.Select(currency => currency is not null)];
        Titles = [.. table.Columns.Select((column, index) => currencies[index] is { } code ? $"{column.Title}, {code}" : column.Title)];
        _natural = [.. table.Columns.Select((_, index) => Natural(index))];
        _least = [.. table.Columns.Select((_, index) => IsWords(index) ? Math.Min(_natural[index], LeastWords) : _natural[index])];
    }

    public int Count => _natural.Length;

    /// <summary>The columns of every table of a report.</summary>
    public static IReadOnlyDictionary<ReportTable, TableColumns> Of(ReportDocument document, ReportWording wording, CancellationToken cancellationToken)
    {
        // By reference: comparing tables by value would walk all their rows.
        var columns = new Dictionary<ReportTable, TableColumns>(ReferenceEqualityComparer.Instance);
        foreach (var table in document.Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            columns.TryAdd(table, new TableColumns(table, wording));
        }

        return columns;
    }

    /// <summary>The headings, with the currency where a column has only one.</summary>
    public IReadOnlyList<string> Titles { get; }

    /// <summary>The least width at which nothing has to be set smaller.</summary>
    public float LeastWidth => _least.Sum() + (GapWidth * (Count - 1));

    public bool IsWords(int column) => _table.Columns[column].Kind == ReportColumnKind.Text;

    public bool IsRight(int column) => _table.Columns[column].IsRightAligned;

    public string? Group(int column) => _table.Columns[column].Group;

    /// <summary>The words of a cell.</summary>
    public string Words(ReportRow row, int column) => _wording.InColumn(row.Cells[column], _currencyInHeading[column]);

    public static TextStyle StyleOf(ReportValue value, bool total, float factor = 1) => PrintTheme.Body with
    {
        Size = PrintTheme.Body.Size * factor,
        Weight = total ? PrintWeight.SemiBold : PrintWeight.Regular,
        Tabular = value is not ReportValue.TextValue,
        Color = value.Kind is null ? PrintTheme.Muted : PrintTheme.Ink,
    };

    /// <summary>Fits the columns into a width.</summary>
    /// <returns>The columns' left edges and widths, and the factor by which type is set smaller.</returns>
    public (float[] Lefts, float[] Widths, float Factor) Fit(float width)
    {
        var factor = Math.Min(1, width / LeastWidth);
        var gap = GapWidth * factor;
        var widths = _least.Select(least => least * factor).ToArray();
        var spare = width - widths.Sum() - (gap * (Count - 1));

        var words = Enumerable.Range(0, Count).Where(IsWords).ToList();
        spare = GiveWordsWhatTheyWant(words, widths, spare, factor);
        Spread(words.Count > 0 ? words : [.. Enumerable.Range(Count > 1 ? 1 : 0, Math.Max(1, Count - 1))], widths, spare);

        var lefts = new float[Count];
        for (var index = 1; index < Count; index++)
        {
            lefts[index] = lefts[index - 1] + widths[index - 1] + gap;
        }

        return (lefts, widths, factor);
    }

    /// <summary>Shares what is there fairly: a column that wants less than its share leaves the rest to the others.</summary>
    private float GiveWordsWhatTheyWant(List<int> words, float[] widths, float spare, float factor)
    {
        var weights = words.Sum(Weight);
        foreach (var column in words.OrderBy(column => ((_natural[column] * factor) - widths[column]) / Weight(column)))
        {
            var given = Math.Min((_natural[column] * factor) - widths[column], spare * Weight(column) / weights);
            widths[column] += given;
            spare -= given;
            weights -= Weight(column);
        }

        return spare;
    }

    private void Spread(List<int> columns, float[] widths, float spare)
    {
        var weights = columns.Sum(Weight);
        foreach (var column in columns)
        {
            widths[column] += spare * Weight(column) / weights;
        }
    }

    private int Weight(int column) => Math.Max(1, _table.Columns[column].Weight);

    private float Natural(int column)
    {
        var title = TextShaper.Shape(Titles[column], PrintTheme.Label).Width;
        var heading = Math.Max(TextShaper.WidestWord(Titles[column], PrintTheme.Label), Math.Min(title, WidestHeading));
        var cells = _table.Rows.Select(row => Measure(row, column, total: false)).DefaultIfEmpty(0).Max();
        return Math.Max(Math.Max(heading, cells), _table.Total is null ? 0 : Measure(_table.Total, column, total: true));
    }

    private float Measure(ReportRow row, int column, bool total) =>
        TextShaper.Shape(Words(row, column), StyleOf(row.Cells[column], total)).Width;
}
