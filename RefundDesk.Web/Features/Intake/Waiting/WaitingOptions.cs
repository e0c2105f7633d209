using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Intake.Waiting;

/// <summary>Section <c>Waiting</c>: requests that come before their orders.</summary>
public sealed class WaitingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Waiting";

    /// <summary>Hours a request waits for an order that is not known yet; 0 refuses it at once, at most 720, default 24.</summary>
    [Range(0, 720)]
    public int Hours { get; set; } = 24;

    /// <summary>Seconds between two looks for orders that came; 1 to 3600, default 2.</summary>
    [Range(1, 3_600)]
    public int LookEverySeconds { get; set; } = 2;
}
