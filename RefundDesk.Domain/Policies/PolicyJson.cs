using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RefundDesk.Domain.Common.Reading;

namespace RefundDesk.Domain.Policies;

/// <summary>A fault of a policy document.</summary>
/// <param name="Path">The field, <c>windows[1].days</c>; empty for the whole document.</param>
/// <param name="Message">What is wrong with it and what would be valid.</param>
/// <param name="Line">The line of the text, from 1; null where only the document is known.</param>
/// <param name="Column">The character on the line, from 1; null where only the line is known.</param>
public sealed record PolicyFault(string Path, string Message, int? Line = null, int? Column = null)
{
    /// <inheritdoc />
    public override string ToString() => string.Join(": ", new[] { Place, Path.Length > 0 ? Path : null, Message }.Where(part => part is not null));

    private string? Place => (Line, Column) switch
    {
        ({ } line, { } column) => string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}"),
        ({ } line, null) => string.Create(CultureInfo.InvariantCulture, $"line {line}"),
        _ => null,
    };
}

/// <summary>A document read, or why it could not be.</summary>
/// <param name="Document">The document; null where <paramref name="Faults"/> say why not.</param>
/// <param name="Faults">The faults of the text.</param>
public sealed record PolicyReading(ReturnPolicy? Document, IReadOnlyList<PolicyFault> Faults);

/// <summary>The policy as a document: JSON with camel-case names, amounts in minor units. Unknown fields are refused, not ignored.</summary>
public static class PolicyJson
{
    /// <summary>How deep a document may be nested; a sound one is at five.</summary>
    private const int Deepest = 16;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        AllowDuplicateProperties = false,
        MaxDepth = Deepest,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The published schema of the document, JSON Schema 2020-12.</summary>
    public static string Schema { get; } = WriteSchema();

    /// <summary>The document as text.</summary>
    public static string Write(ReturnPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>Reads a document. That it can be read does not mean that it is sound: see <see cref="PolicyChecks"/>.</summary>
    /// <param name="json">The text; null and empty are faults.</param>
    /// <returns>The document, or every fault of its fields, or the first fault of a text that is no JSON; never an exception.</returns>
    public static PolicyReading Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return Unread(new PolicyFault(string.Empty, "The document is empty."));
        }

        var faults = JsonText.FaultsOf(json, typeof(ReturnPolicy), Options);
        return faults.Count > 0 ? new PolicyReading(null, [.. faults.Select(fault => new PolicyFault(fault.Path, fault.Message, fault.Line, fault.Column))]) : ReadStored(json);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, without looking for what only people do.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The document, or one fault.</returns>
    internal static PolicyReading ReadStored(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ReturnPolicy>(json, Options) is { } policy ? new PolicyReading(policy, []) : Unread(new PolicyFault(string.Empty, "The document is null."));
        }
        catch (JsonException fault)
        {
            // People's texts were looked through before: this is one that was changed past the application.
            return Unread(new PolicyFault(fault.Path is { Length: > 2 } known ? known[2..] : string.Empty, "The document cannot be read.", fault.LineNumber is { } line ? (int)line + 1 : null));
        }
    }

    private static PolicyReading Unread(PolicyFault fault) => new(null, [fault]);

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
