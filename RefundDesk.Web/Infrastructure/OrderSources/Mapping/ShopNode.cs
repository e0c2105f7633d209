using System.Globalization;
using System.Text.Json;
using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>The first fault of an order that is being read; what comes after it is read with stand-ins and thrown away.</summary>
internal sealed class ShopFaults
{
    /// <summary>What was wrong first; null while nothing is.</summary>
    public Refusal? First { get; private set; }

    /// <summary>Notes a field that is not as the shop's contract says.</summary>
    public void Field(string place, string what) => First ??= ShopRefusals.Field(place, what);
}

/// <summary>A place in a shop's JSON that knows how to name itself when what stands there is not what should.</summary>
/// <param name="element">The value; undefined where there is none.</param>
/// <param name="place">The path to it, <c>line_items[2].total</c>.</param>
/// <param name="faults">Where faults go.</param>
internal readonly struct ShopNode(JsonElement element, string place, ShopFaults faults)
{
    private const long LargestMinor = 1_000_000_000_000_000;

    /// <summary>Whether anything stands there; null is nothing.</summary>
    public bool Exists => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The value itself.</summary>
    public JsonElement Element => element;

    /// <summary>The field of a name; one that does not exist where there is none.</summary>
    public ShopNode this[string name] => new(
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default, string.IsNullOrEmpty(place) ? name : $"{place}.{name}", faults);

    /// <summary>The items of a list; none where there is no list.</summary>
    public IReadOnlyList<ShopNode> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            if (Exists)
            {
                Fault("is no list");
            }

            return [];
        }

        var items = new List<ShopNode>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            items.Add(new ShopNode(item, string.Create(CultureInfo.InvariantCulture, $"{place}[{items.Count}]"), faults));
        }

        return items;
    }

    /// <summary>The text or number as text; null where there is none.</summary>
    public string? TextOrNull() => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>The text; an empty one and a fault where there is none.</summary>
    public string Text()
    {
        if (TextOrNull() is { Length: > 0 } text)
        {
            return text;
        }

        Fault("is missing");
        return "";
    }

    /// <summary>Whether it says true, as a value or as text.</summary>
    public bool IsTrue() => element.ValueKind == JsonValueKind.True || (element.ValueKind == JsonValueKind.String && element.GetString() == "true");

    /// <summary>A whole number.</summary>
    public int Whole()
    {
        if (int.TryParse(Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Fault("is no whole number");
        return 0;
    }

    /// <summary>An amount, in units of the last of so many places after the point.</summary>
    public Int128 Amount(int digits)
    {
        if (ShopAmount.Fault(Text(), digits, out var units) is { } fault)
        {
            Fault(fault);
        }

        return units;
    }

    /// <summary>An amount in minor units of a currency with so many digits.</summary>
    public long Minor(int digits)
    {
        var units = Amount(digits);
        if (units >= -LargestMinor && units <= LargestMinor)
        {
            return (long)units;
        }

        Fault("is larger than an amount can be");
        return 0;
    }

    /// <summary>A time, UTC; times without a zone are UTC.</summary>
    public DateTimeOffset Time()
    {
        if (TimeOrNull() is { } time)
        {
            return time;
        }

        Fault("is no time");
        return default;
    }

    /// <summary>A time, UTC; null where there is none.</summary>
    public DateTimeOffset? TimeOrNull() =>
        DateTimeOffset.TryParse(TextOrNull(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A percentage or a fraction as hundredths of a percent; null where there is none.</summary>
    /// <param name="factor">100 for a percentage, 10,000 for a fraction.</param>
    public int? Rate(int factor) =>
        decimal.TryParse(TextOrNull(), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 100
            ? (int)Math.Round(rate * factor, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>Notes that this is not as it should be.</summary>
    public void Fault(string what) => faults?.Field(place, what);

}
