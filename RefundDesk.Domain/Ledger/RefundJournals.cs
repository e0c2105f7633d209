using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;

namespace RefundDesk.Domain.Ledger;

/// <summary>The journals a refund writes in its life.</summary>
public static class RefundJournals
{
    /// <summary>
    /// A refund was decided. Goods come back at what they were charged; what is kept back is income; the rest is owed.
    /// </summary>
    /// <param name="client">Whose books.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="charged">What the goods given back were charged, tax included.</param>
    /// <param name="tax">The tax inside it.</param>
    /// <param name="fee">What is kept back.</param>
    /// <param name="at">UTC.</param>
    public static Journal Approval(ClientId client, Guid caseId, Money charged, Money tax, Money fee, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.Approval, caseId, null, at, ApprovalEntries(charged, tax, fee));

    /// <summary>A decided refund was taken back before money moved.</summary>
    public static Journal ApprovalReversal(ClientId client, Guid caseId, Money charged, Money tax, Money fee, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.ApprovalReversal, caseId, null, at, Undone(ApprovalEntries(charged, tax, fee)));

    /// <summary>A payout succeeded.</summary>
    /// <param name="client">Whose books.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="payoutId">The payout.</param>
    /// <param name="amount">What was paid.</param>
    /// <param name="toStoreCredit">True where it went to a gift card or store credit instead of over a gateway.</param>
    /// <param name="at">UTC.</param>
    public static Journal Payout(ClientId client, Guid caseId, Guid payoutId, Money amount, bool toStoreCredit, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.Payout, caseId, payoutId, at, PayoutEntries(amount, toStoreCredit));

    /// <summary>A payout failed after it had succeeded: the customer is owed again.</summary>
    public static Journal PayoutReversal(ClientId client, Guid caseId, Guid payoutId, Money amount, bool toStoreCredit, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.PayoutReversal, caseId, payoutId, at, Undone(PayoutEntries(amount, toStoreCredit)));

    /// <summary>What is kept back lowers the price, so the tax inside it is not given back either: 120.00 at 20 % less 12.00 pays 90.00 + 18.00 tax.</summary>
    private static Entry[] ApprovalEntries(Money charged, Money tax, Money fee)
    {
        var taxKept = charged.IsZero ? fee : Money.Of(Rounding.HalfAwayFromZero((Int128)tax.Minor * fee.Minor, charged.Minor), charged.Currency);
        return
        [
            new Entry(Account.SalesReturns, charged - tax),
            new Entry(Account.TaxOnReturns, tax - taxKept),
            new Entry(Account.RestockingIncome, -(fee - taxKept)),
            new Entry(Account.RefundsPayable, -(charged - fee)),
        ];
    }

    private static Entry[] PayoutEntries(Money amount, bool toStoreCredit) =>
    [
        new Entry(Account.RefundsPayable, amount),
        new Entry(toStoreCredit ? Account.StoreCreditLiability : Account.GatewayClearing, -amount),
    ];

    private static Entry[] Undone(Entry[] entries) => [.. entries.Select(entry => entry with { Amount = -entry.Amount })];
}
