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
    /// <param name="goods">What came back and what is kept of it.</param>
    /// <param name="at">UTC.</param>
    public static Journal Approval(ClientId client, Guid caseId, ReturnedGoods goods, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.Approval, caseId, null, at, ApprovalEntries(goods));

    /// <summary>A decided refund was taken back before money moved.</summary>
    public static Journal ApprovalReversal(ClientId client, Guid caseId, ReturnedGoods goods, DateTimeOffset at) =>
        Journal.Write(client, JournalKind.ApprovalReversal, caseId, null, at, Undone(ApprovalEntries(goods)));

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
    private static Entry[] ApprovalEntries(ReturnedGoods goods)
    {
        ArgumentNullException.ThrowIfNull(goods);
        return
        [
            new Entry(Account.SalesReturns, goods.Charged - goods.Tax),
            new Entry(Account.TaxOnReturns, goods.Tax - goods.TaxInFee),
            new Entry(Account.RestockingIncome, -(goods.Fee - goods.TaxInFee)),
            new Entry(Account.RefundsPayable, -(goods.Charged - goods.Fee)),
        ];
    }

    private static Entry[] PayoutEntries(Money amount, bool toStoreCredit) =>
    [
        new Entry(Account.RefundsPayable, amount),
        new Entry(toStoreCredit ? Account.StoreCreditLiability : Account.GatewayClearing, -amount),
    ];

    private static Entry[] Undone(Entry[] entries) => [.. entries.Select(entry => entry with { Amount = -entry.Amount })];
}

/// <summary>What a decided refund comes to, over all its lines. Summed line by line, since each line has a tax rate of its own.</summary>
/// <param name="Charged">What the goods given back were charged, tax included.</param>
/// <param name="Tax">The tax inside it.</param>
/// <param name="Fee">What is kept back, tax included.</param>
/// <param name="TaxInFee">The tax inside the fee.</param>
public sealed record ReturnedGoods(Money Charged, Money Tax, Money Fee, Money TaxInFee);
