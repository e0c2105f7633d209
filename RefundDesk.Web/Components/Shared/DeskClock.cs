namespace RefundDesk.Web.Components.Shared;

/// <summary>The time of one browser: its zone, and a tick twice a minute so that "12 min" stays true.</summary>
public sealed class DeskClock : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>A clock that runs from now on.</summary>
    public DeskClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _timer = time.CreateTimer(_ => Ticked?.Invoke(), null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));
    }

    /// <summary>Raised on another thread: go through <c>InvokeAsync</c>.</summary>
    public event Action? Ticked;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The browser's zone; UTC until it is known.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Takes the browser's zone; one this machine does not know stays UTC.</summary>
    public void UseZone(string? id)
    {
        if (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            Zone = zone;
        }
    }

    /// <summary>The instant in the browser's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();
}
