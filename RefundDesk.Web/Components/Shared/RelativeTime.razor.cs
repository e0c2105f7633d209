using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Shared;

/// <summary>How long ago or how soon, with the exact time on hover. Draws itself again only when its words change.</summary>
public sealed partial class RelativeTime : IDisposable
{
    private TimeWords _words;
    private TimeWords _drawn;

    /// <summary>The instant.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset At { get; set; }

    /// <summary>A deadline: without "ago", late ones say so and are red, those within the hour are amber.</summary>
    [Parameter]
    public bool IsDeadline { get; set; }

    /// <summary>For narrow columns: <c>11 d</c> instead of <c>11 days</c>.</summary>
    [Parameter]
    public bool IsShort { get; set; }

    [Inject]
    private DeskClock Clock { get; set; } = default!;

    /// <inheritdoc />
    public void Dispose() => Clock.Ticked -= Tick;

    /// <inheritdoc />
    protected override void OnInitialized() => Clock.Ticked += Tick;

    /// <inheritdoc />
    protected override void OnParametersSet() => Say();

    /// <inheritdoc />
    protected override bool ShouldRender() => _drawn != _words;

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => _drawn = _words;

    private void Say() => _words = TimeWords.Of(Clock, At, IsDeadline, IsShort);

    private void Tick() => _ = InvokeAsync(() =>
    {
        Say();
        StateHasChanged();
    });
}
