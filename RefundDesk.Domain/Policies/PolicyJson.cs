using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RefundDesk.Domain.Policies;

/// <summary>A fault of a policy document.</summary>
/// <param name="Path">The field, <c>windows[1].days</c>; empty for the whole document.</param>
/// <param name="Message">What is wrong with it and what would be valid.</param>
/// <param name="Line">The line of the text, from 1; null where only the document is known.</param>
public sealed record PolicyFault(string Path, string Message, int? Line = null)
{
    /// <inheritdoc />
    public override string ToString() => string.Join(": ", new[] { Line is { } line ? $"line {line}" : null, Path.Length > 0 ? Path : null, Message }.Where(part => part is not null));
}

/// <summary>A document read, or why it could not be.</summary>
/// <param name="Document">The document; null where <paramref name="Faults"/> say why not.</param>
/// <param name="Faults">The faults of the text.</param>
public sealed record PolicyReading(ReturnPolicy? Document, IReadOnlyList<PolicyFault> Faults);

/// <summary>The policy as a document: JSON with camel-case names, amounts in minor units. Unknown fields are refused, not ignored.</summary>
public static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The published schema of the document, JSON Schema 2020-12.</summary>
    public static string Schema { get; } = WriteSchema();

    /// <summary>The document as text.</summary>
    public static string Write(ReturnPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>Reads a document. That it can be read does not mean that it is sound: see <see cref="PolicyChecks"/>.</summary>
    /// <param name="json">The text; null and empty are faults.</param>
    public static PolicyReading Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return Unread(new PolicyFault(string.Empty, "The document is empty."));
        }

        try
        {
            return JsonSerializer.Deserialize<ReturnPolicy>(json, Options) is not { } policy ? Unread(new PolicyFault(string.Empty, "The document is null."))
                : EmptyPlace(JsonNode.Parse(json)) is { } place ? Unread(new PolicyFault(place, "It must not be null."))
                : new PolicyReading(policy, []);
        }
        catch (JsonException fault)
        {
            return Unread(FaultOf(fault));
        }
    }

    /// <summary>The serializer keeps null out of fields and lets it into lists: the path of the first one there.</summary>
    private static string? EmptyPlace(JsonNode? node) => node switch
    {
        JsonArray list => list.Select((item, place) => item is null ? $"{list.GetPath()[2..]}[{place}]" : EmptyPlace(item)).FirstOrDefault(found => found is not null),
        JsonObject item => item.Select(field => EmptyPlace(field.Value)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static PolicyReading Unread(PolicyFault fault) => new(null, [fault]);

    /// <summary>The serializer says path and place; its words are for programmers, so the most frequent ones are said anew.</summary>
    private static PolicyFault FaultOf(JsonException fault)
    {
        var path = fault.Path is { Length: > 2 } known ? known[2..] : string.Empty;
        var text = fault.Message.Split(" Path: ", StringSplitOptions.None)[0];
        var said = text.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? "There is no such field; the schema lists all of them."
            : text.Contains("missing required properties", StringComparison.Ordinal) ? $"A field is missing: {text[(text.LastIndexOf(':') + 1)..].Trim().TrimEnd('.')}."
            : text.Contains("could not be converted to", StringComparison.Ordinal) ? "The value is of another kind than the schema says."
            : text.Contains("doesn't allow null", StringComparison.Ordinal) || text.Contains("null", StringComparison.Ordinal) ? "It must not be null."
            : text;
        return new PolicyFault(path, said, fault.LineNumber is { } line ? (int)line + 1 : null);
    }

    private static string WriteSchema()
    {
        var schema = (JsonObject)Options.GetJsonSchemaAsNode(typeof(ReturnPolicy), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "RefundDesk return policy" };
        foreach (var (name, node) in schema.ToArray())
        {
            schema.Remove(name);
            document[name] = node;
        }

        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
