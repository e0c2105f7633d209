using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds.Deciding.Simulating;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies.Simulating;

/// <summary>Tries a version out on past decisions and shows what would have gone differently.</summary>
public sealed partial class SimulationPage
{
    private static readonly int[] Choices = [7, 30, 90, 365];
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(250);

    private int _days = 30;
    private SimulationReport? _report;
    private SimulationProgress _progress;
    private string? _fault;
    private bool _wasCancelled;
    private CancellationTokenSource? _running;

    /// <summary>The client's key.</summary>
    [Parameter]
    public string ClientKey { get; set; } = string.Empty;

    /// <summary>The version to try.</summary>
    [Parameter]
    public int Version { get; set; }

    [Inject]
    private SimulatePolicy Simulate { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool IsRunning => _running is not null;

    private ReportWording Words => new(_report?.TimeZone ?? TimeZoneInfo.Utc);

    private string ProgressText => _progress.All == 0
        ? "Counting decisions …"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_progress.Done:N0} of {_progress.All:N0} decisions taken anew");

    private string ListedTitle => _report!.Result.Different > Simulation.MostListed
        ? $"The {Simulation.MostListed} largest differences"
        : "Decisions that would go differently";

    private IReadOnlyList<ReportTable> Tables =>
    [
        SimulationWords.Matrix(_report!.Result),
        SimulationWords.Moves(_report.Result),
        SimulationWords.Reasons(_report.Result),
        SimulationWords.Categories(_report.Result),
        SimulationWords.Currencies(_report.Result),
        SimulationWords.Pace(_report),
    ];

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _running?.Dispose();
        base.Dispose(disposing);
    }

    private static string Amount(long minor, string currency) => DeskText.Of(Money.Of(minor, Currency.Of(currency)));

    private async Task StartAsync()
    {
        if (IsRunning)
        {
            return;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        (_running, _report, _fault, _wasCancelled, _progress) = (running, null, null, false, default);
        try
        {
            var order = new SimulationOrder(ClientKey, Version, _days);
            var working = Task.Run(() => Simulate.HandleAsync(order, new Meter(this), running.Token), running.Token);
            while (await Task.WhenAny(working, Task.Delay(BetweenDrawings, Time, running.Token)) != working && !running.IsCancellationRequested)
            {
                StateHasChanged();
            }

            var simulated = await working;
            (_report, _fault) = (simulated.Succeeded ? simulated.Value : null, simulated.Refusal?.Message);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            _wasCancelled = true;
        }
        finally
        {
            _running = null;
        }
    }

    private Task CancelAsync() => _running?.CancelAsync() ?? Task.CompletedTask;

    /// <summary>Only keeps the figure: the page draws it when it is time to.</summary>
    private sealed class Meter(SimulationPage page) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value)
        {
            if (value.Done >= page._progress.Done)
            {
                page._progress = value;
            }
        }
    }
}
