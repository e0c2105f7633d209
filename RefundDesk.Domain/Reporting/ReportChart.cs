namespace RefundDesk.Domain.Reporting;

/// <summary>The ways a chart is drawn.</summary>
public enum ReportChartKind
{
    /// <summary>Upright bars, a bar a category (usually a day), the series on top of each other.</summary>
    StackedBars,

    /// <summary>Lying bars, a bar a category, with its name before and its value and share behind it.</summary>
    HorizontalBars,

    /// <summary>A line a series; a missing value is a gap.</summary>
    Lines,
}

/// <summary>How much of the page's width a chart takes.</summary>
public enum ReportSpan
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>Half; two halves that follow each other stand side by side.</summary>
    Half,
}

/// <summary>One row of values along a chart's categories.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Values">One value for each category, all of one kind (count, amount, percent, duration) and currency, or missing.</param>
public sealed record ReportSeries(string Name, IReadOnlyList<ReportValue> Values);

/// <summary>A line across the chart that values are measured against.</summary>
/// <param name="Label">What it is, for example <c>goal 24 h</c>.</param>
/// <param name="Value">Where it is, in the kind of the series.</param>
public sealed record ReportTarget(string Label, ReportValue Value);

/// <summary>A chart. Formats that cannot draw one show <see cref="ToTable"/>.</summary>
public sealed record ReportChart : ReportBlock
{
    /// <summary>A chart; every series must be as long as the categories.</summary>
    /// <param name="title">What is shown, for example <c>Refunds a day by outcome</c>.</param>
    /// <param name="kind">How it is drawn.</param>
    /// <param name="categories">The axis: days (<see cref="ReportValue.Date"/>) or names (<see cref="ReportValue.Text"/>).</param>
    /// <param name="series">At least one; five colours are told apart.</param>
    /// <exception cref="ReportShapeException">A series has another length than the axis, or kinds or currencies are mixed, or cannot be drawn.</exception>
    public ReportChart(string title, ReportChartKind kind, IReadOnlyList<ReportValue> categories, params IReadOnlyList<ReportSeries> series)
    {
        if (series.Count == 0 || series.Any(one => one.Values.Count != categories.Count))
        {
            throw new ReportShapeException($"Every series of the chart '{title}' must have one value for each of its {categories.Count} categories.");
        }

        var kinds = series.SelectMany(one => one.Values).Select(value => value.Kind).OfType<ReportColumnKind>().Distinct().ToList();
        if (kinds.Count > 1 || kinds.Any(one => one is ReportColumnKind.Text or ReportColumnKind.Date or ReportColumnKind.DateTime))
        {
            throw new ReportShapeException($"The values of the chart '{title}' must all be counts, amounts, shares or durations.");
        }

        if (series.SelectMany(one => one.Values).OfType<ReportValue.AmountValue>().Select(amount => amount.Value.Currency).Distinct().Count() > 1)
        {
            throw new ReportShapeException($"The chart '{title}' mixes currencies, which no axis can show.");
        }

        (Title, Kind, Categories, Series) = (title, kind, categories, series);
        ValueKind = kinds.Count == 0 ? ReportColumnKind.Count : kinds[0];
    }

    /// <summary>What is shown.</summary>
    public string Title { get; }

    /// <summary>How it is drawn.</summary>
    public ReportChartKind Kind { get; }

    /// <summary>The axis.</summary>
    public IReadOnlyList<ReportValue> Categories { get; }

    /// <summary>The values; the first stands at the bottom or in front.</summary>
    public IReadOnlyList<ReportSeries> Series { get; }

    /// <summary>The kind that all values have.</summary>
    public ReportColumnKind ValueKind { get; }

    /// <summary>What the axis of the categories is called where a table is shown instead; default <c>Day</c> or <c>Name</c>.</summary>
    public string CategoryTitle { get; init; } = "";

    /// <summary>What is counted or measured, in words, for example <c>refunds</c>; none when empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>A line to measure against, or null.</summary>
    public ReportTarget? Target { get; init; }

    /// <summary>How much of the page's width the chart takes.</summary>
    public ReportSpan Span { get; init; }

    /// <summary>Whether there is nothing to draw: no category, or every value zero or missing.</summary>
    public bool IsEmpty => Series.All(one => one.Values.All(IsNothing));

    /// <summary>The chart's data as a table, a row a category and a column a series.</summary>
    public ReportTable ToTable()
    {
        var categoryKind = Categories.Select(category => category.Kind).FirstOrDefault(kind => kind is not null) ?? ReportColumnKind.Text;
        var categoryTitle = CategoryTitle.Length > 0 ? CategoryTitle : categoryKind == ReportColumnKind.Date ? "Day" : "Name";
        ReportColumn[] columns = [new(categoryTitle, categoryKind), .. Series.Select(one => new ReportColumn(one.Name, ValueKind))];
        var rows = Categories.Select((category, index) => new ReportRow([category, .. Series.Select(one => one.Values[index])])).ToList();
        return new ReportTable(Title, columns, rows);
    }

    private static bool IsNothing(ReportValue value) => value switch
    {
        ReportValue.CountValue count => count.Value == 0,
        ReportValue.AmountValue amount => amount.Value.Minor == 0,
        ReportValue.PercentValue percent => percent.Fraction == 0,
        ReportValue.DurationValue duration => duration.Value == TimeSpan.Zero,
        _ => true,
    };
}
