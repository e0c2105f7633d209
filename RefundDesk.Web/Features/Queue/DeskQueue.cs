using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Queue;

/// <summary>One list of cases people work from.</summary>
/// <param name="Slug">As in the address: <c>/queues/review</c>.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Status">Where its cases wait; null for the list of all cases, ended ones included.</param>
public sealed record DeskQueue(string Slug, string Title, RefundStatus? Status)
{
    /// <summary>What an agent must look at.</summary>
    public static DeskQueue Review { get; } = new("review", "Needs review", RefundStatus.InReview);

    /// <summary>What waits for a second person.</summary>
    public static DeskQueue Approval { get; } = new("approval", "Awaiting approval", RefundStatus.AwaitingApproval);

    /// <summary>What waits for the customer's answer.</summary>
    public static DeskQueue Information { get; } = new("information", "Waiting for customer", RefundStatus.NeedsInformation);

    /// <summary>What waits for goods to come back.</summary>
    public static DeskQueue Return { get; } = new("return", "Waiting for goods", RefundStatus.AwaitingReturn);

    /// <summary>What could not be paid.</summary>
    public static DeskQueue PayoutProblems { get; } = new("payout-problems", "Payout problems", RefundStatus.PayoutFailed);

    /// <summary>Every case there ever was.</summary>
    public static DeskQueue Everything { get; } = new("all", "All cases", null);

    /// <summary>All queues, in the order people see them.</summary>
    public static IReadOnlyList<DeskQueue> All { get; } = [Review, Approval, Information, Return, PayoutProblems, Everything];

    /// <summary>True where the clock that counts is the customer's deadline instead of the promise to the client.</summary>
    public bool WaitsForCustomer => Status is RefundStatus.NeedsInformation or RefundStatus.AwaitingReturn;

    /// <summary>What the queue may be ordered by, its own order first: each has an index, nothing else is offered.</summary>
    public IReadOnlyList<QueueSort> Sorts => Status is null ? [QueueSort.Received] : [QueueSort.Due, QueueSort.Amount, QueueSort.Risk, QueueSort.Received];

    /// <summary>The queue of an address; null where there is none.</summary>
    public static DeskQueue? Find(string? slug) => All.FirstOrDefault(queue => string.Equals(queue.Slug, slug, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a queue is ordered by.</summary>
public enum QueueSort
{
    /// <summary>The promise to the client, or the customer's deadline where the case waits for the customer.</summary>
    Due,

    /// <summary>Minor units; compare one currency at a time.</summary>
    Amount,

    /// <summary>Risk score.</summary>
    Risk,

    /// <summary>When the desk got it.</summary>
    Received,
}

/// <summary>How risky, in three words.</summary>
public enum RiskBand
{
    /// <summary>0 to 29.</summary>
    Low,

    /// <summary>30 to 69.</summary>
    Medium,

    /// <summary>70 to 100.</summary>
    High,
}
