using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>A row of a client; the filter and the writing side look at it.</summary>
public interface IClientRow
{
    /// <summary>The client.</summary>
    ClientId ClientId { get; }
}

/// <summary>One line of a case's history, append-only; live updates read its tail.</summary>
public sealed class CaseEventRow : IClientRow
{
    /// <summary>Grows with every event of every client.</summary>
    public long Id { get; private init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>The case.</summary>
    public required RefundCaseId CaseId { get; init; }

    /// <summary>What moved it; null where nothing moved.</summary>
    public RefundTrigger? Trigger { get; init; }

    /// <summary>Status before.</summary>
    public required RefundStatus FromStatus { get; init; }

    /// <summary>Status after.</summary>
    public required RefundStatus ToStatus { get; init; }

    /// <summary>Automation, person, customer or system.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>The person's key.</summary>
    public UserId? ActorId { get; init; }

    /// <summary>What people read.</summary>
    public required string ActorName { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required string Text { get; init; }

    /// <summary>The reason given.</summary>
    public string? Why { get; init; }
}

/// <summary>One entry of a journal, append-only. Entries of a journal share its key and sum to zero.</summary>
public sealed class PostingRow : IClientRow
{
    /// <summary>Grows with every posting.</summary>
    public long Id { get; private init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>The journal.</summary>
    public required JournalId JournalId { get; init; }

    /// <summary>What the journal records.</summary>
    public required JournalKind Kind { get; init; }

    /// <summary>The case it comes from.</summary>
    public required RefundCaseId CaseId { get; init; }

    /// <summary>The payout it comes from.</summary>
    public Guid? PayoutId { get; init; }

    /// <summary>Where it is posted.</summary>
    public required Account Account { get; init; }

    /// <summary>The currency of the books.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Minor units, debit positive.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The grounds of a decision, whole, append-only; the newest of a case is the one in force.</summary>
public sealed class DecisionRow : IClientRow
{
    /// <summary>Grows with every decision.</summary>
    public long Id { get; private init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>The case.</summary>
    public required RefundCaseId CaseId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The policy version applied.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The version in force when it was decided: the one whose limits held.</summary>
    public required int CurrentVersion { get; init; }

    /// <summary>What decided without a person, see <see cref="Domain.Refunds.Deciding.DecisionGrounds.RuleOf"/>; null where a person or the goods are waited for.</summary>
    public string? Rule { get; init; }

    /// <summary>What an approval pays or a refusal denies, see <see cref="Domain.Refunds.Deciding.DecisionGrounds.AmountOf"/>.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The decision as JSON, see <see cref="DecisionJson"/>: facts, findings, amounts, risk.</summary>
    public required string Json { get; init; }
}

/// <summary>What leaves the system, stored with the change that caused it and delivered afterwards under a lease.</summary>
public sealed class OutboxRow : IClientRow
{
    /// <summary>Grows with every message.</summary>
    public long Id { get; private init; }

    /// <inheritdoc />
    public required ClientId ClientId { get; init; }

    /// <summary>The case it is about.</summary>
    public required RefundCaseId CaseId { get; init; }

    /// <summary>Which channel delivers it: <c>mail</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The notice as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, UTC; null once delivered or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How often delivery failed.</summary>
    public int Attempts { get; set; }

    /// <summary>The node that delivers it now.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that node may, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>UTC; null until delivered.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>The last fault, for people.</summary>
    public string? LastError { get; set; }
}
