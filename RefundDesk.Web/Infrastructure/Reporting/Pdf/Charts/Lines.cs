using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>A line a series. A missing value is a gap; a value between two gaps is a dot.</summary>
internal static class Lines
{
    private const float Thickness = 1.4f;

    public static void Draw(SKCanvas canvas, SKRect area, ReportChart chart)
    {
        var frame = new PlotFrame(area, chart);
        frame.DrawGrid(canvas);
        for (var series = 0; series < chart.Series.Count; series++)
        {
            DrawSeries(canvas, frame, chart.Series[series], PrintTheme.OfSeries(series));
        }

        frame.DrawTarget(canvas);
        frame.DrawCategories(canvas);
    }

    private static void DrawSeries(SKCanvas canvas, PlotFrame frame, ReportSeries series, SKColor color)
    {
        using var pen = PrintTheme.Stroke(color, Thickness);
        pen.StrokeJoin = SKStrokeJoin.Round;
        pen.StrokeCap = SKStrokeCap.Round;
        using var fill = PrintTheme.Fill(color);

        var points = new List<SKPoint>();
        for (var category = 0; category <= series.Values.Count; category++)
        {
            if (category < series.Values.Count && ChartMagnitude.Of(series.Values[category]) is { } value)
            {
                points.Add(new SKPoint(frame.X(category), frame.Y(value)));
                continue;
            }

            if (points.Count == 1)
            {
                canvas.DrawCircle(points[0], Thickness, fill);
            }
            else if (points.Count > 1)
            {
                using var path = new SKPath();
                path.AddPoly([.. points], close: false);
                canvas.DrawPath(path, pen);
            }

            points.Clear();
        }
    }
}
