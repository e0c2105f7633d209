using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Shared;

/// <summary>Draws what every source has to say, and stays current.</summary>
public partial class Banners
{
    private readonly List<IDisposable> _subscriptions = [];
    private IReadOnlyList<Banner> _banners = [];

    [Inject]
    private IEnumerable<IBannerSource> Sources { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _subscriptions.AddRange(Sources.Select(source => source.Subscribe(() => InvokeAsync(LoadAsync))));
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        base.Dispose(disposing);
    }

    private async Task LoadAsync()
    {
        var banners = new List<Banner>();
        foreach (var source in Sources)
        {
            banners.AddRange(await source.ReadAsync(Gone));
        }

        if (!Gone.IsCancellationRequested && !banners.SequenceEqual(_banners))
        {
            _banners = banners;
            StateHasChanged();
        }
    }
}
