using System.Globalization;
using System.Text.RegularExpressions;

namespace RefundDesk.Domain.Policies.Reading;

/// <summary>
/// Reads a text as JSON and says in words for people where it is none. The serializer reads the same text afterwards; it knows no places
/// of values and speaks to programmers, which is why the text is read here first.
/// </summary>
internal sealed partial class PolicySyntax
{
    /// <summary>How deep a document may be nested; a sound one is at five.</summary>
    public const int Deepest = 16;

    private readonly string _text;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private PolicyFault? _fault;

    private PolicySyntax(string text) => _text = text;

    private bool IsOver => _at >= _text.Length;

    private char Here => IsOver ? '\0' : _text[_at];

    private (int Line, int Column) Place => (_line, _at - _lineStart + 1);

    /// <summary>Reads a text: its root, or the first fault.</summary>
    public static (PolicyToken? Root, PolicyFault? Fault) Read(string text)
    {
        var reader = new PolicySyntax(text);
        var root = reader.Value(1);
        if (root is not null && reader.Skip() && !reader.IsOver)
        {
            reader.Fail(reader.Place, $"The document ended before this; nothing may follow it. {Named(reader.Here)} is too much.");
        }

        return reader._fault is { } fault ? (null, fault) : (root, null);
    }

    private PolicyToken? Value(int depth)
    {
        if (!Skip())
        {
            return null;
        }

        var place = Place;
        return Here switch
        {
            _ when IsOver => Fail(place, "A value is missing: the text ends here."),
            '{' or '[' when depth > Deepest => Fail(place, $"This is nested more than {Deepest} deep; no part of a policy is."),
            '{' => Fields(depth),
            '[' => Items(depth),
            '"' => String(),
            '}' or ']' or ',' or ':' => Fail(place, $"A value is missing before this {Here}"),
            '-' or '+' or '.' or (>= '0' and <= '9') => Number(),
            var letter when char.IsAsciiLetter(letter) => Word(),
            var other => Fail(place, IsQuote(other) ? QuoteWords : $"{Named(other)} cannot stand here: a value is expected."),
        };
    }

    private PolicyToken? Fields(int depth)
    {
        var open = Open(TokenKind.Object);
        (int Line, int Column)? comma = null;
        for (var isFirst = true; ; isFirst = false)
        {
            var end = Place;
            if (!Skip())
            {
                return null;
            }

            if (Here is '}' && !IsOver)
            {
                return comma is { } extra ? Fail(extra, "After this comma a field is missing: write one, or take the comma out.") : Close(open);
            }

            if (Misplaced(open, '}', isFirst || comma is not null, end) is { } misplaced)
            {
                return misplaced.None;
            }

            if (Name() is not { } name || Value(depth + 1) is not { } value)
            {
                return null;
            }

            open.Fields.Add((name, value));
            if (!Comma(out comma))
            {
                return null;
            }
        }
    }

    private PolicyToken? Items(int depth)
    {
        var open = Open(TokenKind.List);
        (int Line, int Column)? comma = null;
        for (var isFirst = true; ; isFirst = false)
        {
            var end = Place;
            if (!Skip())
            {
                return null;
            }

            if (Here is ']' && !IsOver)
            {
                return comma is { } extra ? Fail(extra, "After this comma an item is missing: write one, or take the comma out.") : Close(open);
            }

            if (Misplaced(open, ']', isFirst || comma is not null, end) is { } misplaced)
            {
                return misplaced.None;
            }

            if (Value(depth + 1) is not { } item)
            {
                return null;
            }

            open.Items.Add(item);
            if (!Comma(out comma))
            {
                return null;
            }
        }
    }

