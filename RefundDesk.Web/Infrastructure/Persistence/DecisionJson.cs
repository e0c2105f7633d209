using System.Text.Json;
using System.Text.Json.Serialization;
using RefundDesk.Domain.Refunds.Deciding;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>How a decision is stored: every fact it was taken on and everything it found, enums by name; what is only computed is left out.</summary>
public static class DecisionJson
{
    /// <summary>The document of a decision.</summary>
    public static string Write(Decision decision) => JsonSerializer.Serialize(decision, DecisionJsonContext.Default.Decision);

    /// <summary>The decision of a document.</summary>
    /// <exception cref="JsonException">The document is none of a decision.</exception>
    public static Decision Read(string json) =>
        JsonSerializer.Deserialize(json, DecisionJsonContext.Default.Decision) ?? throw new JsonException("The stored decision is empty.");
}

/// <summary>Made while building: a hundred thousand decisions are read at a time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Decision))]
internal sealed partial class DecisionJsonContext : JsonSerializerContext;
