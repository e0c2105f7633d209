using System.Globalization;

namespace RefundDesk.Domain.Common.Reading;

/// <summary>What a reader had read when it stopped.</summary>
/// <param name="End">Where the last thing it read ended, in characters.</param>
/// <param name="Open">What is not closed, the innermost first.</param>
/// <param name="Name">The field whose value is wanted; null where none is.</param>
/// <param name="HasRoot">Whether the outermost value was begun.</param>
internal sealed record ReadSoFar(int End, Stack<JsonToken> Open, JsonToken? Name, bool HasRoot);

/// <summary>Says in words what keeps a text from being JSON.</summary>
/// <param name="text">The text.</param>
/// <param name="at">Where the reader stopped, in characters.</param>
/// <param name="read">What it had read by then.</param>
/// <param name="deepest">How deep a text may be nested.</param>
internal sealed class JsonHints(string text, int at, ReadSoFar read, int deepest)
{
    public const string HalfCharacter = "Half of a character stands here: write the text anew.";

    private const string Quotes = "'`´“”„‘’«»";

    private readonly JsonToken? _inside = read.Open.TryPeek(out var inside) ? inside : null;

    private char Here => at < text.Length ? text[at] : '\0';

    private char Closing => _inside!.Kind == TokenKind.Object ? '}' : ']';

    private string Opened => string.Create(CultureInfo.InvariantCulture, $"the {(_inside!.Kind == TokenKind.Object ? '{' : '[')} of line {_inside.Line}");

    /// <summary>Line and column of a character, from 1.</summary>
    public static (int Line, int Column) PlaceOf(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return (text.AsSpan(0, start).Count('\n') + 1, at - start + 1);
    }

    /// <summary>Where a line begins; lines count from 0.</summary>
    public static int StartOfLine(string text, int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return start;
    }

    public JsonFault Fault()
    {
        var (comma, next) = AfterTheLast();
        if (next < at && next < text.Length && text[next] == '"')
        {
            return ClosingQuote(next) is { } quote && quote < at
                ? Say(quote + 1, $"A colon is missing after {Short(text[next..(quote + 1)])}.")
                : InText(next);
        }

        at = next;
        return Here is '/' or '#' ? Say(at, "A comment cannot stand in the text: take it out.")
            : Quotes.Contains(Here, StringComparison.Ordinal) && at < text.Length ? Say(at, "Names and texts stand in straight double quotes: \"like this\".")
            : at >= text.Length ? AtTheEnd()
            : read.HasRoot && _inside is null ? Say(at, $"The text ended before this; nothing may follow it. {Named(Here)} is too much.")
            : Here is ',' ? Say(at, "There is a comma too many.")
            : Here is '}' or ']' ? AtAClosing(comma)
            : Here is '{' or '[' && read.Open.Count >= deepest ? Say(at, string.Create(CultureInfo.InvariantCulture, $"This is nested more than {deepest} deep."))
            : comma < 0 && read.Name is null && _inside is not null && !IsFirst ? Say(read.End, $"A comma is missing here, before {Named(Here)} in line {PlaceOf(text, at).Line.ToString(CultureInfo.InvariantCulture)}.")
            : _inside?.Kind == TokenKind.Object && read.Name is null ? AtAName()
            : AtAValue();
    }

    /// <summary>Nothing of the innermost object or list was read yet.</summary>
    private bool IsFirst => text[read.End - 1] is '{' or '[';

    /// <summary>The comma after the last thing that was read, or -1, and what stands behind it. A name is read with its colon.</summary>
    private (int Comma, int Next) AfterTheLast()
    {
        var next = Blank(read.End);
        return next < text.Length && text[next] == ',' && read.Name is null && _inside is not null && !IsFirst ? (next, Blank(next + 1)) : (-1, next);
    }

    private int? ClosingQuote(int from)
    {
        for (var next = from + 1; next < text.Length; next += text[next] == '\\' ? 2 : 1)
        {
            if (text[next] == '"')
            {
                return next;
            }
        }

        return null;
    }

    private int Blank(int from)
    {
        while (from < text.Length && text[from] is ' ' or '\t' or '\r' or '\n')
        {
            from++;
        }

        return from;
    }

    private JsonFault InText(int start)
    {
        if (at >= text.Length || Here is '\n' or '\r')
        {
            return Say(start, "The text that begins here has no closing quote on its line.");
        }

        var backslash = text.LastIndexOf('\\', at, at - start);
        return Here < ' ' ? Say(at, $"{Named(Here)} cannot stand in a text: write {(Here == '\t' ? "\\t" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)Here:x4}"))} for it.")
            : backslash >= 0 && backslash + 1 < text.Length && text[backslash + 1] == 'u' ? Say(backslash, "After \\u four hexadecimal digits are expected, for example \\u00e9.")
            : Say(Math.Max(backslash, start), "A backslash in a text is written twice: \\\\.");
    }

    private JsonFault AtTheEnd() =>
        read.Name is not null || _inside is null ? Say(at, "A value is missing: the text ends here.")
        : Say(read.End, $"The text ends here, and {Opened} is not closed: a {Closing} is missing.");

    private JsonFault AtAClosing(int comma) =>
        read.Name is not null || _inside is null ? Say(at, $"A value is missing before this {Here}.")
        : Here != Closing ? Say(at, $"This {Here} closes {Opened}, which wants a {Closing}.")
        : Say(comma, $"After this comma {(Closing == '}' ? "a field" : "an item")} is missing: write one, or take the comma out.");

    private JsonFault AtAName() => Run(at) is { Length: > 0 } word && char.IsAsciiLetter(word[0])
        ? Say(at, $"The name of a field stands in double quotes: \"{Short(word)}\".")
        : Say(at, $"{Named(Here)} cannot stand here: the name of a field in double quotes is expected.");

    private JsonFault AtAValue()
    {
        var word = Run(at);
        return word.Length == 0 ? Say(at, $"{Named(Here)} cannot stand here: a value is expected.")
            : char.IsAsciiLetter(word[0]) ? Say(at, word.ToLowerInvariant() is "true" or "false" or "null"
                ? $"{word} is written in small letters: {word.ToLowerInvariant()}."
                : $"{Short(word)} is no value: a text stands in double quotes; without them there are numbers, true, false and null.")
            : Say(at, word.Length > 1 && word.TrimStart('-').StartsWith('0') && word.All(letter => char.IsAsciiDigit(letter) || letter == '-')
                ? $"{Short(word)} begins with a zero: write it without."
                : $"{Short(word)} is no number: digits alone, for example 30, or in double quotes if it is a text.");
    }

    private string Run(int from)
    {
        var to = from;
        while (to < text.Length && (char.IsAsciiLetterOrDigit(text[to]) || text[to] is '-' or '+' or '.' or '_' or '\''))
        {
            to++;
        }

        return text[from..to];
    }

    private JsonFault Say(int place, string message)
    {
        var (line, column) = PlaceOf(text, place);
        return new JsonFault(string.Empty, message, line, column);
    }

    /// <summary>A character as people can find it, also where nothing is to be seen of it.</summary>
    private static string Named(char letter) => letter is > ' ' and < '\u007f' ? letter.ToString() : letter switch
    {
        '\t' => "A tab",
        '\u00a0' => "A space that is none (U+00A0)",
        _ when char.IsLetterOrDigit(letter) || char.IsPunctuation(letter) => letter.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"A character that cannot be seen (U+{(int)letter:X4})"),
    };

    private static string Short(string word) => word.Length <= 40 ? word : $"{word[..(char.IsHighSurrogate(word[39]) ? 39 : 40)]}…";
}
