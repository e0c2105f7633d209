using System.Text.Json;
using System.Text.Json.Serialization;

namespace RefundDesk.Domain.Policies;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Path">Where, <c>windows[1].days</c>; empty for the whole document.</param>
/// <param name="Message">What, and what would be valid.</param>
public sealed record PolicyFault(string Path, string Message);

/// <summary>A text that was read: the document, or why it is none.</summary>
/// <param name="Document">The document; null where it could not be read.</param>
/// <param name="Faults">Why it could not be read.</param>
public sealed record PolicyReading(ReturnPolicy? Document, IReadOnlyList<PolicyFault> Faults);

/// <summary>The document as text.</summary>
public static class PolicyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>The text of a document.</summary>
    public static string Write(ReturnPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>The document of a text, or its faults.</summary>
    public static PolicyReading Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ReturnPolicy>(text, Options) is { } policy
                ? new PolicyReading(policy, [])
                : new PolicyReading(null, [new PolicyFault(string.Empty, "there is no document")]);
        }
        catch (JsonException fault)
        {
            return new PolicyReading(null, [new PolicyFault(fault.Path?.TrimStart('$', '.') ?? string.Empty, $"line {fault.LineNumber + 1}: {fault.Message}")]);
        }
    }
}
