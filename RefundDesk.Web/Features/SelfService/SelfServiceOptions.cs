using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>Section <c>Portal</c>: the pages of the retailers' customers.</summary>
public sealed class SelfServiceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Portal";

    /// <summary>Minutes a one-time code opens its order; 1 to 60, default 10.</summary>
    [Range(1, 60)]
    public int CodeMinutes { get; set; } = 10;

    /// <summary>How many codes may be tried before another one has to be asked for; 1 to 10, default 5.</summary>
    [Range(1, 10)]
    public int CodeTries { get; set; } = 5;

    /// <summary>Minutes a customer stays let in; 5 to 240, default 30.</summary>
    [Range(5, 240)]
    public int VisitMinutes { get; set; } = 30;

    /// <summary>How often an address of the network may ask for a code or try one within an hour, on a node; 1 to 100000, default 60.</summary>
    [Range(1, 100_000)]
    public int TriesAnHourByAddress { get; set; } = 60;

    /// <summary>How often a code may be asked for one order within an hour, on a node, so that nobody's mailbox is filled; 1 to 1000, default 5.</summary>
    [Range(1, 1_000)]
    public int CodesAnHourByOrder { get; set; } = 5;

    /// <summary>Milliseconds between two looks for codes that were asked for; 100 to 60000, default 500.</summary>
    [Range(100, 60_000)]
    public int LookEveryMilliseconds { get; set; } = 500;
}