    /// <summary>What stands where a field, an item or the end should: the fault of it; null where there is none.</summary>
    private (PolicyToken? None, bool IsOver)? Misplaced(PolicyToken open, char closing, bool isSeparated, (int Line, int Column) end)
    {
        var opening = closing == '}' ? '{' : '[';
        var opened = string.Create(CultureInfo.InvariantCulture, $"the {opening} of line {open.Line}");
        return IsOver ? (Fail(end, $"The text ends here, and {opened} is not closed: a {closing} is missing."), true)
            : Here is '}' or ']' ? (Fail(Place, $"This {Here} closes {opened}, which wants a {closing}"), true)
            : Here is ',' ? (Fail(Place, "There is a comma too many."), true)
            : !isSeparated && Here is not (':' or '=') ? (Fail(end, $"A comma is missing here, before {Named(Here)} in line {_line.ToString(CultureInfo.InvariantCulture)}."), true)
            : null;
    }

    private PolicyToken? Name()
    {
        var place = Place;
        if (Here != '"')
        {
            var word = WordHere();
            return Fail(place, word.Length > 0 ? $"The name of a field stands in double quotes: \"{word}\"." : IsQuote(Here) ? QuoteWords : $"{Named(Here)} cannot stand here: the name of a field in double quotes is expected.");
        }

        if (String() is not { } name)
        {
            return null;
        }

        var end = Place;
        if (!Skip())
        {
            return null;
        }

        if (Here != ':')
        {
            return Fail(end, $"A colon is missing after \"{Short(name.Text)}\".");
        }

        _at++;
        return name;
    }

    private bool Comma(out (int Line, int Column)? comma)
    {
        // Blank space stays unread where no comma follows: the place right after the value is where one is missing.
        var (at, line, lineStart) = (_at, _line, _lineStart);
        comma = null;
        if (!Skip())
        {
            return false;
        }

        if (Here == ',' && !IsOver)
        {
            comma = Place;
            _at++;
            return true;
        }

        (_at, _line, _lineStart) = (at, line, lineStart);
        return true;
    }

    private PolicyToken? Number()
    {
        var place = Place;
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Here) || Here is '-' or '+' or '.' or '_' or '\'')
        {
            _at++;
        }

        var written = _text[start.._at];
        return NumberForm().IsMatch(written) ? new PolicyToken(TokenKind.Number, written, place.Line, place.Column)
            : Fail(place, written.Length > 1 && written.TrimStart('-')[..1] == "0" && written.All(letter => char.IsAsciiDigit(letter) || letter == '-')
                ? $"{Short(written)} begins with a zero: write it without."
                : $"{Short(written)} is no number: digits alone, for example 30, or in double quotes if it is a text.");
    }

    private PolicyToken? Word()
    {
        var place = Place;
        var word = WordHere();
        _at += word.Length;
        return word switch
        {
            "true" or "false" => new PolicyToken(TokenKind.Truth, word, place.Line, place.Column),
            "null" => new PolicyToken(TokenKind.Null, word, place.Line, place.Column),
            _ when word.ToLowerInvariant() is "true" or "false" or "null" => Fail(place, $"{word} is written in small letters: {word.ToLowerInvariant()}."),
            _ => Fail(place, $"{Short(word)} is no value: a text stands in double quotes; without them there are numbers, true, false and null."),
        };
    }

    private string WordHere()
    {
        var end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '-'))
        {
            end++;
        }

        return _text[_at..end];
    }

    private PolicyToken Open(TokenKind kind)
    {
        var place = Place;
        _at++;
        return new PolicyToken(kind, string.Empty, place.Line, place.Column);
    }

    private PolicyToken Close(PolicyToken open)
    {
        _at++;
        return open;
    }

    /// <summary>Goes over blank space; false where a comment stands there.</summary>
    private bool Skip()
    {
        for (; !IsOver && Here is ' ' or '\t' or '\r' or '\n'; _at++)
        {
            if (Here == '\n')
            {
                (_line, _lineStart) = (_line + 1, _at + 1);
            }
        }

        if (Here is '/' or '#')
        {
            Fail(Place, "A comment cannot stand in the document: take it out, and say it in what the version changes.");
            return false;
        }

        return true;
    }

    private PolicyToken? Fail((int Line, int Column) place, string message)
    {
        _fault ??= new PolicyFault(string.Empty, message.TrimEnd('.') + ".", place.Line, place.Column);
        return null;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NumberForm();
}
