using Microsoft.AspNetCore.Components;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Queue;

/// <summary>One row; drawn again only when it changed, so that a burst of changes elsewhere costs nothing here.</summary>
public sealed partial class QueueRowView : IDisposable
{
    private Shown _shown;

    /// <summary>The row and what happened to it.</summary>
    [Parameter, EditorRequired]
    public required QueueItem Item { get; set; }

    /// <summary>The queue it stands in.</summary>
    [Parameter, EditorRequired]
    public required DeskQueue Queue { get; set; }

    /// <summary>True where it is the one beside the list.</summary>
    [Parameter]
    public bool IsSelected { get; set; }

    /// <summary>Changes with what is shown of the row.</summary>
    [Parameter]
    public int Revision { get; set; }

    /// <summary>The row was clicked.</summary>
    [Parameter]
    public EventCallback<QueueItem> Select { get; set; }

    /// <summary>The row was opened.</summary>
    [Parameter]
    public EventCallback<QueueItem> Open { get; set; }

    [Inject]
    private DeskClock Clock { get; set; } = default!;

    private QueueRow Row => Item.Row;

    /// <summary>The instant the last column speaks of.</summary>
    private DateTimeOffset? Instant => Queue.Status is null ? Row.ReceivedAt : Row.IsLawSooner ? Row.LawfulBy : Row.Due;

    /// <summary>Which clock it is, where it is not the queue's own, or that the queue's own stands still.</summary>
    private (string Text, string Exact)? Note => Queue.Status is null ? null
        : Row.IsLawSooner ? ("by law", "The law wants the money back by then, sooner than anything else is due.")
        : Row.IsPaused ? ("paused", "The promise to the client stands still while the customer is asked; this is the customer’s deadline.")
        : null;

    private Shown Now => new(Item, Revision, IsSelected, Instant is { } instant ? TimeWords.Of(Clock, instant, isDeadline: Queue.Status is not null, isShort: true) : default);

    /// <inheritdoc />
    public void Dispose() => Clock.Ticked -= Tick;

    /// <summary>The first drawing is not asked about.</summary>
    protected override void OnInitialized()
    {
        Clock.Ticked += Tick;
        _shown = Now;
    }

    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        var before = _shown;
        _shown = Now;
        return before != _shown;
    }

    private void Tick() => _ = InvokeAsync(StateHasChanged);

    private readonly record struct Shown(QueueItem Item, int Revision, bool IsSelected, TimeWords When);
}
