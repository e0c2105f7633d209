using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>The order's lines: which of them, how many, why, and in which condition; beside it what would be given back for each.</summary>
public partial class DraftLines
{
    private readonly Dictionary<int, ElementReference> _boxes = [];

    /// <summary>What was said so far.</summary>
    [Parameter, EditorRequired]
    public required RequestDraft Draft { get; set; }

    /// <summary>What would come of it; null where that is not known.</summary>
    [Parameter]
    public RequestPreview? Preview { get; set; }

    /// <summary>True where that is about what was said a moment ago.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>The currency of the order.</summary>
    [Parameter, EditorRequired]
    public required Currency Currency { get; set; }

    /// <summary>Something else was said.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Draft.Lines.FirstOrDefault(line => line.Line.Open > 0) is { } first)
        {
            await _boxes[first.Line.LineNumber].FocusAsync();
        }
    }

    private static string Open(LineToReturn line)
    {
        var bought = line.Bought == line.Open ? $"{line.Bought} bought" : line.Open == 0 ? $"{line.Bought} bought, all asked for" : $"{line.Bought} bought, {line.Open} open";
        return line.Kind == OrderLineKind.Goods ? $"{line.Sku} · {bought}"
            : line.Open == 0 ? "asked for"
            : line.Description.Contains(DomainText.Of(line.Kind), StringComparison.OrdinalIgnoreCase) ? string.Empty
            : DomainText.Of(line.Kind);
    }

    private static T? Parsed<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) ? value : null;

    private LineResult? ResultOf(int lineNumber) => Preview?.Evaluation.Lines.FirstOrDefault(line => line.LineNumber == lineNumber);

    private string Bare(long minor) => DeskText.Bare(Money.Of(minor, Currency));

    private Task ChooseAsync(DraftLine line, bool chosen)
    {
        Draft.Choose(line, chosen);
        return Changed.InvokeAsync();
    }

    private Task UnitsAsync(DraftLine line, string? units)
    {
        line.Units = units?.Trim() ?? string.Empty;
        return Changed.InvokeAsync();
    }

    private Task ReasonAsync(DraftLine line, string? reason)
    {
        line.Reason = Parsed<RefundReason>(reason);
        return Changed.InvokeAsync();
    }

    private Task ConditionAsync(DraftLine line, string? condition)
    {
        line.Condition = Parsed<GoodsCondition>(condition);
        return Changed.InvokeAsync();
    }
}
