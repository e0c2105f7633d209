using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Case;

/// <summary>Everything to decide a case by, on one screen.</summary>
public partial class CasePage
{
    private CaseView? _view;
    private Refusal? _refusal;
    private bool _changed;
    private string? _shown;
    private IDisposable? _subscription;

    /// <summary>The case's number, as people write it.</summary>
    [Parameter]
    public string Number { get; set; } = string.Empty;

    /// <summary>The queue the person works in.</summary>
    [SupplyParameterFromQuery(Name = "queue")]
    public string? Queue { get; set; }

    [Inject]
    private CaseQuery Cases { get; set; } = default!;

    [Inject]
    private ICaseFeed Feed { get; set; } = default!;

    [Inject]
    private DeskClock Clock { get; set; } = default!;

    private string FromQueue => string.IsNullOrEmpty(Queue) ? "review" : Uri.EscapeDataString(Queue);

    private string NewRequest => $"/requests/new?client={Uri.EscapeDataString(_view!.ClientKey)}&order={Uri.EscapeDataString(_view.Order.Number)}";

    private string Delivered => _view!.Order.DeliveredAt is { } at
        ? $"delivered {Clock.Local(at).ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)}"
        : "no delivery known";

    private string Next => _view!.Status switch
    {
        RefundStatus.Received => "Automation looks at it within seconds.",
        RefundStatus.NeedsInformation => "The customer’s answer brings it back. Without one it is refused at the deadline.",
        RefundStatus.AwaitingReturn => "The goods’ inspection brings it back. Without them it is refused at the deadline.",
        RefundStatus.Approved => "Automation pays it now.",
        RefundStatus.Paying => "The gateways’ answers are awaited; what has none is looked up before anything is sent again.",
        RefundStatus.PayoutFailed => "Pay what failed anew, or take the case to review.",
        RefundStatus.Paid => "The money is on its way and the customer was told.",
        RefundStatus.Rejected => "Refused. The customer may contest it.",
        RefundStatus.Cancelled => "Withdrawn. Nothing more happens.",
        _ => _view.Why,
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Number)
        {
            _shown = Number;
            (_view, _refusal) = (null, null);
            _subscription?.Dispose();
            await LoadAsync();
            if (_view is not null && !Gone.IsCancellationRequested)
            {
                _subscription = Feed.Subscribe(new CaseWatch(Case: _view.Id), _ => InvokeAsync(ChangedAsync));
            }
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private async Task LoadAsync()
    {
        var found = RefundNumber.TryParse(Number, out var number) ? await Cases.FindAsync(number, Gone) : RefundRefusals.NotFound;
        (_view, _refusal, _changed) = (found.Succeeded ? found.Value : null, found.Refusal, false);
    }

    /// <summary>What a person is about to decide on does not change under the eyes; what only automation moves is shown as it moves.</summary>
    private async Task ChangedAsync()
    {
        if (Gone.IsCancellationRequested || _view is null)
        {
            return;
        }

        var found = await Cases.FindAsync(_view.Number, Gone);
        if (!found.Succeeded || found.Value.Version == _view.Version)
        {
            return;
        }

        if (_view.Actions.Count == 0 || _view.Status == RefundStatus.Approved)
        {
            _view = found.Value;
        }
        else
        {
            _changed = true;
        }

        StateHasChanged();
    }
}
