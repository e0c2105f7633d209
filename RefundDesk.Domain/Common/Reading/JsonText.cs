using System.Text;
using System.Text.Json;

namespace RefundDesk.Domain.Common.Reading;

/// <summary>
/// Looks through a text that people or systems wrote as JSON, before the serializer takes it: the serializer knows no places of values, names the
/// first fault alone and speaks to programmers.
/// </summary>
public sealed class JsonText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _text;
    private readonly byte[] _bytes;
    private readonly int _deepest;
    private readonly Stack<JsonToken> _open = [];
    private int _line = 1;
    private int _lineStart;
    private int _looked;

    private JsonText(string text, int deepest)
    {
        (_text, _deepest) = (text, deepest);
        _bytes = Utf8.GetBytes(text);
    }

    /// <summary>Every fault of a text that shall be read as a type; or the one that keeps it from being JSON. None where the serializer will read it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">A type the options know, made of objects, lists, texts, whole numbers, truth values, enumerations, days and instants.</param>
    /// <param name="options">How it is written; its greatest depth holds.</param>
    public static IReadOnlyList<JsonFault> FaultsOf(string text, Type type, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(options);
        for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
        {
            if (char.IsSurrogate(text[at]) && !(at + 1 < text.Length && char.IsSurrogatePair(text, at)))
            {
                var (line, column) = JsonHints.PlaceOf(text, at);
                return [new JsonFault(string.Empty, JsonHints.HalfCharacter, line, column)];
            }
        }

        var (root, fault) = new JsonText(text, options.MaxDepth).Read();
        return fault is not null ? [fault] : JsonShape.Faults(root!, type, options);
    }

    private (JsonToken? Root, JsonFault? Fault) Read()
    {
        var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = _deepest });
        JsonToken? root = null;
        JsonToken? name = null;
        var end = 0;
        try
        {
            while (reader.Read())
            {
                end = (int)reader.BytesConsumed;
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    _open.Pop();
                    continue;
                }

                var token = TokenOf(ref reader);
                if (token.Text.Contains('\0', StringComparison.Ordinal))
                {
                    return (null, token.Fault(string.Empty, "The character \\u0000 cannot stand in a text: databases do not keep it."));
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = token;
                    continue;
                }

                Put(token, name, ref root);
                name = null;
            }

            return (root, null);
        }
        catch (JsonException fault)
        {
            var lineStart = JsonHints.StartOfLine(_text, (int)(fault.LineNumber ?? 0));
            var inLine = (int)(fault.BytePositionInLine ?? 0);
            var at = lineStart + CharsOf(Math.Min(Utf8.GetByteCount(_text.AsSpan(0, lineStart)), _bytes.Length), inLine);
            return (null, new JsonHints(_text, Math.Min(at, _text.Length), new ReadSoFar(Utf8.GetCharCount(_bytes, 0, end), _open, name, root is not null), _deepest).Fault());
        }
        catch (InvalidOperationException)
        {
            // The one thing the reader lets through and cannot decode.
            var (line, column) = PlaceOf((int)reader.TokenStartIndex);
            return (null, new JsonFault(string.Empty, JsonHints.HalfCharacter, line, column));
        }
    }

    private void Put(JsonToken token, JsonToken? name, ref JsonToken? root)
    {
        root ??= token;
        if (_open.TryPeek(out var parent))
        {
            if (name is not null)
            {
                parent.Fields.Add((name, token));
            }
            else
            {
                parent.Items.Add(token);
            }
        }

        if (token.Kind is TokenKind.Object or TokenKind.List)
        {
            _open.Push(token);
        }
    }

    private JsonToken TokenOf(ref Utf8JsonReader reader)
    {
        var (line, column) = PlaceOf((int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new JsonToken(TokenKind.Object, string.Empty, line, column),
            JsonTokenType.StartArray => new JsonToken(TokenKind.List, string.Empty, line, column),
            JsonTokenType.Number => new JsonToken(TokenKind.Number, Utf8.GetString(reader.ValueSpan), line, column),
            JsonTokenType.True or JsonTokenType.False => new JsonToken(TokenKind.Truth, Utf8.GetString(reader.ValueSpan), line, column),
            JsonTokenType.Null => new JsonToken(TokenKind.Null, string.Empty, line, column),
            _ => new JsonToken(TokenKind.Text, reader.GetString()!, line, column),
        };
    }

    /// <summary>Line and column of a byte; asked in rising order, so that every line is counted once.</summary>
    private (int Line, int Column) PlaceOf(int at)
    {
        for (; _looked < at; _looked++)
        {
            if (_bytes[_looked] == '\n')
            {
                (_line, _lineStart) = (_line + 1, _looked + 1);
            }
        }

        return (_line, Utf8.GetCharCount(_bytes, _lineStart, at - _lineStart) + 1);
    }

    private int CharsOf(int from, int bytes)
    {
        // The reader may stand in the middle of a character.
        var end = Math.Min(from + bytes, _bytes.Length);
        while (end > from && end < _bytes.Length && (_bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Utf8.GetCharCount(_bytes, from, end - from);
    }
}
