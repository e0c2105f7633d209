using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Features.Policies;

/// <summary>A group of fields of the editor.</summary>
public abstract class PolicyFields : ComponentBase
{
    /// <summary>From which event days are counted.</summary>
    protected static readonly IReadOnlyList<(string Value, string Word)> Anchors =
        [(nameof(WindowAnchor.Delivery), "Delivery"), (nameof(WindowAnchor.Dispatch), "Dispatch"), (nameof(WindowAnchor.Order), "Order")];

    /// <summary>In which order payments get money back.</summary>
    protected static readonly IReadOnlyList<(string Value, string Word)> TenderRules =
        [(nameof(TenderRule.GiftCardLast), "Gift cards last"), (nameof(TenderRule.GiftCardFirst), "Gift cards first"), (nameof(TenderRule.ProRata), "All in proportion")];

    /// <summary>On what ground money goes back.</summary>
    protected static readonly IReadOnlyList<(string Value, string Word)> Bases =
        [(nameof(LegalBasis.Withdrawal), "Right to withdraw"), (nameof(LegalBasis.Warranty), "Warranty"), (nameof(LegalBasis.Goodwill), "Goodwill")];

    /// <summary>What is written.</summary>
    [Parameter, EditorRequired]
    public required PolicyForm Form { get; set; }

    /// <summary>Something was changed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>The document.</summary>
    protected ReturnPolicy Policy => Form.Document!;

    /// <summary>A list of words from what was typed, told apart by commas.</summary>
    protected static IReadOnlyList<string> Words(string? typed) => [.. (typed ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A word, or null for none.</summary>
    protected static string? WordOrNone(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>The list with one item put in place of another.</summary>
    protected static IReadOnlyList<T> Put<T>(IReadOnlyList<T> list, int index, Func<T, T> change) => [.. list.Select((item, i) => i == index ? change(item) : item)];

    /// <summary>Does a change and tells that there was one.</summary>
    protected Task Do(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change();
        return Changed.InvokeAsync();
    }
}
