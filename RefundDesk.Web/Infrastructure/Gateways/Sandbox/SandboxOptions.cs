using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.Gateways.Sandbox;

/// <summary>Section <c>Gateways:Sandbox</c>: a gateway in this process that moves no money. What it does can be made worse here.</summary>
public sealed class SandboxOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Gateways:Sandbox";

    /// <summary>A file the sandbox's book is kept in, so that it outlives the process; one process at a time. Default none: in memory only.</summary>
    public string? BookFile { get; set; }

    /// <summary>Milliseconds until it answers; 0 to 60000, default 0.</summary>
    [Range(0, 60_000)]
    public int LatencyMilliseconds { get; set; }

    /// <summary>Of a hundred calls, how many are lost before they have any effect; 0 to 100, default 0.</summary>
    [Range(0, 100)]
    public int LostRequestPercent { get; set; }

    /// <summary>Of a hundred calls, how many answers are lost after the money moved; 0 to 100, default 0.</summary>
    [Range(0, 100)]
    public int LostAnswerPercent { get; set; }

    /// <summary>Seed of the losses; default 1.</summary>
    public int Seed { get; set; } = 1;
}
