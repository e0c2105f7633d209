using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Turns text into lines of glyphs: finds the fonts, shapes, measures, wraps and shortens.</summary>
internal static class TextShaper
{
    public const string Ellipsis = "…";

    // Ligatures and contextual forms have no letter of their own, so a reader of the PDF could not get the text back.
    private static readonly Feature[] Plain = [Off("liga"), Off("clig"), Off("calt"), Off("dlig")];

    // Numbers stand under each other; the embedded fonts have digits of one width, and kerning must not undo that.
    private static readonly Feature[] Unkerned = [.. Plain, Off("kern")];

    /// <summary>Shapes one line; control characters become spaces.</summary>
    public static ShapedText Shape(string text, TextStyle style)
    {
        var line = Clean(text);
        var runs = new List<GlyphRun>();
        foreach (var (font, start, length) in TextRuns.Split(line, style.Weight))
        {
            runs.Add(ShapeRun(font, line.AsSpan(start, length), style));
        }

        return new ShapedText(runs, style);
    }

    /// <summary>Shapes one line no wider than <paramref name="width"/>; what does not fit becomes an ellipsis.</summary>
    public static ShapedText Fit(string text, TextStyle style, float width)
    {
        var whole = Shape(text, style);
        if (whole.Width <= width)
        {
            return whole;
        }

        var ends = StringInfo.ParseCombiningCharacters(text);
        int low = 0, high = ends.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Shape(Shortened(text, ends[middle]), style).Width <= width ? (middle, high) : (low, middle - 1);
        }

        return Shape(ends.Length == 0 ? "" : Shortened(text, ends[low]), style);
    }

    /// <summary>Breaks text into lines no wider than <paramref name="width"/>, between words where that is possible.</summary>
    /// <param name="text">The text; a line feed starts a new line.</param>
    /// <param name="style">How it is set.</param>
    /// <param name="width">The widest line allowed.</param>
    /// <param name="maxLines">How many lines there may be; the last one is shortened where more would be needed.</param>
    public static IReadOnlyList<ShapedText> Wrap(string text, TextStyle style, float width, int maxLines = int.MaxValue)
    {
        var lines = new List<ShapedText>();
        foreach (var paragraph in text.Split('\n'))
        {
            var rest = paragraph.Trim();
            do
            {
                if (lines.Count == maxLines - 1)
                {
                    lines.Add(Fit(rest, style, width));
                    return lines;
                }

                var end = LineEnd(rest, style, width);
                lines.Add(Shape(rest[..end].TrimEnd(), style));
                rest = rest[end..].TrimStart();
            }
            while (rest.Length > 0);
        }

        return lines;
    }

    /// <summary>The width of the widest word: a column this wide breaks no word.</summary>
    public static float WidestWord(string text, TextStyle style) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => Shape(word, style).Width).DefaultIfEmpty(0).Max();

    private static int LineEnd(string text, TextStyle style, float width)
    {
        if (Shape(text, style).Width <= width)
        {
            return text.Length;
        }

        var end = 0;
        for (var space = text.IndexOf(' ', StringComparison.Ordinal); space > 0; space = text.IndexOf(' ', space + 1))
        {
            if (Shape(text[..space], style).Width > width)
            {
                break;
            }

            end = space;
        }

        return end > 0 ? end : LettersThatFit(text, style, width);
    }

    private static int LettersThatFit(string text, TextStyle style, float width)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        int low = 1, high = starts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Shape(text[..starts[middle]], style).Width <= width ? (middle, high) : (low, middle - 1);
        }

        return high < 1 ? text.Length : starts[low];
    }

    private static GlyphRun ShapeRun(PrintFont font, ReadOnlySpan<char> text, TextStyle style)
    {
        using var buffer = new Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        font.Shape(buffer, style.Tabular ? Unkerned : Plain);

        var infos = buffer.GetGlyphInfoSpan();
        var steps = buffer.GetGlyphPositionSpan();
        var glyphs = new ushort[infos.Length];
        var places = new SKPoint[infos.Length];
        var scale = style.Size / font.UnitsPerEm;
        var pen = 0f;
        for (var index = 0; index < infos.Length; index++)
        {
            glyphs[index] = (ushort)infos[index].Codepoint;
            places[index] = new SKPoint(pen + (steps[index].XOffset * scale), -steps[index].YOffset * scale);
            pen += steps[index].XAdvance * scale;
        }

        return new GlyphRun(font, glyphs, places, pen);
    }

    private static string Shortened(string text, int end) => text[..end].TrimEnd() + Ellipsis;

    private static string Clean(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(char.IsControl(character) ? ' ' : character);
        }

        return clean.ToString();
    }

    private static Feature Off(string tag) => new(Tag.Parse(tag), 0);
}
