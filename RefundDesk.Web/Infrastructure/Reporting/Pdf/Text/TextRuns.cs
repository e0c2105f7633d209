using System.Text;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>
/// Splits a line into runs that one font can draw in one direction, in the order in which they stand on paper: a
/// right-to-left stretch keeps its place in the left-to-right line, its words in reverse. That is the part of the
/// Unicode bidirectional algorithm that names of people and products need; paragraphs that begin right to left are not
/// laid out from the right edge.
/// </summary>
internal static class TextRuns
{
    private enum Direction
    {
        Neutral,
        LeftToRight,
        RightToLeft,
    }

    public static IReadOnlyList<(PrintFont Font, int Start, int Length)> Split(string text, PrintWeight weight)
    {
        var letters = Letters(text, weight);
        Resolve(letters);

        var runs = new List<(PrintFont Font, int Start, int Length)>();
        for (var first = 0; first < letters.Count;)
        {
            var direction = letters[first].Direction;
            var stretch = new List<(PrintFont Font, int Start, int Length)>();
            for (; first < letters.Count && letters[first].Direction == direction; first++)
            {
                var (font, start, length, _) = letters[first];
                if (stretch.Count > 0 && stretch[^1].Font == font)
                {
                    stretch[^1] = (font, stretch[^1].Start, stretch[^1].Length + length);
                }
                else
                {
                    stretch.Add((font, start, length));
                }
            }

            if (direction == Direction.RightToLeft)
            {
                stretch.Reverse();
            }

            runs.AddRange(stretch);
        }

        return runs;
    }

    private static List<(PrintFont Font, int Start, int Length, Direction Direction)> Letters(string text, PrintWeight weight)
    {
        var letters = new List<(PrintFont Font, int Start, int Length, Direction Direction)>(text.Length);
        var start = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // A space or an accent stays in the font of the letter before it, else every word would be a run.
            var joins = letters.Count > 0 && (Rune.IsWhiteSpace(rune) || IsMark(rune)) && letters[^1].Font.Has(rune.Value);
            var font = joins ? letters[^1].Font : PrintFonts.Shared.For(rune.Value, weight);
            letters.Add((font, start, rune.Utf16SequenceLength, Of(rune)));
            start += rune.Utf16SequenceLength;
        }

        return letters;
    }

    private static void Resolve(List<(PrintFont Font, int Start, int Length, Direction Direction)> letters)
    {
        for (var first = 0; first < letters.Count; first++)
        {
            if (letters[first].Direction != Direction.Neutral)
            {
                continue;
            }

            var after = first;
            while (after < letters.Count && letters[after].Direction == Direction.Neutral)
            {
                after++;
            }

            var inside = first > 0 && after < letters.Count
                && letters[first - 1].Direction == Direction.RightToLeft && letters[after].Direction == Direction.RightToLeft;
            for (; first < after; first++)
            {
                letters[first] = letters[first] with { Direction = inside ? Direction.RightToLeft : Direction.LeftToRight };
            }
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark;

    private static Direction Of(Rune rune) => rune.Value switch
    {
        >= 0x0660 and <= 0x0669 or >= 0x06F0 and <= 0x06F9 => Direction.LeftToRight,
        >= 0x0590 and <= 0x08FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC => Direction.RightToLeft,
        _ when Rune.IsLetterOrDigit(rune) => Direction.LeftToRight,
        _ => Direction.Neutral,
    };
}
