using System.Globalization;
using System.Text.Json;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Reads answers of shops. What is not there, or null, is null or nothing; what is of another type throws <see cref="UnreadableShopAnswerException"/>.</summary>
internal static class JsonReading
{
    /// <summary>Beyond it, sums and minor units could leave what a whole number holds.</summary>
    private const decimal Largest = 1_000_000_000_000m;

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
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < Largest ? number
        : throw new UnreadableShopAnswerException($"'{name}' is no number that can be meant.");

    /// <summary>A decimal that must be there.</summary>
    public static decimal NeededNumber(this JsonElement element, string name) => element.Number(name) ?? throw new UnreadableShopAnswerException($"'{name}' is missing.");

    /// <summary>A whole number of zero or more that must be there; what is larger than a whole number can be is cut.</summary>
    public static int Count(this JsonElement element, string name) => (int)Math.Clamp(element.NeededNumber(name), 0, int.MaxValue);

    /// <summary>An instant; null where it is missing.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => element.Text(name) is not { } text ? null
        : ChangedRows.Time(text) ?? throw new UnreadableShopAnswerException($"'{name}' is no time.");
}

/// <summary>A shop's answer has another form than its contract says.</summary>
/// <param name="message">Which member, and what is wrong with it.</param>
internal sealed class UnreadableShopAnswerException(string message) : Exception(message)
{
    /// <summary>Where it is one order alone that cannot be read.</summary>
    public Refusal OfOneOrder => new("source.order-answer", $"The shop gives it otherwise than expected: {Message}");
}
