using System.Globalization;
using System.Text.Json.Nodes;
using static RefundDesk.Tests.Features.Api.Fuzzing.ApiDescription;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>A body that was broken in one place.</summary>
/// <param name="Kind">How.</param>
/// <param name="Field">Where, <c>lines[0].quantity</c>.</param>
/// <param name="Text">The body.</param>
/// <param name="Expected">What the document says of it.</param>
internal sealed record BrokenBody(string Kind, string Field, string Text, Expected Expected);

/// <summary>Makes bodies from a schema: right ones, and ones that are wrong in one place.</summary>
internal sealed class SchemaFuzz(ApiDescription description, Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "x", "Ünïcödé 你好 🙂", "‮abc", "'; DROP TABLE Orders; --", "<script>alert(1)</script>", "../../etc/passwd", "null", "0", "NaN", "%00", "a\u0000b", "\uFFFD", "{{7*7}}", "=1+1", new('x', 121), new('y', 5_000),
    ];

    private static readonly long[] Numbers = [0, -1, 1, 2, 3, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1_000_000_000_000, 99_999, -2_000];

    /// <summary>A value of a schema; what may be left out is, every other time.</summary>
    public JsonNode? Value(JsonNode schema, int depth = 0)
    {
        if (MayBeNull(schema) && random.Next(4) == 0)
        {
            return null;
        }

        var resolved = description.Resolve(schema);
        if (resolved["enum"] is JsonArray names)
        {
            return Pick([.. names.Where(name => name is not null)])!.DeepClone();
        }

        switch (KindOf(resolved))
        {
            case "object":
                var required = (resolved["required"]?.AsArray() ?? []).Select(name => name!.ToString()).ToHashSet();
                return new JsonObject((resolved["properties"]?.AsObject() ?? []).Where(property => required.Contains(property.Key) || random.Next(2) == 0)
                    .Select(property => KeyValuePair.Create(property.Key, Value(property.Value!, depth + 1))));
            case "array":
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(resolved["items"]!, depth + 1))]);
            case "boolean":
                return random.Next(2) == 0;
            case "integer":
                return resolved["format"]?.ToString() == "int32" ? (int)Math.Clamp(Pick(Numbers), int.MinValue, int.MaxValue) : Pick(Numbers);
            default:
                return resolved["format"]?.ToString() == "date-time" ? Instant() : Pick(Texts);
        }
    }

    /// <summary>A right body broken in one place, at random.</summary>
    public BrokenBody Break(JsonNode right, JsonObject schema)
    {
        var places = Places(right, schema, string.Empty).ToList();
        var (path, inside, key, of, parent) = Pick(places);
        var root = right.DeepClone();
        var holder = Follow(root, inside);
        switch (random.Next(8))
        {
            case 0 when holder is JsonObject there && IsRequired(parent, key):
                there.Remove(key);
                return new BrokenBody("missing field", path, root.ToJsonString(), Expected.FieldNamed);
            case 1 when holder is JsonObject there:
                var name = Pick(["colour", "__proto__", "id", key.ToUpperInvariant(), "$ref", $"{key} "]);
                there[name] = 1;
                return new BrokenBody("unknown field", name, root.ToJsonString(), Expected.FieldNamed);
            case 2:
                Set(holder, key, null);
                return new BrokenBody("null", path, root.ToJsonString(), MayBeNull(of) ? Expected.Readable : Expected.FieldNamed);
            case 3 when holder is JsonObject there && there[key] is { } twice:
                return new BrokenBody("field twice", key, Twice(root, there, key, twice.ToJsonString()), Expected.FieldNamed);
            case 4 when KindOf(description.Resolve(of)) is "integer":
                return Number(path, root, holder, key);
            case 5 when KindOf(description.Resolve(of)) is "string" && description.Resolve(of)["enum"] is null:
                Set(holder, key, Pick([.. Texts, new string('z', 400_000)]));
                return new BrokenBody("odd text", path, root.ToJsonString(), description.Resolve(of)["format"] is null ? Expected.Readable : Expected.Refused);
            default:
                Set(holder, key, Wrong(KindOf(description.Resolve(of))));
                return new BrokenBody("wrong type", path, root.ToJsonString(), Expected.FieldNamed);
        }
    }

    /// <summary>Something that is no body at all.</summary>
    public BrokenBody Rubbish(string right) => random.Next(9) switch
    {
        0 => new("cut body", string.Empty, right[..random.Next(right.Length)], Expected.Refused),
        1 => new("deep nesting", string.Empty, new string('[', 20_000) + new string(']', 20_000), Expected.Refused),
        2 => new("deep nesting", string.Empty, string.Concat(Enumerable.Repeat("{\"a\":", 3_000)) + "1" + new string('}', 3_000), Expected.Refused),
        3 => new("another kind of body", string.Empty, Pick(["[]", "null", "true", "1", "\"text\"", "[{}]", " "]), Expected.Refused),
        4 => new("huge body", string.Empty, right.TrimEnd()[..^1] + ", \"note\": \"" + new string('n', 1_100_000) + "\"}", Expected.Refused),
        5 => new("huge number", string.Empty, $"{{\"amount\": {new string('9', 5_000)}}}", Expected.Refused),
        6 => new("comment", string.Empty, $"/* words */{right}", Expected.Refused),
        7 => new("two bodies", string.Empty, right + right, Expected.Refused),
        _ => new("comma at the end", string.Empty, right.TrimEnd()[..^1] + ",}", Expected.Refused),
    };

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private BrokenBody Number(string path, JsonNode root, JsonNode holder, string key)
    {
        var (text, expected) = Pick(new (string, Expected)[]
        {
            ("1.5", Expected.FieldNamed), ("1e2", Expected.Anything), ("1.0", Expected.Anything), ("99999999999999999999", Expected.FieldNamed), ("-0", Expected.Readable), ("0", Expected.Readable), ("-1", Expected.Readable),
            ("\"1\"", Expected.FieldNamed), ("-9223372036854775808", Expected.Anything), ("2147483648", Expected.Anything), ("1e400", Expected.FieldNamed),
        });
        Set(holder, key, "@number@");
        return new BrokenBody($"number {text}", path, root.ToJsonString().Replace("\"@number@\"", text, StringComparison.Ordinal), expected);
    }

    private static string Twice(JsonNode root, JsonObject holder, string key, string value)
    {
        holder["@twice@"] = JsonNode.Parse(value);
        return root.ToJsonString().Replace("\"@twice@\"", $"\"{key}\"", StringComparison.Ordinal);
    }

    private JsonNode? Wrong(string kind) => kind switch
    {
        "string" => Pick<Func<JsonNode>>([() => 7, () => true, () => new JsonArray(), () => new JsonObject()])(),
        "integer" => Pick<Func<JsonNode>>([() => "seven", () => true, () => new JsonArray(1), () => new JsonObject()])(),
        "boolean" => Pick<Func<JsonNode>>([() => "true", () => 1, () => new JsonArray()])(),
        "array" => Pick<Func<JsonNode>>([() => "lines", () => 1, () => new JsonObject()])(),
        _ => Pick<Func<JsonNode>>([() => "object", () => 1, () => new JsonArray(), () => false])(),
    };

    private string Instant() => Pick(
    [
        "2026-11-02T09:14:00Z", "2026-11-02T09:14:00+02:00", "2026-02-28T23:59:59.9999999Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59-12:00",
        new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(20_000)).ToString("O", CultureInfo.InvariantCulture),
    ]);

    /// <summary>Every property and element that is there, with its schema and that of what holds it.</summary>
    private IEnumerable<(string Path, IReadOnlyList<string> Inside, string Key, JsonNode Schema, JsonObject Parent)> Places(JsonNode node, JsonNode schema, string path, params IReadOnlyList<string> inside)
    {
        var resolved = description.Resolve(schema);
        if (node is JsonObject holder && resolved["properties"] is JsonObject properties)
        {
            foreach (var (key, value) in holder.Where(property => properties[property.Key] is not null))
            {
                var at = path.Length == 0 ? key : $"{path}.{key}";
                yield return (at, inside, key, properties[key]!, resolved);
                foreach (var deeper in value is null ? [] : Places(value, properties[key]!, at, [.. inside, key]))
                {
                    yield return deeper;
                }
            }
        }
        else if (node is JsonArray list && resolved["items"] is { } items)
        {
            for (var at = 0; at < list.Count; at++)
            {
                yield return ($"{path}[{at}]", inside, at.ToString(CultureInfo.InvariantCulture), items, resolved);
                foreach (var deeper in list[at] is { } element ? Places(element, items, $"{path}[{at}]", [.. inside, at.ToString(CultureInfo.InvariantCulture)]) : [])
                {
                    yield return deeper;
                }
            }
        }
    }

    private static bool IsRequired(JsonObject parent, string key) => parent["required"] is JsonArray required && required.Any(name => name!.ToString() == key);

    private static JsonNode Follow(JsonNode root, IReadOnlyList<string> inside) =>
        inside.Aggregate(root, (at, step) => at is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!);

    private static void Set(JsonNode holder, string key, JsonNode? value)
    {
        if (holder is JsonArray list)
        {
            list[int.Parse(key, CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            holder[key] = value;
        }
    }
}
