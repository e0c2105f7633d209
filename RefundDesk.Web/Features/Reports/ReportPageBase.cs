using System.Globalization;
using Microsoft.AspNetCore.Components;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Reports;

/// <summary>What the dashboard and the report page share: client and period stand in the address, figures are read again when something happens.</summary>
public abstract class ReportPageBase : DeskPage
{
    private const int DefaultDays = 30;

    /// <summary>Figures over weeks need not move more often, and reading them is not free.</summary>
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(2);

    private IDisposable? _subscription;

    /// <summary>The client's key; the first in reach where none is named.</summary>
    [SupplyParameterFromQuery(Name = "client")]
    public string? Client { get; set; }

    /// <summary>How many days up to today; 30 where none is named.</summary>
    [SupplyParameterFromQuery(Name = "days")]
    public int? DaysAsked { get; set; }

    /// <summary>Reads the figures.</summary>
    [Inject]
    public required RefundActivityQuery Query { get; set; }

    /// <summary>Reads who may be chosen.</summary>
    [Inject]
    public required ReportClients InReach { get; set; }

    /// <summary>Says when something happens.</summary>
    [Inject]
    public required ICaseFeed Feed { get; set; }

    /// <summary>Now.</summary>
    [Inject]
    public required TimeProvider Time { get; set; }

    /// <summary>Where to go.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>This page's address without its query.</summary>
    protected abstract string Address { get; }

    /// <summary>How many days are shown.</summary>
    protected int Days => DaysAsked is > 0 and <= ReportPeriod.LongestDays ? DaysAsked.Value : DefaultDays;

    /// <summary>What happened; null until it is read.</summary>
    protected RefundActivity? Activity { get; private set; }

    /// <summary>What happened in the period before.</summary>
    protected RefundActivity? Before { get; private set; }

    /// <summary>Who may be chosen.</summary>
    protected IReadOnlyList<ClientChoice> Clients { get; private set; } = [];

    /// <summary>Why there is nothing to show.</summary>
    protected string? Fault { get; private set; }

    /// <summary>How values are worded in the client's zone.</summary>
    protected ReportWording Words => new(Activity?.Client.TimeZone ?? TimeZoneInfo.Utc);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        await ReloadAsync();
        _subscription?.Dispose();
        _subscription = Activity is null ? null : Feed.Subscribe(new CaseWatch(Client: Activity.Client.Id), _ => FollowAsync());
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads everything anew.</summary>
    protected async Task ReloadAsync()
    {
        var clients = await InReach.HandleAsync(Gone);
        Clients = clients.Succeeded ? clients.Value : [];
        var key = Client ?? (Clients.Count > 0 ? Clients[0].Key : null);
        var activity = await Query.HandleAsync(key, zone => ReportPeriod.Last(Days, Time.GetUtcNow(), zone), Gone);
        Fault = activity.Refusal?.Message;
        Activity = activity.Succeeded ? activity.Value : null;
        if (Activity is not null)
        {
            var before = await Query.HandleAsync(key, _ => Activity.Period.Before, Gone);
            Before = before.Succeeded ? before.Value : null;
        }
    }

    /// <summary>Reads anew and then rests; what happens meanwhile is told together after the rest.</summary>
    private async Task FollowAsync()
    {
        try
        {
            await InvokeAsync(async () =>
            {
                await ReloadAsync();
                StateHasChanged();
            });
            await Task.Delay(BetweenReadings, Time, Gone);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // the person left while the figures were read
        }
    }

    /// <summary>Shows another client or period; the address says which, so that links and the back button work.</summary>
    protected void GoAsync((string? Client, int Days) choice) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(Address, new Dictionary<string, object?> { ["client"] = choice.Client, ["days"] = choice.Days }));

    /// <summary>Where the same report is had as a file.</summary>
    protected string FileOf(string format) => Activity is null ? "#" : string.Create(
        CultureInfo.InvariantCulture,
        $"/reports/{RefundActivityReport.Name}.{format}?client={Activity.Client.Key}&from={Activity.Period.From:yyyy-MM-dd}&to={Activity.Period.To:yyyy-MM-dd}");
}
