using System.Globalization;
using System.Text;

namespace RefundDesk.Domain.Policies.Reading;

/// <content>Texts in quotes, and how what stands in the way of reading is called.</content>
internal sealed partial class PolicySyntax
{
    private const string QuoteWords = "Names and texts stand in straight double quotes: \"like this\".";

    private PolicyToken? String()
    {
        var place = Place;
        var decoded = new StringBuilder();
        for (_at++; ; _at++)
        {
            if (IsOver || Here is '\n' or '\r')
            {
                return Fail(place, "The text that begins here has no closing quote on its line.");
            }

            if (Here == '"')
            {
                _at++;
                return new PolicyToken(TokenKind.Text, decoded.ToString(), place.Line, place.Column);
            }

            if (Here < ' ')
            {
                return Fail(Place, $"{Named(Here)} cannot stand in a text: write {Escaped(Here)} for it.");
            }

            if (Here == '\\' ? !Escape(decoded) : !Letter(decoded))
            {
                return null;
            }
        }
    }

    private bool Letter(StringBuilder decoded)
    {
        if (char.IsHighSurrogate(Here) && _at + 1 < _text.Length && char.IsLowSurrogate(_text[_at + 1]))
        {
            decoded.Append(Here).Append(_text[++_at]);
            return true;
        }

        if (char.IsSurrogate(Here))
        {
            Fail(Place, "Half of a character stands here: write the text anew.");
            return false;
        }

        decoded.Append(Here);
        return true;
    }

    private bool Escape(StringBuilder decoded)
    {
        var place = Place;
        _at++;
        if (Here == 'u')
        {
            return Code(decoded, place);
        }

        var at = IsOver ? -1 : "\"\\/bfnrt".IndexOf(Here, StringComparison.Ordinal);
        if (at < 0)
        {
            Fail(place, "A backslash in a text is written twice: \\\\.");
            return false;
        }

        decoded.Append("\"\\/\b\f\n\r\t"[at]);
        return true;
    }

    private bool Code(StringBuilder decoded, (int Line, int Column) place)
    {
        if (Unit(_at + 1) is not { } unit)
        {
            Fail(place, "After \\u four hexadecimal digits are expected, for example \\u00e9.");
            return false;
        }

        if (unit == '\0')
        {
            Fail(place, "The character \\u0000 cannot stand in a text: databases do not keep it.");
            return false;
        }

        _at += 4;
        decoded.Append(unit);
        if (!char.IsSurrogate(unit))
        {
            return true;
        }

        if (char.IsHighSurrogate(unit) && _at + 2 < _text.Length && _text[_at + 1] == '\\' && _text[_at + 2] == 'u' && Unit(_at + 3) is { } low && char.IsLowSurrogate(low))
        {
            decoded.Append(low);
            _at += 6;
            return true;
        }

        Fail(place, "Half of a character stands here: write the text anew.");
        return false;
    }

    private char? Unit(int at) =>
        at + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;

    private static bool IsQuote(char letter) => letter is '\'' or '`' or '´' or '“' or '”' or '„' or '‘' or '’' or '«' or '»';

    private static string Escaped(char letter) => letter == '\t' ? "\\t" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");

    /// <summary>A character as people can find it, also where nothing is to be seen of it.</summary>
    private static string Named(char letter) => letter is > ' ' and < '\u007f' ? letter.ToString() : letter switch
    {
        '\t' => "A tab",
        '\u00a0' => "A space that is none (U+00A0)",
        _ when char.IsLetterOrDigit(letter) || char.IsPunctuation(letter) => letter.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"A character that cannot be seen (U+{(int)letter:X4})"),
    };

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)]}…";
}
