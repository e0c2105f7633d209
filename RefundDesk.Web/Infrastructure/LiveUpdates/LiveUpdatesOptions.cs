using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>Section <c>LiveUpdates</c>.</summary>
public sealed class LiveUpdatesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LiveUpdates";

    /// <summary>How often the history is looked at for commits of other nodes, milliseconds; 50 to 10,000, default 250. Own commits are seen at once.</summary>
    [Range(50, 10_000)]
    public int LookEveryMilliseconds { get; set; } = 250;

    /// <summary>How far apart two refreshes of one viewer are at least, milliseconds; 50 to 10,000, default 250.</summary>
    [Range(50, 10_000)]
    public int RefreshEveryMilliseconds { get; set; } = 250;

    /// <summary>How long a number missing in the history is waited for, seconds: its transaction may commit after later ones; 1 to 600, default 35, more than a command may take.</summary>
    [Range(1, 600)]
    public int LateCommitSeconds { get; set; } = 35;

    /// <summary>Cases a viewer is told of in one call at most; beyond it the viewer reads everything anew; 10 to 10,000, default 500.</summary>
    [Range(10, 10_000)]
    public int CasesPerCall { get; set; } = 500;
}
