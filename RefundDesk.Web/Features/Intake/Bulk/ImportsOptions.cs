using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.Intake.Bulk;

/// <summary>Section <c>Imports</c>: files that people bring in over the page.</summary>
public sealed class ImportsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Imports";

    /// <summary>Where files are kept while they are worked on; empty for a folder of its own among the temporary ones. Nodes share one.</summary>
    public string Folder { get; set; } = string.Empty;

    /// <summary>The largest file that is taken, MB; 1 to 4096, default 256.</summary>
    [Range(1, 4_096)]
    public int MaxMegabytes { get; set; } = 256;

    /// <summary>Days a file and its rejected lines are kept; 1 to 365, default 7.</summary>
    [Range(1, 365)]
    public int KeepDays { get; set; } = 7;

    /// <summary>Seconds after which an import that nobody works on counts as interrupted; 5 to 600, default 60.</summary>
    [Range(5, 600)]
    public int LeaseSeconds { get; set; } = 60;
}
