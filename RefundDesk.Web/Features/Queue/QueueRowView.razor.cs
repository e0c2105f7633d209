using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Features.Queue;

/// <summary>One row; drawn again only when it changed, so that a burst of changes elsewhere costs nothing here.</summary>
public partial class QueueRowView
{
    private int _drawn;
    private bool _drawnSelected;
    private QueueItem? _drawnItem;

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

    private QueueRow Row => Item.Row;

    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        var changed = _drawnItem != Item || _drawn != Revision || _drawnSelected != IsSelected;
        (_drawnItem, _drawn, _drawnSelected) = (Item, Revision, IsSelected);
        return changed;
    }
}
