using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds;

/// <summary>One line of a case's history: who did what, when and why. Stored with the change it tells of, never changed.</summary>
/// <param name="Trigger">What moved the case; null for what moves nothing (received, told, noted).</param>
/// <param name="From">Status before.</param>
/// <param name="To">Status after.</param>
/// <param name="By">Who.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Why">The reason given, where one was.</param>
public sealed record CaseEvent(RefundTrigger? Trigger, RefundStatus From, RefundStatus To, Actor By, DateTimeOffset At, string Text, string? Why = null)
{
    /// <summary>The customer has been told; moves nothing.</summary>
    public static CaseEvent Told(NoticeKind kind, RefundStatus status, DateTimeOffset at) =>
        new(null, status, status, Actor.Automation, at, $"Told the customer: {kind.Words()}");

    /// <summary>The customer could not be told, and nobody tries again; moves nothing.</summary>
    public static CaseEvent NotTold(NoticeKind kind, RefundStatus status, string why, DateTimeOffset at) =>
        new(null, status, status, Actor.Automation, at, $"Could not tell the customer: {kind.Words()}", why);
}
