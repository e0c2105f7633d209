using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RefundDesk.Domain.Common.Reading;

/// <summary>Whether a text has the fields and kinds of values that a document has: every fault, with its place and what would be valid.</summary>
internal sealed class JsonShape(JsonSerializerOptions options)
{
    private readonly List<JsonFault> _faults = [];

    /// <summary>Every fault of a text that is JSON.</summary>
    public static IReadOnlyList<JsonFault> Faults(JsonToken root, Type type, JsonSerializerOptions options)
    {
        var shape = new JsonShape(options);
        shape.Look(root, type, mayBeNull: false, string.Empty);
        return shape._faults;
    }

    private void Look(JsonToken value, Type type, bool mayBeNull, string path)
    {
        mayBeNull |= Nullable.GetUnderlyingType(type) is not null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value.Kind == TokenKind.Null && mayBeNull)
        {
            return;
        }

        var info = options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object && value.Kind == TokenKind.Object)
        {
            Fields(value, info, path);
        }
        else if (info.Kind == JsonTypeInfoKind.Enumerable && value.Kind == TokenKind.List)
        {
            for (var place = 0; place < value.Items.Count; place++)
            {
                Look(value.Items[place], type.GetGenericArguments()[0], mayBeNull: false, string.Create(CultureInfo.InvariantCulture, $"{path}[{place}]"));
            }
        }
        else if (Wanted(value, type, info.Kind) is { } wanted)
        {
            _faults.Add(value.Fault(path, value.Kind == TokenKind.Null && path.Length == 0 ? "The document is null." : Sentence(value, wanted, mayBeNull)));
        }
    }

    private void Fields(JsonToken value, JsonTypeInfo info, string path)
    {
        var seen = new Dictionary<string, JsonToken>(StringComparer.Ordinal);
        foreach (var (name, field) in value.Fields)
        {
            var place = path.Length == 0 ? name.Text : $"{path}.{name.Text}";
            if (!seen.TryAdd(name.Text, name))
            {
                _faults.Add(name.Fault(place, string.Create(CultureInfo.InvariantCulture, $"The field is there twice, in line {seen[name.Text].Line} too: take one of them out.")));
            }
            else if (info.Properties.FirstOrDefault(property => property.Name == name.Text) is { } property)
            {
                Look(field, property.PropertyType, property.IsGetNullable, place);
            }
            else
            {
                _faults.Add(name.Fault(place, $"There is no such field{Meant(name.Text, info)}"));
            }
        }

        var missing = info.Properties.Where(property => property.AssociatedParameter is { HasDefaultValue: false } && !seen.ContainsKey(property.Name)).Select(property => property.Name).ToArray();
        if (missing.Length > 0)
        {
            _faults.Add(value.Fault(path, missing.Length == 1 ? $"A field is missing: {missing[0]}." : $"Fields are missing: {string.Join(", ", missing)}."));
        }
    }

    /// <summary>What would be valid; null where the value is.</summary>
    private static string? Wanted(JsonToken value, Type type, JsonTypeInfoKind kind)
    {
        if (kind != JsonTypeInfoKind.None)
        {
            return kind == JsonTypeInfoKind.Enumerable ? "a list, [ … ]" : "an object, { … }";
        }

        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            return value.Kind == TokenKind.Text && names.Contains(value.Text, StringComparer.Ordinal) ? null : $"one of {string.Join(", ", names.Select(name => $"\"{name}\""))}";
        }

        if (type == typeof(bool))
        {
            return value.Kind == TokenKind.Truth ? null : "true or false";
        }

        if (type == typeof(string))
        {
            return value.Kind == TokenKind.Text ? null : "a text in double quotes";
        }

        if (type == typeof(DateOnly))
        {
            return value.Kind == TokenKind.Text && DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "a day, for example \"2026-11-10\"";
        }

        if (type == typeof(DateTimeOffset))
        {
            return value.Kind == TokenKind.Text && IsInstant(value.Text) ? null : "an instant, for example \"2026-11-10T00:00:00Z\"";
        }

        return WantedNumber(value, type);
    }

    private static string? WantedNumber(JsonToken value, Type type)
    {
        var (least, most) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        if (value.Kind != TokenKind.Number || !value.Text.All(letter => char.IsAsciiDigit(letter) || letter == '-'))
        {
            return "a whole number, for example 30";
        }

        return long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {most:N0}");
    }

    /// <summary>What the serializer reads as an instant; what is left out, the zone above all, is not guessed.</summary>
    private static bool IsInstant(string text) =>
        text.Length >= 17 && (text.EndsWith('Z') || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) && text[10] == 'T';

    private static string Sentence(JsonToken value, string wanted, bool mayBeNull)
    {
        var found = value.Kind switch
        {
            TokenKind.Text => $"\"{(value.Text.Length <= 40 ? value.Text : $"{value.Text[..40]}…")}\"",
            TokenKind.Number or TokenKind.Truth => value.Text.Length <= 40 ? value.Text : $"{value.Text[..40]}…",
            _ => value.Words,
        };
        return $"{found} must be {wanted}{(mayBeNull ? ", or null" : string.Empty)}.";
    }

    /// <summary>A field that differs by its capitals or by a letter or two is probably the one that was meant.</summary>
    private static string Meant(string name, JsonTypeInfo info)
    {
        var names = info.Properties.Select(property => property.Name).ToArray();
        return Array.Find(names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) is { } same ? $": is {same} meant?"
            : Array.Find(names, other => name.Length is > 3 and < 40 && IsNear(name, other)) is { } near ? $": is {near} meant?"
            : names.Length <= 12 ? $"; there are {string.Join(", ", names)}." : "; the schema lists all of them.";
    }

    /// <summary>One letter changed, added or left out.</summary>
    private static bool IsNear(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        var start = 0;
        while (start < one.Length && start < other.Length && one[start] == other[start])
        {
            start++;
        }

        var (rest, otherRest) = (one[start..], other[start..]);
        return rest.Length == otherRest.Length ? rest.Length > 0 && rest[1..] == otherRest[1..]
            : rest.Length > otherRest.Length ? rest[1..] == otherRest : otherRest[1..] == rest;
    }
}
