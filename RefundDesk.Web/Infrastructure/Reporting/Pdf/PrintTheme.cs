using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>The print style: the light theme of the desk on white paper. Lengths are points (1/72 inch).</summary>
internal static class PrintTheme
{
    public const float Margin = 40;
    public const float PanelRadius = 5;
    public const float Hairline = 0.6f;
    public const float Gap = 10;
    public const float SectionGap = 22;

    public static readonly SKColor Ink = new(0x17, 0x1D, 0x29);
    public static readonly SKColor Muted = new(0x5A, 0x63, 0x74);
    public static readonly SKColor Line = new(0xE2, 0xE5, 0xEA);
    public static readonly SKColor StrongLine = new(0xCD, 0xD2, 0xDA);
    public static readonly SKColor Track = new(0xEE, 0xF0, 0xF3);
    public static readonly SKColor Accent = new(0x3B, 0x4F, 0xD0);
    public static readonly SKColor AccentInk = SKColors.White;
    public static readonly SKColor Good = new(0x1B, 0x7A, 0x4B);
    public static readonly SKColor Warning = new(0x9A, 0x5B, 0x00);
    public static readonly SKColor Bad = new(0xB3, 0x26, 0x1E);

    public static readonly TextStyle Title = new(PrintWeight.SemiBold, 21, Ink);
    public static readonly TextStyle Heading = new(PrintWeight.SemiBold, 12.5f, Ink);
    public static readonly TextStyle TableTitle = new(PrintWeight.SemiBold, 9.5f, Ink);
    public static readonly TextStyle Lead = new(PrintWeight.Regular, 10, Muted);
    public static readonly TextStyle Body = new(PrintWeight.Regular, 8.5f, Ink);
    public static readonly TextStyle Label = new(PrintWeight.SemiBold, 7.5f, Muted);
    public static readonly TextStyle Small = new(PrintWeight.Regular, 7.5f, Muted);

    private static readonly SKColor[] Series =
    [
        Accent,
        new(0x2A, 0x9D, 0x8F),
        new(0xC7, 0x7D, 0x0A),
        new(0xA3, 0x3B, 0x6B),
        new(0x6B, 0x72, 0x80),
    ];

    /// <summary>The colour of a series; after five they begin again, lighter.</summary>
    public static SKColor OfSeries(int index)
    {
        var color = Series[index % Series.Length];
        return index < Series.Length ? color : Lighter(color);
    }

    /// <summary>The colour that supports words of a tone.</summary>
    public static SKColor OfTone(ReportTone tone) => tone switch
    {
        ReportTone.Good => Good,
        ReportTone.Warning => Warning,
        ReportTone.Bad => Bad,
        _ => Muted,
    };

    public static SKPaint Fill(SKColor color) => new() { Color = color, IsAntialias = true };

    public static SKPaint Stroke(SKColor color, float width = Hairline) =>
        new() { Color = color, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width };

    /// <summary>A bordered panel, as on the dashboard.</summary>
    public static void Panel(SKCanvas canvas, SKRect area)
    {
        using var border = Stroke(Line, 0.8f);
        canvas.DrawRoundRect(area, PanelRadius, PanelRadius, border);
    }

    /// <summary>A thin line from left to right.</summary>
    public static void Rule(SKCanvas canvas, float left, float right, float y, SKColor color, float width = Hairline)
    {
        using var pen = Stroke(color, width);
        canvas.DrawLine(left, y, right, y, pen);
    }

    private static SKColor Lighter(SKColor color) => new(Half(color.Red), Half(color.Green), Half(color.Blue));

    private static byte Half(byte channel) => (byte)((channel + 255) / 2);
}
