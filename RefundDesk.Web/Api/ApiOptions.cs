using System.ComponentModel.DataAnnotations;

namespace RefundDesk.Web.Api;

/// <summary>Section <c>Api</c>: what systems of retailers may call, and how often.</summary>
public sealed class ApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>Calls a second that each key may make on a node in the long run; 1 to 100000, default 200.</summary>
    [Range(1, 100_000)]
    public int CallsASecond { get; set; } = 200;

    /// <summary>Calls a key may make at once before that; 1 to 100000, default 400.</summary>
    [Range(1, 100_000)]
    public int Burst { get; set; } = 400;

    /// <summary>Calls a minute without a key that opens something, for each address; 1 to 100000, default 30.</summary>
    [Range(1, 100_000)]
    public int StrangersAMinute { get; set; } = 30;

    /// <summary>Seconds that an answer may be held back where a caller prefers to wait for it; 0 to 60, default 20.</summary>
    [Range(0, 60)]
    public int MostWaitSeconds { get; set; } = 20;
}
