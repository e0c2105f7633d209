using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Section <c>Pulling</c>: reading shops and telling them of refunds.</summary>
public sealed class PullingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Pulling";

    /// <summary>Whether this node reads shops and tells them of refunds; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Seconds between two looks into a shop that was read to its end; 5 to 86400, default 60. After a failure it is doubled, up to an hour.</summary>
    [Range(5, 86_400)]
    public int LookEverySeconds { get; set; } = 60;

    /// <summary>Seconds after which another node carries on with a shop; 30 to 3600, default 300.</summary>
    [Range(30, 3_600)]
    public int LeaseSeconds { get; set; } = 300;

    /// <summary>Pages read of a shop before others have their turn; 1 to 1000, default 20.</summary>
    [Range(1, 1_000)]
    public int PagesATurn { get; set; } = 20;

    /// <summary>Answers nobody can read after which a refund is no longer told by itself; 1 to 50, default 8. A shop that is away is asked for ever.</summary>
    [Range(1, 50)]
    public int MostAttempts { get; set; } = 8;
}
