using FsCheck;
using FsCheck.Xunit;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Ledger;

public sealed class JournalTests
{
    private static readonly ClientId Shop = ClientId.New(Now);
    private static readonly Guid Case = Guid.CreateVersion7(Now);
    private static readonly Guid Paid = Guid.CreateVersion7(Now);

    /// <summary>120.00 with 20 % tax inside, 10 % kept back: pays 108.00, which is 90.00 and 18.00 tax.</summary>
    [Fact]
    public void The_worked_approval_comes_out()
    {
        var journal = RefundJournals.Approval(Shop, Case, new ReturnedGoods(Eur(120_00), Eur(20_00), Eur(12_00), Eur(2_00)), Now);

        Assert.Equal(
            [
                new Entry(Account.SalesReturns, Eur(100_00)),
                new Entry(Account.TaxOnReturns, Eur(18_00)),
                new Entry(Account.RestockingIncome, Eur(-10_00)),
                new Entry(Account.RefundsPayable, Eur(-108_00)),
            ],
            journal.Entries);
        Assert.Equal((JournalKind.Approval, Shop, Case, null, Now), (journal.Kind, journal.ClientId, journal.CaseId, journal.PayoutId, journal.At));
    }

    [Fact]
    public void What_is_nothing_is_left_out()
    {
        var journal = RefundJournals.Approval(Shop, Case, new ReturnedGoods(Jpy(500), Jpy(0), Jpy(0), Jpy(0)), Now);

        Assert.Equal([Account.SalesReturns, Account.RefundsPayable], journal.Entries.Select(entry => entry.Account));
    }

    [Theory]
    [InlineData(false, Account.GatewayClearing)]
    [InlineData(true, Account.StoreCreditLiability)]
    public void A_payout_turns_what_is_owed_into_what_the_gateway_or_the_store_owes(bool toStoreCredit, Account account)
    {
        var journal = RefundJournals.Payout(Shop, Case, Paid, Eur(5_00), toStoreCredit, Now);

        Assert.Equal([new Entry(Account.RefundsPayable, Eur(5_00)), new Entry(account, Eur(-5_00))], journal.Entries);
        Assert.Equal((JournalKind.Payout, Paid), (journal.Kind, journal.PayoutId));
    }

    [Property(MaxTest = 500)]
    public void Every_journal_sums_to_zero_and_its_reversal_undoes_it(PositiveInt charged, ushort tax, ushort fee, bool toStoreCredit)
    {
        var goods = Goods(charged.Get, tax, fee);
        var pairs = new List<(Journal Done, Journal Undone)>
        {
            (RefundJournals.Approval(Shop, Case, goods, Now), RefundJournals.ApprovalReversal(Shop, Case, goods, Now)),
            (RefundJournals.Payout(Shop, Case, Paid, goods.Charged, toStoreCredit, Now), RefundJournals.PayoutReversal(Shop, Case, Paid, goods.Charged, toStoreCredit, Now)),
        };

        foreach (var (done, undone) in pairs)
        {
            Assert.Equal(0, done.Entries.Sum(entry => entry.Amount.Minor));
            Assert.Equal(done.Entries.Select(entry => entry with { Amount = -entry.Amount }), undone.Entries);
            Assert.DoesNotContain(done.Entries, entry => entry.Amount.IsZero);
        }
    }

    [Fact]
    public void Entries_that_do_not_sum_to_zero_are_a_defect()
    {
        Assert.Throws<InvalidOperationException>(() => Write(new Entry(Account.SalesReturns, Eur(1)), new Entry(Account.RefundsPayable, Eur(-2))));
        Assert.Throws<InvalidOperationException>(() => Write(new Entry(Account.SalesReturns, Eur(0)), new Entry(Account.RefundsPayable, Eur(0))));
        Assert.Throws<InvalidOperationException>(() => Write());
        Assert.Throws<InvalidOperationException>(() => Write(new Entry(Account.SalesReturns, Eur(1)), new Entry(Account.RefundsPayable, Jpy(-1))));
    }

    private static Journal Write(params Entry[] entries) => Journal.Write(Shop, JournalKind.Approval, Case, null, Now, entries);

    private static ReturnedGoods Goods(long charged, long tax, long fee)
    {
        var taxInside = tax % charged / 2;
        var kept = fee % charged;
        return new ReturnedGoods(Eur(charged), Eur(taxInside), Eur(kept), Eur(Rounding.HalfAwayFromZero((Int128)taxInside * kept, charged)));
    }
}
