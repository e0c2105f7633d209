using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Queue;

/// <summary>One row of a queue.</summary>
/// <param name="Id">The case.</param>
/// <param name="Number">What people call it.</param>
/// <param name="ClientId">The retailer.</param>
/// <param name="ClientName">The retailer's name.</param>
/// <param name="CustomerName">The customer.</param>
/// <param name="Reason">Why money is wanted back.</param>
/// <param name="Why">Why the case is here.</param>
/// <param name="AmountMinor">What would go back, minor units.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Risk">0 to 100; null until assessed.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Due">Until when someone has to act, UTC; null where nobody has to.</param>
/// <param name="ReceivedAt">When the desk got it, UTC.</param>
/// <param name="Version">Counts changes.</param>
public sealed record QueueRow(
    RefundCaseId Id,
    RefundNumber Number,
    ClientId ClientId,
    string ClientName,
    string CustomerName,
    RefundReason Reason,
    string Why,
    long AmountMinor,
    Currency Currency,
    int? Risk,
    RefundStatus Status,
    DateTimeOffset? Due,
    DateTimeOffset ReceivedAt,
    long Version)
{
    /// <summary>True where the promise to the client stands still because the customer is asked.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Until when the law wants the money back, UTC; null where it does not, or the clock stands still.</summary>
    public DateTimeOffset? LawfulBy { get; init; }

    /// <summary>True where the law's clock ends before the one the queue is about.</summary>
    public bool IsLawSooner => LawfulBy is { } lawful && (Due is not { } due || lawful < due);

    /// <summary>What would go back.</summary>
    public Money Amount => Money.Of(AmountMinor, Currency);
}

/// <summary>A part of a queue.</summary>
/// <param name="Rows">In order.</param>
/// <param name="Next">Where the next part begins; null at the end.</param>
public sealed record QueuePart(IReadOnlyList<QueueRow> Rows, QueueCursor? Next);

/// <summary>A place in a queue: after the last row seen, whatever came or went before it.</summary>
/// <param name="Instant">The row's instant, where the queue is ordered by one.</param>
/// <param name="Number">The row's amount or score, where it is ordered by one.</param>
/// <param name="Id">The row.</param>
public sealed record QueueCursor(DateTimeOffset Instant, long Number, RefundCaseId Id);

/// <summary>How much there is in a queue.</summary>
/// <param name="Count">Cases, at most <see cref="QueueQuery.CountAtMost"/>.</param>
/// <param name="Sums">What they come to, a currency each; empty where there are more than could be counted.</param>
public sealed record QueueHead(int Count, IReadOnlyList<Money> Sums)
{
    /// <summary>True where there are more than <see cref="Count"/>.</summary>
    public bool IsMore => Count > QueueQuery.CountAtMost - 1;

    /// <summary>As people read it: <c>48</c>, <c>999+</c>.</summary>
    public string CountText => CountWord(Count);

    internal static string CountWord(int count) => count > QueueQuery.CountAtMost - 1 ? $"{QueueQuery.CountAtMost - 1}+" : $"{count}";
}
