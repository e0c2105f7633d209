using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Features.Reports;

/// <summary>A chart of a report on a page, in the page's colours; the same neutral chart is what the files draw.</summary>
public partial class ChartView
{
    private static readonly ReportWording Words = new(TimeZoneInfo.Utc);

    /// <summary>What to draw.</summary>
    [Parameter]
    [EditorRequired]
    public required ReportChart Chart { get; set; }

    /// <summary>Height of bars and lines at full size, pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 210;

    /// <summary>Width at full size, pixels; the drawing fills its place and keeps its shape.</summary>
    [Parameter]
    public int Width { get; set; } = 720;

    private ChartGeometry Geometry { get; set; } = null!;

    private string Summary => $"{Chart.Title}: {string.Join(", ", Chart.Series.Select(series => series.Name))}";

    private IEnumerable<(string Name, decimal Share, string Value)> Shares
    {
        get
        {
            var counts = Chart.Series[0].Values.Select(value => value is ReportValue.CountValue count ? count.Value : 0).ToArray();
            var all = counts.Sum();
            return Chart.Categories.Select((category, i) => (Words.Of(category), all == 0 ? 0 : (decimal)counts[i] / all, Words.Of(Chart.Series[0].Values[i])));
        }
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => Geometry = new ChartGeometry(Chart, Width, Height);

    private static string Colour(int series) => $"var(--c{(series % 5) + 1})";

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private string Line(int series) => string.Join(' ', Geometry.Points(series).Select(point => $"{N(point.X)},{N(point.Y)}"));

    private string Tip(int category, int series) => $"{Words.Of(Chart.Categories[category])}: {Words.Of(Chart.Series[series].Values[category])} {Chart.Series[series].Name}";
}
