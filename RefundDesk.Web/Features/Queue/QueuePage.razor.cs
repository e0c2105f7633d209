using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Features.Queue;

/// <summary>A queue and, beside it, the selected case.</summary>
public partial class QueuePage
{
    private DeskQueue? _queue;
    private QueueList _list = default!;
    private QueueItem? _selected;
    private QueueFilter? _asked;
    private Virtualize<QueueItem>? _rows;
    private IReadOnlyList<ClientChoice> _clients = [];
    private IDisposable? _subscription;
    private bool _isReady;
    private bool _opensWhenReady;

    /// <summary>Which queue.</summary>
    [Parameter]
    public string Slug { get; set; } = string.Empty;

    [Inject]
    private QueueQuery Query { get; set; } = default!;

    [Inject]
    private ClientChoices Clients { get; set; } = default!;

    [Inject]
    private ICaseFeed Feed { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        // Both stand before the first await: what is drawn meanwhile is this queue, still empty.
        _list = new QueueList(Query, Time);
        _queue = DeskQueue.Find(Slug);
        _clients = await Clients.GetAsync(Gone);
    }

    /// <summary>The address says what is shown; it changes with every filter.</summary>
    protected override async Task OnParametersSetAsync()
    {
        var queue = DeskQueue.Find(Slug);
        if (queue != _queue || _subscription is null)
        {
            _queue = queue;
            (_selected, _isReady, _opensWhenReady) = (null, false, _opensWhenReady && _subscription is null);
            _subscription?.Dispose();
            _subscription = queue is null ? null : Feed.Subscribe(
                new CaseWatch(Statuses: queue.Status is { } status ? new HashSet<RefundStatus> { status } : null), changes => InvokeAsync(() => ChangedAsync(changes)));
        }

        // The frame around the page may be drawn again at any time; rows only move when the person asked for something else.
        if (queue is not null && QueueAddress.Read(queue, QueueAddress.Parts(Navigation.Uri)) is var filter && filter != _asked)
        {
            _asked = filter;
            await OpenAsync(filter);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }

    private async Task OpenAsync(QueueFilter filter)
    {
        _isReady &= filter == _list.Filter;
        await _list.OpenAsync(filter, Gone);
        _selected = _list.Items.FirstOrDefault(item => item.Row.Id == _selected?.Row.Id) ?? (_list.Items.Count > 0 ? _list.Items[0] : null);
        _isReady = _list.IsLoaded;
        if (_opensWhenReady)
        {
            OpenSelected();
        }

        await DrawAsync();
    }

    private Task RefreshAsync() => OpenAsync(_list.Filter);

    private void Go(QueueFilter filter) => Navigation.NavigateTo(QueueAddress.Write(filter));

    private async ValueTask<ItemsProviderResult<QueueItem>> ProvideAsync(ItemsProviderRequest request)
    {
        var list = _list;
        while (request.StartIndex + request.Count > list.Items.Count && list.HasMore && !request.CancellationToken.IsCancellationRequested)
        {
            await list.MoreAsync(request.CancellationToken);
        }

        return new ItemsProviderResult<QueueItem>(list.Items.Skip(request.StartIndex).Take(request.Count), list.Items.Count + (list.HasMore ? 1 : 0));
    }

    private async Task ChangedAsync(CaseChanges changes)
    {
        if (!Gone.IsCancellationRequested)
        {
            await _list.TakeAsync(changes, Gone);
            await DrawAsync();
        }
    }

    private async Task DrawAsync()
    {
        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
        }

        StateHasChanged();
    }

    private void Select(QueueItem item) => _selected = item;

    private void Open(QueueItem item) => Navigation.NavigateTo($"/cases/{item.Row.Number}?queue={_queue!.Slug}");

    /// <summary>Whoever is faster than the list still gets to its first case.</summary>
    private void OpenSelected()
    {
        _opensWhenReady = !_isReady;
        if (_isReady && _selected is not null)
        {
            Open(_selected);
        }
    }

    private void OpenNext()
    {
        if (_list.Items.FirstOrDefault(item => item.Left is null) is { } first)
        {
            Open(_selected is { Left: null } ? _selected : first);
        }
    }

    /// <summary>After a step the next row is offered; the one that was worked on stays in its place, greyed.</summary>
    private async Task AdvanceAsync()
    {
        var done = _selected;
        await MoveAsync(1);
        if (done is not null && done == _selected)
        {
            await MoveAsync(-1);
        }
    }

    private async Task MoveAsync(int by)
    {
        if (_list.Items.Count == 0)
        {
            return;
        }

        var at = _list.Items.ToList().FindIndex(item => item == _selected);
        if (at + by >= _list.Items.Count && _list.HasMore)
        {
            await _list.MoreAsync(Gone);
        }

        _selected = _list.Items[Math.Clamp(at + by, 0, _list.Items.Count - 1)];
        StateHasChanged();
        await Script.InvokeVoidAsync("desk.reveal", Gone, $"row-{_selected.Row.Id}");
    }
}
