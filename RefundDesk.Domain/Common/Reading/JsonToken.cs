namespace RefundDesk.Domain.Common.Reading;

/// <summary>A fault of a text that people or systems wrote as JSON.</summary>
/// <param name="Path">The field, <c>windows[1].days</c>; empty for the whole text.</param>
/// <param name="Message">What is wrong and what would be valid.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">The character on the line, from 1.</param>
public sealed record JsonFault(string Path, string Message, int Line, int Column);

/// <summary>What kind of value stands in a text.</summary>
internal enum TokenKind
{
    Object,
    List,
    Text,
    Number,
    Truth,
    Null,
}

/// <summary>A value of a text with its place.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Text">A text decoded, a number or a truth value as it is written; empty for the others.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
internal sealed record JsonToken(TokenKind Kind, string Text, int Line, int Column)
{
    /// <summary>The fields of an object, in their order; a name can be there twice.</summary>
    public List<(JsonToken Name, JsonToken Value)> Fields { get; } = [];

    /// <summary>The items of a list.</summary>
    public List<JsonToken> Items { get; } = [];

    /// <summary>The kind in words, with its article.</summary>
    public string Words => Kind switch
    {
        TokenKind.Object => "an object",
        TokenKind.List => "a list",
        TokenKind.Text => "a text",
        TokenKind.Number => "a number",
        TokenKind.Truth => "true or false",
        _ => "null",
    };

    /// <summary>A fault at this place.</summary>
    public JsonFault Fault(string path, string message) => new(path, message, Line, Column);
}
