using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Automation;

/// <summary>Section <c>Automation</c>: how this node works cases off.</summary>
public sealed class AutomationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Automation";

    /// <summary>Whether this node works cases off when it serves; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What this node is called in leases, 1 to 40 characters; default the machine's name.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Node { get; set; } = Environment.MachineName is { Length: > 40 } name ? name[..40] : Environment.MachineName;

    /// <summary>Cases taken and committed together; 1 to 5000, default 512.</summary>
    [Range(1, 5_000)]
    public int BatchSize { get; set; } = 512;

    /// <summary>Batches worked on at the same time; 1 to 16, default 2: one is decided while the other is stored.</summary>
    [Range(1, 16)]
    public int Workers { get; set; } = 2;

    /// <summary>Seconds a batch is this node's; after that another node carries on. 5 to 3600, default 60.</summary>
    [Range(5, 3_600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Milliseconds between two looks when nothing was due and nothing was committed here; 10 to 60000, default 250.</summary>
    [Range(10, 60_000)]
    public int IdlePollMilliseconds { get; set; } = 250;

    /// <summary>
    /// Milliseconds that are waited for more when something was committed here, since a batch costs nearly the same whatever it holds;
    /// 0 to 1000, default 2.
    /// </summary>
    [Range(0, 1_000)]
    public int GatherMilliseconds { get; set; } = 2;

    /// <summary>Gateway calls of one batch at the same time; 1 to 1000, default 16.</summary>
    [Range(1, 1_000)]
    public int ParallelGatewayCalls { get; set; } = 16;

    /// <summary>After how many failures in a row a case is left to people; 1 to 100, default 5.</summary>
    [Range(1, 100)]
    public int MostAttempts { get; set; } = 5;
}
