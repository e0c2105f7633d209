using System.Globalization;
using System.Text.Json;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Reads answers of shops. What is not there, or null, is null or nothing; what is of another type throws <see cref="UnreadableShopAnswerException"/>.</summary>
internal static class JsonReading
{
    /// <summary>A member; undefined where it is missing or null, or where this is no object.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : default;

    /// <summary>The elements of a list; none where it is missing.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement element, string name) => element.At(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw new UnreadableShopAnswerException($"'{name}' is no list."),
    };

    /// <summary>A text, or a number or yes/no as one; null where it is missing.</summary>
    public static string? Text(this JsonElement element, string name) => element.At(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } plain => plain.GetRawText(),
        _ => throw new UnreadableShopAnswerException($"'{name}' is no text."),
    };

    /// <summary>A text that must be there.</summary>
    public static string Needed(this JsonElement element, string name) => element.Text(name) ?? throw new UnreadableShopAnswerException($"'{name}' is missing.");

    /// <summary>An exact decimal, written as a number or as a text; null where it is missing.</summary>
    public static decimal? Number(this JsonElement element, string name) => element.Text(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new UnreadableShopAnswerException($"'{name}' is no number.");

    /// <summary>A decimal that must be there.</summary>
    public static decimal NeededNumber(this JsonElement element, string name) => element.Number(name) ?? throw new UnreadableShopAnswerException($"'{name}' is missing.");

    /// <summary>An instant; null where it is missing.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => element.Text(name) is not { } text ? null
        : ChangedRows.Time(text) ?? throw new UnreadableShopAnswerException($"'{name}' is no time.");
}

/// <summary>A shop's answer has another form than its contract says.</summary>
/// <param name="message">Which member, and what is wrong with it.</param>
internal sealed class UnreadableShopAnswerException(string message) : Exception(message);
