using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Demo;

/// <summary>Section <c>Demo</c>; switched on by the verb <c>demo</c> alone.</summary>
public sealed class DemoOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Demo";

    /// <summary>Whether this is the demo: accounts are shown on the sign-in page and customers are simulated.</summary>
    public bool Enabled { get; set; }

    /// <summary>Seconds between two simulated requests on average; 0.01 to 3,600, default 4.</summary>
    [Range(0.01, 3_600)]
    public double SecondsBetweenRequests { get; set; } = 4;

    /// <summary>Past refunds to begin with; 0 to 1,000,000, default 3,000.</summary>
    [Range(0, 1_000_000)]
    public int PastRefunds { get; set; } = 3_000;
}
