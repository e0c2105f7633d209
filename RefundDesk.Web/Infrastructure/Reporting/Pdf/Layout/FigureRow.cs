using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Figures beside each other in equal panels; in more rows where a value would not fit otherwise.</summary>
internal static class FigureRow
{
    private const float Padding = 9;
    private const float Between = 8;
    private const int Most = 6;
    private const float SmallestValue = 11;

    private static readonly TextStyle Value = new(PrintWeight.SemiBold, 15, PrintTheme.Ink);
    private static readonly TextStyle Currency = new(PrintWeight.Regular, 8.5f, PrintTheme.Muted);

    public static void Place(PageFlow flow, ReportFigures figures, ReportWording wording)
    {
        var columns = Columns(figures.Items, flow.Width, wording);
        var width = (flow.Width - (Between * (columns - 1))) / columns;
        foreach (var row in figures.Items.Chunk(columns))
        {
            flow.Skip(ReferenceEquals(row[0], figures.Items[0]) ? 0 : Between);
            var hinted = row.Any(figure => figure.Hint is { Length: > 0 });
            var height = Padding + PrintTheme.Label.LineHeight + 2 + Value.LineHeight + (hinted ? PrintTheme.Small.LineHeight + 1 : 0) + Padding - 2;
            flow.Place(height, (canvas, area) =>
            {
                for (var index = 0; index < row.Length; index++)
                {
                    var left = area.Left + (index * (width + Between));
                    Draw(canvas, new SKRect(left, area.Top, left + width, area.Bottom), row[index], wording);
                }
            });
        }
    }

    /// <summary>How many figures stand beside each other so that the widest value fits.</summary>
    public static int Columns(IReadOnlyList<ReportFigure> items, float width, ReportWording wording)
    {
        var widest = items.Max(figure => Measure(figure.Value, Value.Size, wording));
        for (var rows = 1; rows < items.Count; rows++)
        {
            var columns = (items.Count + rows - 1) / rows;
            if (columns <= Most && ((width - (Between * (columns - 1))) / columns) - (2 * Padding) >= widest)
            {
                return columns;
            }
        }

        return 1;
    }

    private static void Draw(SKCanvas canvas, SKRect area, ReportFigure figure, ReportWording wording)
    {
        PrintTheme.Panel(canvas, area);
        var left = area.Left + Padding;
        var room = area.Width - (2 * Padding);
        var top = area.Top + Padding - 1;
        TextShaper.Fit(figure.Label, PrintTheme.Label, room).Draw(canvas, left, top);

        top += PrintTheme.Label.LineHeight + 2;
        DrawValue(canvas, figure.Value, left, top, room, wording);
        if (figure.Hint is { Length: > 0 } hint)
        {
            var style = PrintTheme.Small with { Color = PrintTheme.OfTone(figure.Tone) };
            TextShaper.Fit(hint, style, room).Draw(canvas, left, top + Value.LineHeight + 1);
        }
    }

    private static void DrawValue(SKCanvas canvas, ReportValue value, float left, float top, float room, ReportWording wording)
    {
        var size = Value.Size;
        while (size > SmallestValue && Measure(value, size, wording) > room)
        {
            size -= 0.5f;
        }

        var (code, number) = Parts(value, size, wording);
        var baseline = top + Value.Baseline;
        code.Draw(canvas, left, baseline - code.Style.Baseline);
        var gap = code.Width > 0 ? 4 : 0;
        TextShaper.Fit(Words(value, wording), number.Style, room - code.Width - gap).Draw(canvas, left + code.Width + gap, baseline - number.Style.Baseline);
    }

    private static float Measure(ReportValue value, float size, ReportWording wording)
    {
        var (code, number) = Parts(value, size, wording);
        return code.Width + (code.Width > 0 ? 4 : 0) + number.Width;
    }

    private static (ShapedText Code, ShapedText Number) Parts(ReportValue value, float size, ReportWording wording) =>
        (TextShaper.Shape(value is ReportValue.AmountValue amount ? amount.Value.Currency.Code : "", Currency),
            TextShaper.Shape(Words(value, wording), Value with { Size = size }));

    private static string Words(ReportValue value, ReportWording wording) => wording.InColumn(value, currencyInHeading: true);
}
