using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Ledger;

/// <summary>
/// Recomputes every sum the books and the ceilings depend on, from entries alone, and compares it with what is stored beside. The
/// database does the sums; only differences leave it.
/// </summary>
public sealed class LedgerCheck(DeskDatabase database, ICurrentUser user)
{
    private const int MostShown = 20;

    /// <summary>Checks everything of the clients in reach.</summary>
    /// <returns>What was found; or <c>refund.forbidden</c>.</returns>
    public async Task<Outcome<LedgerFindings>> HandleAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewReports))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        List<LedgerDifference> differences =
        [
            .. await JournalsAsync(db, cancellationToken),
            .. await ApprovalsAsync(db, cancellationToken),
            .. await PayoutsAsync(db, cancellationToken),
            .. await PaidCasesAsync(db, cancellationToken),
            .. await TendersAsync(db, cancellationToken),
            .. await LinesAsync(db, cancellationToken),
            .. await PayablesAsync(db, cancellationToken),
        ];
        return new LedgerFindings(await db.Postings.LongCountAsync(cancellationToken), await db.RefundCases.LongCountAsync(cancellationToken), differences);
    }

    /// <summary>Every journal sums to zero in every currency.</summary>
    private static async Task<IEnumerable<LedgerDifference>> JournalsAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.Postings
            .GroupBy(row => new { row.JournalId, row.Currency })
            .Where(rows => rows.Sum(row => row.AmountMinor) != 0)
            .Select(rows => new { rows.Key.JournalId, rows.Key.Currency, Sum = rows.Sum(row => row.AmountMinor) })
            .OrderBy(row => row.JournalId)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("journal-balances", $"journal {row.JournalId.Value} in {row.Currency}", 0, row.Sum));

    /// <summary>What a case says was approved is what its approvals posted as owed.</summary>
    private static async Task<IEnumerable<LedgerDifference>> ApprovalsAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.RefundCases
            .Select(refund => new
            {
                refund.Number,
                Stored = refund.ApprovedMinor,
                Posted = db.Postings
                    .Where(row => row.CaseId == refund.Id && row.Account == Account.RefundsPayable && (row.Kind == JournalKind.Approval || row.Kind == JournalKind.ApprovalReversal))
                    .Sum(row => -row.AmountMinor),
            })
            .Where(row => row.Stored != row.Posted)
            .OrderBy(row => row.Number)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("approval-posted", $"case {row.Number}", row.Stored, row.Posted));

    /// <summary>What succeeded for a case is what its payouts posted as paid.</summary>
    private static async Task<IEnumerable<LedgerDifference>> PayoutsAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.RefundCases
            .Select(refund => new
            {
                refund.Number,
                Succeeded = refund.Payouts.Where(payout => payout.Status == PayoutStatus.Succeeded).Sum(payout => payout.AmountMinor),
                Posted = db.Postings
                    .Where(row => row.CaseId == refund.Id && row.Account == Account.RefundsPayable && (row.Kind == JournalKind.Payout || row.Kind == JournalKind.PayoutReversal))
                    .Sum(row => row.AmountMinor),
            })
            .Where(row => row.Succeeded != row.Posted)
            .OrderBy(row => row.Number)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("payout-posted", $"case {row.Number}", row.Succeeded, row.Posted));

    /// <summary>A paid case was paid exactly what was approved; no other case has more paid or on its way than that.</summary>
    private static async Task<IEnumerable<LedgerDifference>> PaidCasesAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.RefundCases
            .Select(refund => new
            {
                refund.Number,
                refund.Status,
                refund.ApprovedMinor,
                Counted = refund.Payouts.Where(payout => payout.Status != PayoutStatus.Failed).Sum(payout => payout.AmountMinor),
            })
            .Where(row => row.Counted > row.ApprovedMinor
                || (row.Counted != row.ApprovedMinor && (row.Status == RefundStatus.Paid || row.Status == RefundStatus.Paying || row.Status == RefundStatus.Approved)))
            .OrderBy(row => row.Number)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("paid-as-approved", $"case {row.Number}, {row.Status}", row.ApprovedMinor, row.Counted));

    /// <summary>What a tender counts as given back is what payouts to it are paid or on their way.</summary>
    private static async Task<IEnumerable<LedgerDifference>> TendersAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.Orders
            .SelectMany(order => order.Tenders, (order, tender) => new
            {
                order.OrderNumber,
                tender.TenderNumber,
                Stored = tender.ReservedMinor,
                Counted = db.RefundCases
                    .Where(refund => refund.OrderId == order.Id)
                    .SelectMany(refund => refund.Payouts)
                    .Where(payout => payout.TenderNumber == tender.TenderNumber && payout.Status != PayoutStatus.Failed)
                    .Sum(payout => payout.AmountMinor),
            })
            .Where(row => row.Stored != row.Counted)
            .OrderBy(row => row.OrderNumber).ThenBy(row => row.TenderNumber)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("tender-counted", $"order {row.OrderNumber}, tender {row.TenderNumber}", row.Stored, row.Counted));

    /// <summary>Units that a line counts as spoken for are those of requests that are open or were approved.</summary>
    private static async Task<IEnumerable<LedgerDifference>> LinesAsync(RefundDeskDbContext db, CancellationToken cancellationToken) =>
        (await db.Orders
            .SelectMany(order => order.Lines, (order, line) => new
            {
                order.OrderNumber,
                line.LineNumber,
                Stored = line.ReservedQuantity,
                Counted = db.RefundCases
                    .Where(refund => refund.OrderId == order.Id && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled)
                    .SelectMany(refund => refund.Lines, (refund, asked) => new { refund.ApprovedMinor, asked.LineNumber, asked.Quantity, asked.IsIncluded })
                    .Where(asked => asked.LineNumber == line.LineNumber && (asked.ApprovedMinor == 0 || asked.IsIncluded))
                    .Sum(asked => asked.Quantity),
            })
            .Where(row => row.Stored != row.Counted)
            .OrderBy(row => row.OrderNumber).ThenBy(row => row.LineNumber)
            .Take(MostShown)
            .ToListAsync(cancellationToken))
        .Select(row => new LedgerDifference("units-counted", $"order {row.OrderNumber}, line {row.LineNumber}", row.Stored, row.Counted));

    /// <summary>What a client owes its customers, by its books, is what its cases have approved and not paid.</summary>
    private static async Task<IEnumerable<LedgerDifference>> PayablesAsync(RefundDeskDbContext db, CancellationToken cancellationToken)
    {
        var books = await db.Postings
            .Where(row => row.Account == Account.RefundsPayable)
            .GroupBy(row => new { row.ClientId, row.Currency })
            .Select(rows => new { rows.Key.ClientId, rows.Key.Currency, Owed = rows.Sum(row => -row.AmountMinor) })
            .ToDictionaryAsync(row => (row.ClientId, row.Currency), row => row.Owed, cancellationToken);
        var approved = await db.RefundCases
            .GroupBy(refund => new { refund.ClientId, refund.Currency })
            .Select(cases => new { cases.Key.ClientId, cases.Key.Currency, Sum = cases.Sum(refund => refund.ApprovedMinor) })
            .ToDictionaryAsync(row => (row.ClientId, row.Currency), row => row.Sum, cancellationToken);
        var paid = await db.Payouts
            .Where(payout => payout.Status == PayoutStatus.Succeeded)
            .GroupBy(payout => new { payout.ClientId, payout.Currency })
            .Select(payouts => new { payouts.Key.ClientId, payouts.Key.Currency, Sum = payouts.Sum(payout => payout.AmountMinor) })
            .ToDictionaryAsync(row => (row.ClientId, row.Currency), row => row.Sum, cancellationToken);
        return approved.Keys.Union(books.Keys).Union(paid.Keys)
            .Select(key => (Key: key, Expected: approved.GetValueOrDefault(key) - paid.GetValueOrDefault(key), Found: books.GetValueOrDefault(key)))
            .Where(row => row.Expected != row.Found)
            .Select(row => new LedgerDifference("refunds-payable", $"client {row.Key.ClientId} in {row.Key.Currency}", row.Expected, row.Found));
    }
}
