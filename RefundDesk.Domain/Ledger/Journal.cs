using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Ledger;

/// <summary>The key of a journal.</summary>
public readonly record struct JournalId(Guid Value);

/// <summary>What a journal records.</summary>
public enum JournalKind
{
    /// <summary>A refund was decided: expense and tax against what is owed.</summary>
    Approval,

    /// <summary>A payout succeeded: what is owed against the gateway.</summary>
    Payout,

    /// <summary>A payout failed after it had succeeded: the payout undone.</summary>
    PayoutReversal,

    /// <summary>A decided refund was taken back before money moved: the approval undone.</summary>
    ApprovalReversal,
}

/// <summary>One entry: an account and a signed amount, debit positive.</summary>
public sealed record Entry(Account Account, Money Amount);

/// <summary>
/// One event in the books: entries of one client and currency that sum to zero. Journals are never changed or deleted; a mistake
/// is corrected by another one.
/// </summary>
public sealed record Journal
{
    private Journal(JournalId id, ClientId clientId, JournalKind kind, Guid caseId, Guid? payoutId, DateTimeOffset at, IReadOnlyList<Entry> entries)
    {
        Id = id;
        ClientId = clientId;
        Kind = kind;
        CaseId = caseId;
        PayoutId = payoutId;
        At = at;
        Entries = entries;
    }

    /// <summary>The key.</summary>
    public JournalId Id { get; }

    /// <summary>The client whose books these are.</summary>
    public ClientId ClientId { get; }

    /// <summary>What is recorded.</summary>
    public JournalKind Kind { get; }

    /// <summary>The case it comes from.</summary>
    public Guid CaseId { get; }

    /// <summary>The payout it comes from; null for decisions.</summary>
    public Guid? PayoutId { get; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>At least two, sum zero, one currency.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Writes a journal. Entries of nothing are left out.</summary>
    /// <exception cref="InvalidOperationException">The entries do not sum to zero, or there are none: a defect.</exception>
    public static Journal Write(ClientId client, JournalKind kind, Guid caseId, Guid? payoutId, DateTimeOffset at, params Entry[] entries)
    {
        var kept = entries.Where(entry => !entry.Amount.IsZero).ToArray();
        if (kept.Length < 2 || !kept.Select(entry => entry.Amount).Aggregate((sum, amount) => sum + amount).IsZero)
        {
            throw new InvalidOperationException($"A {kind} journal must have entries that sum to zero: {string.Join(", ", kept.Select(entry => $"{entry.Account} {entry.Amount}"))}.");
        }

        return new Journal(new JournalId(Guid.CreateVersion7(at)), client, kind, caseId, payoutId, at, kept);
    }
}
