using System.Text.Json.Nodes;

namespace RefundDesk.Tests.Features.Api.Fuzzing;

/// <summary>A parameter as the document describes it.</summary>
internal sealed record DescribedParameter(string Name, string In, bool IsRequired);

/// <summary>An operation as the document describes it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Method">GET, PUT, POST.</param>
/// <param name="Path">With parameters in braces.</param>
/// <param name="Parameters">Of path, query and header.</param>
/// <param name="Bodies">Schema and example by content type; empty where it takes no body.</param>
/// <param name="Statuses">What it may answer.</param>
internal sealed record DescribedOperation(
    string Id, string Method, string Path, IReadOnlyList<DescribedParameter> Parameters, IReadOnlyDictionary<string, (JsonObject Schema, JsonNode? Example)> Bodies, IReadOnlySet<int> Statuses)
{
    /// <summary>The one body that is JSON, with its content type; null where there is none.</summary>
    public (string ContentType, JsonObject Schema, JsonNode Example)? Json =>
        Bodies.Where(body => body.Key.Contains("json", StringComparison.Ordinal)).Select(body => ((string, JsonObject, JsonNode)?)(body.Key, body.Value.Schema, body.Value.Example!)).FirstOrDefault();
}

/// <summary>What <c>/openapi/v1.json</c> says, read when the test runs: an operation that is added is tried without a line here.</summary>
internal sealed class ApiDescription
{
    private readonly JsonObject _document;

    public ApiDescription(string document)
    {
        _document = JsonNode.Parse(document)!.AsObject();
        Operations = [.. _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => Read(path.Key, operation.Key, operation.Value!.AsObject())))];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<DescribedOperation> Operations { get; }

    /// <summary>A schema without its reference and without "or null".</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var found = schema.AsObject();
        if (found["oneOf"] is JsonArray choices)
        {
            return Resolve(choices.First(choice => choice!["type"]?.ToString() != "null")!);
        }

        return found["$ref"]?.ToString() is { } reference
            ? Resolve(reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode)_document, (at, step) => at[step]!))
            : found;
    }

    /// <summary>Whether null is a value of a schema.</summary>
    public static bool MayBeNull(JsonNode schema) =>
        schema["oneOf"] is JsonArray choices ? choices.Any(choice => choice!["type"]?.ToString() == "null")
        : schema["type"] is JsonArray types ? types.Any(type => type!.ToString() == "null")
        : schema["enum"] is JsonArray values && values.Any(value => value is null);

    /// <summary>Kind of value: string, integer, boolean, array, object.</summary>
    public static string KindOf(JsonObject resolved) => resolved["type"] switch
    {
        JsonArray types => types.Select(type => type!.ToString()).First(type => type != "null"),
        { } one => one.ToString(),
        null => "string",
    };

    private static DescribedOperation Read(string path, string method, JsonObject operation) => new(
        operation["operationId"]!.ToString(),
        method.ToUpperInvariant(),
        path,
        [.. (operation["parameters"]?.AsArray() ?? []).Select(one => new DescribedParameter(one!["name"]!.ToString(), one["in"]!.ToString(), one["required"]?.GetValue<bool>() == true))],
        (operation["requestBody"]?["content"]?.AsObject() ?? []).ToDictionary(body => body.Key, body => (body.Value!["schema"]!.AsObject(), body.Value["example"])),
        operation["responses"]!.AsObject().Select(answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet());
}
