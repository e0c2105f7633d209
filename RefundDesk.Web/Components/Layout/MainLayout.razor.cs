using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Components.Layout;

/// <summary>The frame of every page of the desk.</summary>
public partial class MainLayout : IDisposable
{
    private BrowserFacts? _browser;
    private DotNetObjectReference<MainLayout>? _self;
    private PanelBoundary? _boundary;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private DeskClock Clock { get; set; } = default!;

    /// <summary>Called by the browser when its system turns dark or light while the page is open.</summary>
    [JSInvokable]
    public Task FollowSystemAsync(bool dark) => InvokeAsync(() =>
    {
        _browser = _browser is null ? null : _browser with { Dark = dark };
        StateHasChanged();
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What only the browser knows: the chosen theme, whether that is dark now, and the time zone.</summary>
    protected override async Task OnInitializedAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _browser = await Script.InvokeAsync<BrowserFacts>("desk.start", _self);
        Clock.UseZone(_browser.Zone);
    }

    /// <summary>A page that failed does not keep the next one from being shown.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    private async Task ChangeThemeAsync(string theme) => _browser = await Script.InvokeAsync<BrowserFacts>("desk.chooseTheme", theme);

    /// <summary>What <c>desk.start</c> answers.</summary>
    /// <param name="Theme">light, dark or system.</param>
    /// <param name="Dark">True where the page is dark now.</param>
    /// <param name="Zone">IANA time zone of the browser.</param>
    private sealed record BrowserFacts(string Theme, bool Dark, string? Zone);
}
