using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Glyphs of one font with their places, in points from the start of the run.</summary>
internal sealed record GlyphRun(PrintFont Font, ushort[] Glyphs, SKPoint[] Places, float Width);

/// <summary>One line of text, ready to be drawn.</summary>
internal sealed record ShapedText(IReadOnlyList<GlyphRun> Runs, TextStyle Style)
{
    public float Width { get; } = Runs.Sum(run => run.Width);

    /// <summary>Draws the line.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="x">The left edge, or the right one for <paramref name="fromRight"/>.</param>
    /// <param name="top">The top of the line.</param>
    /// <param name="fromRight">Whether the line ends at <paramref name="x"/> instead of beginning there.</param>
    public void Draw(SKCanvas canvas, float x, float top, bool fromRight = false)
    {
        using var paint = PrintTheme.Fill(Style.Color);
        var left = fromRight ? x - Width : x;
        foreach (var run in Runs)
        {
            using var font = new SKFont(run.Font.Typeface, Style.Size) { Subpixel = true, Hinting = SKFontHinting.None };
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(run.Glyphs, font, run.Places);
            using var blob = builder.Build();
            if (blob is not null)
            {
                canvas.DrawText(blob, left, top + Style.Baseline, paint);
            }

            left += run.Width;
        }
    }
}
