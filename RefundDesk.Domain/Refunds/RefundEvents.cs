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

    /// <summary>The shop has the refund on record; moves nothing.</summary>
    /// <param name="shop">The kind of shop.</param>
    /// <param name="reference">The shop's own reference.</param>
    /// <param name="status">Where the case is.</param>
    /// <param name="at">When, UTC.</param>
    public static CaseEvent RecordedAtShop(string shop, string reference, RefundStatus status, DateTimeOffset at) =>
        new(null, status, status, Actor.Automation, at, StoredText.Cut($"Recorded at the shop ({shop}): {reference}", 400));

    /// <summary>The shop does not take the refund, and nobody tries again by itself; moves nothing.</summary>
    public static CaseEvent NotRecordedAtShop(string shop, RefundStatus status, string why, DateTimeOffset at) =>
        new(null, status, status, Actor.Automation, at, $"Could not be recorded at the shop ({shop})", why);
}
