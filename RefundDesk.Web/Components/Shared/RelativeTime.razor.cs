using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace RefundDesk.Web.Components.Shared;

/// <summary>How long ago or how soon, with the exact time on hover. Draws itself again only when its words change.</summary>
public sealed partial class RelativeTime : IDisposable
{
    private string _text = string.Empty;
    private string? _exact;
    private string? _tone;

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
    protected override void OnParametersSet()
    {
        _exact = Clock.Local(At).ToString("ddd d MMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture);
        Say();
    }

    private bool Say()
    {
        var left = At - Clock.Now;
        var (before, tone) = (_text, _tone);
        var length = IsShort ? DeskText.Of(left).Replace(" days", " d", StringComparison.Ordinal) : DeskText.Of(left);
        if (IsDeadline)
        {
            _text = left < TimeSpan.Zero && length != "now" ? $"{length} late" : length;
            _tone = left.TotalMinutes switch { < 15 => "b text-bad", < 60 => "b text-warn", _ => null };
        }
        else
        {
            _text = length == "now" ? "just now" : left < TimeSpan.Zero ? $"{length} ago" : $"in {length}";
        }

        return before != _text || tone != _tone;
    }

    private void Tick() => _ = InvokeAsync(() =>
    {
        if (Say())
        {
            StateHasChanged();
        }
    });
}
