using Microsoft.Extensions.Time.Testing;

namespace RefundDesk.Tests.Kit;

/// <summary>A clock that stands until a test moves it.</summary>
internal static class StandingClock
{
    /// <summary>
    /// Puts it on by hours or days at once, as a computer that slept does. <see cref="FakeTimeProvider.Advance"/> would let every loop of a
    /// whole application go round once for each of its periods in between, 90,000 times for the day of a loop that looks every second.
    /// </summary>
    public static void Leap(this FakeTimeProvider time, TimeSpan by)
    {
        time.AdjustTime(time.GetUtcNow() + by - TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
    }
}
