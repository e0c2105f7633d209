using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Queue;

/// <summary>What of a queue is wanted, and in which order.</summary>
/// <param name="Queue">The queue.</param>
public sealed record QueueFilter(DeskQueue Queue)
{
    /// <summary>The first score of medium risk.</summary>
    public const int MediumFrom = 30;

    /// <summary>The first score of high risk.</summary>
    public const int HighFrom = 70;

    /// <summary>Only these retailers; empty is all in reach.</summary>
    public IReadOnlyList<ClientId> Clients { get; init; } = [];

    /// <summary>Only these reasons; empty is all.</summary>
    public IReadOnlyList<RefundReason> Reasons { get; init; } = [];

    /// <summary>Only this band of risk.</summary>
    public RiskBand? Risk { get; init; }

    /// <summary>Only amounts in a range of one currency.</summary>
    public AmountRange? Amount { get; init; }

    /// <summary>Only this status; looked at in <see cref="DeskQueue.Everything"/> alone.</summary>
    public RefundStatus? Status { get; init; }

    /// <summary>Only those that wait although the law wants the money back by now.</summary>
    public bool IsPastTheLaw { get; init; }

    /// <summary>A case number, or the beginning of one, of an order number or of a customer's name.</summary>
    public string? Text { get; init; }

    /// <summary>The order; what the queue does not offer is taken for its own order.</summary>
    public QueueSort Sort { get; init; } = Queue?.Sorts[0] ?? QueueSort.Due;

    /// <summary>The other way round; null is the way that shows first what matters first.</summary>
    public bool? Descending { get; init; }

    /// <summary>The order that is really applied.</summary>
    public QueueSort AppliedSort => Queue.Sorts.Contains(Sort) ? Sort : Queue.Sorts[0];

    /// <summary>The direction that is really applied: the soonest due first, else the largest and newest first.</summary>
    public bool AppliedDescending => Descending ?? AppliedSort != QueueSort.Due;

    /// <summary>True where anything is left out beyond the queue itself.</summary>
    public bool Narrows => Clients.Count > 0 || Reasons.Count > 0 || Risk is not null || Amount is not null || Status is not null || IsPastTheLaw || !string.IsNullOrWhiteSpace(Text);
}

/// <summary>Amounts of one currency, both ends included.</summary>
/// <param name="Currency">The currency; amounts of others are left out.</param>
/// <param name="FromMinor">Not less; null is open.</param>
/// <param name="ToMinor">Not more; null is open.</param>
public sealed record AmountRange(Currency Currency, long? FromMinor, long? ToMinor);
