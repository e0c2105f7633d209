using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>What steps with shops are refused with. Codes are stable.</summary>
internal static class SourceRefusals
{
    /// <summary>It was removed, or is not in reach.</summary>
    public static Refusal NotFound { get; } = new("source.not-found", "There is no such shop.");

    /// <summary>Somebody else changed it.</summary>
    public static Refusal Stale { get; } = new("source.stale", "Somebody else changed this shop meanwhile. Look again.");

    /// <summary>A node reads it now.</summary>
    public static Refusal Busy { get; } = new("source.busy", "The shop is being read at this moment.");

    /// <summary>A person paused it.</summary>
    public static Refusal Paused { get; } = new("source.paused", "The shop is paused. Resume it first.");

    /// <summary>The client has it already.</summary>
    public static Refusal Twice(string address) => new("source.twice", $"The client has a shop at {address} already.");

    /// <summary>A client nobody has.</summary>
    public static Refusal UnknownClient(string key) => new("source.unknown-client", $"There is no client '{key}'.");

    /// <summary>A kind without a connector.</summary>
    public static Refusal UnknownKind(string kind, IEnumerable<string> kinds) => new("source.unknown-kind", $"'{kind}' is no kind of shop; there are: {string.Join(", ", kinds)}.");

    /// <summary>A field that cannot be.</summary>
    public static Refusal Field(string field, string why) => new("source.field", $"{field}: {why}");

    /// <summary>Fits the column that faults are kept in.</summary>
    public static string Cut(string text) => text.Length <= 400 ? text : $"{text[..399]}…";
}
