using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>A chart as a picture, for where no vectors can be drawn: another PDF engine, an e-mail.</summary>
public static class ChartImage
{
    /// <summary>Pixels for each point, which is 288 dots an inch on paper.</summary>
    private const float Scale = 4;

    /// <summary>Draws a chart as PNG.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">The width in points; the height follows from the chart.</param>
    public static byte[] Png(ReportChart chart, float width) => Png(chart, width, ChartPainter.Height(chart, width));

    /// <summary>Draws a chart as PNG with a height of its own, for charts that stand beside each other.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">The width in points.</param>
    /// <param name="height">The height in points.</param>
    public static byte[] Png(ReportChart chart, float width, float height)
    {
        // A point more on each side, so that the frame's line is not cut in half.
        var info = new SKImageInfo((int)Math.Ceiling((width + 2) * Scale), (int)Math.Ceiling((height + 2) * Scale));
        using var surface = SKSurface.Create(info);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(Scale);
        surface.Canvas.Translate(1, 1);
        ChartPainter.Draw(surface.Canvas, new SKRect(0, 0, width, height), chart);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
