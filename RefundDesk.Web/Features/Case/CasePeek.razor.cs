using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Case;

/// <summary>A case beside a list: enough to decide most of them without leaving it.</summary>
public partial class CasePeek
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(90);

    private CaseView? _view;
    private Refusal? _refusal;
    private RefundNumber _shown;
    private long _version;
    private CancellationTokenSource? _loading;

    /// <summary>The case.</summary>
    [Parameter, EditorRequired]
    public required RefundNumber Number { get; set; }

    /// <summary>The version the list shows; a newer one is read anew unless the person is to decide on what is shown.</summary>
    [Parameter]
    public long Version { get; set; }

    /// <summary>What the case's own page is told, for example from which queue: <c>?queue=review</c>.</summary>
    [Parameter]
    public string From { get; set; } = string.Empty;

    /// <summary>A step was taken.</summary>
    [Parameter]
    public EventCallback<CaseStep> Taken { get; set; }

    [Inject]
    private CaseQuery Cases { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Href => $"/cases/{Number}{From}";

    private bool IsOld => _view is not null && Version > _view.Version;

    private LineView[] Asked => [.. _view!.Order.Lines.Where(line => line.IsAsked)];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Number && (_version == Version || _view is { Actions.Count: > 0 }))
        {
            return;
        }

        var other = _shown != Number;
        (_shown, _version) = (Number, Version);
        if (other)
        {
            // Whoever runs through the list does not want every case on the way.
            (_view, _refusal) = (null, null);
            await LoadAsync(Rest);
        }
        else
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _loading?.Dispose();
        base.Dispose(disposing);
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private Task LoadAsync() => LoadAsync(TimeSpan.Zero);

    private async Task LoadAsync(TimeSpan rest)
    {
        if (_loading is not null)
        {
            await _loading.CancelAsync();
            _loading.Dispose();
        }

        _loading = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        var superseded = _loading.Token;
        await Task.Delay(rest, Time, superseded).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (superseded.IsCancellationRequested)
        {
            return;
        }

        var found = await Cases.FindAsync(Number, Gone);
        if (!superseded.IsCancellationRequested)
        {
            (_view, _refusal) = (found.Succeeded ? found.Value : null, found.Refusal);
        }
    }

    private async Task TakenAsync(CaseStep step)
    {
        await LoadAsync();
        await Taken.InvokeAsync(step);
    }
}
