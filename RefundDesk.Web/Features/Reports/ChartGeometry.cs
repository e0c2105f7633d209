using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Where the parts of a chart stand on a drawing of <see cref="Width"/> by <see cref="Height"/>. Pure, so that it can be tested without a page.</summary>
/// <param name="chart">Stacked bars or lines.</param>
/// <param name="width">Width of the drawing, pixels at full size.</param>
/// <param name="height">Height of the drawing.</param>
internal sealed class ChartGeometry(ReportChart chart, double width, double height)
{
    private const double Left = 52;
    private const double Right = 8;
    private const double Top = 10;
    private const double Bottom = 22;

    /// <summary>Width of the drawing.</summary>
    public double Width => width;

    /// <summary>Height of the drawing.</summary>
    public double Height => height;

    /// <summary>Where the axis of the categories lies.</summary>
    public double Floor => height - Bottom;

    /// <summary>Where the axis of the values lies.</summary>
    public double Axis => Left;

    /// <summary>Where the drawing ends.</summary>
    public double End => width - Right;

    /// <summary>The highest value the axis shows, a round number not below any value.</summary>
    public double Highest { get; } = RoundUp(HighestOf(chart));

    /// <summary>Gridlines: height on the drawing and what they stand for.</summary>
    public IEnumerable<(double Y, string Label)> Ticks =>
        Enumerable.Range(0, 5).Select(i => Highest * i / 4).Where(value => value == Math.Floor(value) || Highest > 8).Select(value => (Y(value), Label(value)));

    /// <summary>Labels under the categories: as many as can be read.</summary>
    public IEnumerable<(double X, string Label)> CategoryLabels
    {
        get
        {
            var every = Math.Max(1, (int)Math.Ceiling(chart.Categories.Count / 7.0));
            return Enumerable.Range(0, chart.Categories.Count).Where(i => i % every == 0).Select(i => (Middle(i), ShortLabel(chart.Categories[i])));
        }
    }

    /// <summary>Bars: category, series, place and size; parts of nothing are left out.</summary>
    public IEnumerable<(int Category, int Series, double X, double Y, double BarWidth, double BarHeight)> Bars
    {
        get
        {
            var step = Step;
            var barWidth = Math.Max(1, step * 0.72);
            for (var category = 0; category < chart.Categories.Count; category++)
            {
                var below = 0.0;
                for (var series = 0; series < chart.Series.Count; series++)
                {
                    var size = Number(chart.Series[series].Values[category]) ?? 0;
                    if (size > 0)
                    {
                        yield return (category, series, Middle(category) - (barWidth / 2), Y(below + size), barWidth, Y(below) - Y(below + size));
                        below += size;
                    }
                }
            }
        }
    }

    /// <summary>The points of a line, missing values left out.</summary>
    public IEnumerable<(double X, double Y)> Points(int series)
    {
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            if (Number(chart.Series[series].Values[category]) is { } value)
            {
                yield return (Middle(category), Y(value));
            }
        }
    }

    private double Step => (width - Left - Right) / Math.Max(1, chart.Categories.Count);

    private double Middle(int category) => Left + (Step * (category + 0.5));

    private double Y(double value) => Floor - ((Floor - Top) * value / Highest);

    private string Label(double value) => chart.Series[0].Values.OfType<ReportValue.AmountValue>().FirstOrDefault()?.Value.Currency is { } currency
        ? Compact(value / currency.MinorPerMajor)
        : Compact(value);

    private static string Compact(double value) => value switch
    {
        >= 1_000_000 => FormattableString.Invariant($"{value / 1_000_000:0.#} M"),
        >= 10_000 => FormattableString.Invariant($"{value / 1_000:0.#} k"),
        _ => FormattableString.Invariant($"{value:#,0.##}"),
    };

    private static string ShortLabel(ReportValue category) => category is ReportValue.DateValue date
        ? date.Value.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)
        : new ReportWording(TimeZoneInfo.Utc).Of(category);

    private static double HighestOf(ReportChart chart) => chart.Categories.Count == 0 ? 0 : Enumerable.Range(0, chart.Categories.Count)
        .Max(category => chart.Kind == ReportChartKind.StackedBars
            ? chart.Series.Sum(series => Number(series.Values[category]) ?? 0)
            : chart.Series.Max(series => Number(series.Values[category]) ?? 0));

    /// <summary>A value as a length on the drawing; nothing is calculated with it but pixels.</summary>
    private static double? Number(ReportValue value) => value switch
    {
        ReportValue.CountValue count => count.Value,
        ReportValue.AmountValue amount => amount.Value.Minor,
        ReportValue.PercentValue percent => (double)percent.Fraction,
        ReportValue.DurationValue duration => duration.Value.TotalHours,
        _ => null,
    };

    private static double RoundUp(double value)
    {
        if (value <= 4)
        {
            return 4;
        }

        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 }.Select(factor => factor * magnitude).First(round => round >= value);
    }
}
