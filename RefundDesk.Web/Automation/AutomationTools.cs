using Microsoft.Extensions.Options;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Automation;

/// <summary>What every part of automation needs beside its own collaborators.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Time">The clock.</param>
/// <param name="Zones">The zones of countries.</param>
/// <param name="Log">Where faults go.</param>
internal sealed record AutomationTools(IOptions<AutomationOptions> Options, TimeProvider Time, ICountryZones Zones, ILogger<AutomationRound> Log)
{
    /// <summary>Now, UTC, in whole microseconds as it is stored: what is answered from memory is what is read again.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = Time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }
}
