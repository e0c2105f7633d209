using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Upright bars, the series on top of each other; negative values hang below zero.</summary>
internal static class StackedBars
{
    private const float WidestBar = 26;
    private const float LeastSlotWithGap = 3;

    // Bars without a gap overlap by a hair, else every seam shows as a light line.
    private const float Overlap = 0.15f;

    public static void Draw(SKCanvas canvas, SKRect area, ReportChart chart)
    {
        var frame = new PlotFrame(area, chart);
        frame.DrawGrid(canvas);
        var width = frame.Slot < LeastSlotWithGap ? frame.Slot + Overlap : Math.Min(frame.Slot * 0.76f, WidestBar);
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            double above = 0, below = 0;
            for (var series = 0; series < chart.Series.Count; series++)
            {
                var value = ChartMagnitude.Of(chart.Series[series].Values[category]) ?? 0;
                var from = value < 0 ? below : above;
                using var paint = PrintTheme.Fill(PrintTheme.OfSeries(series));
                var left = frame.X(category) - (width / 2);
                canvas.DrawRect(new SKRect(left, frame.Y(Math.Max(from, from + value)), left + width, frame.Y(Math.Min(from, from + value))), paint);
                (above, below) = value < 0 ? (above, below + value) : (above + value, below);
            }
        }

        PrintTheme.Rule(canvas, frame.Left, frame.Right, frame.Y(0), PrintTheme.StrongLine);
        frame.DrawCategories(canvas);
        frame.DrawTarget(canvas);
    }
}
