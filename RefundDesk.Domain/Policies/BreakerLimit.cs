namespace RefundDesk.Domain.Policies;

/// <summary>
/// How much automation may decide in one way in an hour, while one version is in force. What would pass it is not decided by automation
/// any more, and a supervisor is told. Without a limit nothing is stopped: what is much for one retailer is nothing for another, so that
/// only the retailer's own figures give a sound one. Three times the busiest hour of the last month is a good beginning; trying a policy
/// out on the past says which hour that was.
/// </summary>
/// <param name="Rule"><see cref="Approve"/>, <see cref="Refuse"/>, or the code of one rule that refuses, <c>window</c>.</param>
/// <param name="CountAnHour">Decisions in any sixty minutes; null is no limit.</param>
/// <param name="AmountAnHourMinor">What they come to, minor units of the client's currency; null is no limit. Requests in another currency are counted, not summed.</param>
public sealed record BreakerLimit(string Rule, int? CountAnHour, long? AmountAnHourMinor)
{
    /// <summary>Every automatic approval.</summary>
    public const string Approve = "approve";

    /// <summary>Every automatic refusal, whichever rule refuses.</summary>
    public const string Refuse = "refuse";
}
