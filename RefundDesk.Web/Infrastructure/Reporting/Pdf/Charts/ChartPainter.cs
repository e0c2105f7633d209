using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Draws a chart with its frame, title and legend into an area of any canvas.</summary>
internal static class ChartPainter
{
    private const float Padding = 10;
    private const float TitleRow = 22;
    private const float LegendRow = 14;
    private const float Swatch = 6.5f;
    private const float LegendGap = 10;
    private const float UnitGap = 6;
    private const float PlotHeight = 148;

    private const string NothingToDraw = "Nothing in this period.";

    /// <summary>The height the chart wants at a width.</summary>
    public static float Height(ReportChart chart, float width)
    {
        var plot = chart.IsEmpty ? 64 : chart.Kind == ReportChartKind.HorizontalBars ? HorizontalBars.Height(chart) : PlotHeight;
        return TitleRow + (LegendFitsBesideTitle(chart, width) ? 0 : LegendRow) + plot + (2 * Padding);
    }

    /// <summary>Draws the whole chart; what it holds is fitted into the area.</summary>
    public static void Draw(SKCanvas canvas, SKRect area, ReportChart chart)
    {
        PrintTheme.Panel(canvas, area);
        PrintTheme.Rule(canvas, area.Left, area.Right, area.Top + TitleRow, PrintTheme.Line);
        var beside = LegendFitsBesideTitle(chart, area.Width);
        var room = area.Width - (2 * Padding) - (beside ? LegendWidth(chart) + LegendGap : 0);
        DrawTitle(canvas, chart, area.Left + Padding, area.Top + 6, room);

        var top = area.Top + TitleRow + Padding;
        if (HasLegend(chart))
        {
            var legendTop = beside ? area.Top + 6 : top - 2;
            DrawLegend(canvas, chart, beside ? area.Right - Padding - LegendWidth(chart) : area.Left + Padding, legendTop, area.Right - Padding);
            top += beside ? 0 : LegendRow;
        }

        var plot = new SKRect(area.Left + Padding, top, area.Right - Padding, area.Bottom - Padding);
        if (chart.IsEmpty)
        {
            var words = TextShaper.Fit(NothingToDraw, PrintTheme.Small, plot.Width);
            words.Draw(canvas, plot.MidX - (words.Width / 2), plot.MidY - (PrintTheme.Small.LineHeight / 2));
            return;
        }

        switch (chart.Kind)
        {
            case ReportChartKind.StackedBars:
                StackedBars.Draw(canvas, plot, chart);
                break;
            case ReportChartKind.HorizontalBars:
                HorizontalBars.Draw(canvas, plot, chart);
                break;
            case ReportChartKind.Lines:
                Lines.Draw(canvas, plot, chart);
                break;
            default:
                throw new InvalidOperationException($"No painter for the chart kind {chart.Kind}.");
        }
    }

    private static bool HasLegend(ReportChart chart) => chart.Series.Count > 1 && !chart.IsEmpty;

    private static bool LegendFitsBesideTitle(ReportChart chart, float width) => !HasLegend(chart)
        || LegendWidth(chart) + LegendGap + TitleWidth(chart) <= width - (2 * Padding);

    private static float TitleWidth(ReportChart chart) =>
        TextShaper.Shape(chart.Title, PrintTheme.Label).Width + UnitRoom(TextShaper.Shape(ChartMagnitude.Unit(chart), PrintTheme.Small));

    private static void DrawTitle(SKCanvas canvas, ReportChart chart, float left, float top, float room)
    {
        var unit = TextShaper.Shape(ChartMagnitude.Unit(chart), PrintTheme.Small);
        var title = TextShaper.Fit(chart.Title, PrintTheme.Label, room - UnitRoom(unit));
        title.Draw(canvas, left, top);
        unit.Draw(canvas, left + title.Width + UnitGap, top);
    }

    private static float UnitRoom(ShapedText unit) => unit.Width > 0 ? unit.Width + UnitGap : 0;

    private static float LegendWidth(ReportChart chart) =>
        chart.Series.Sum(series => Swatch + 4 + TextShaper.Shape(series.Name, PrintTheme.Small).Width + LegendGap) - LegendGap;

    private static void DrawLegend(SKCanvas canvas, ReportChart chart, float left, float top, float right)
    {
        for (var index = 0; index < chart.Series.Count && left < right; index++)
        {
            using var paint = PrintTheme.Fill(PrintTheme.OfSeries(index));
            canvas.DrawRoundRect(left, top + 2, Swatch, Swatch, 1.5f, 1.5f, paint);
            left += Swatch + 4;
            var name = TextShaper.Fit(chart.Series[index].Name, PrintTheme.Small, right - left);
            name.Draw(canvas, left, top);
            left += name.Width + LegendGap;
        }
    }
}
