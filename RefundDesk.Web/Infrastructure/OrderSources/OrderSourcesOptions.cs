using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>Section <c>OrderSources</c>: how shops are called.</summary>
public sealed class OrderSourcesOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "OrderSources";

    /// <summary>Whether a shop on this very machine may be called without TLS, for trying things out; default false.</summary>
    public bool AllowHttpOnLocalhost { get; set; }

    /// <summary>Whether addresses of private networks may be called, for shops that stand beside the desk; default false.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Seconds one call may take, its answer included; 1 to 300, default 30.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The largest answer that is read, megabytes; 1 to 256, default 16.</summary>
    [Range(1, 256)]
    public int MaxAnswerMegabytes { get; set; } = 16;
}
