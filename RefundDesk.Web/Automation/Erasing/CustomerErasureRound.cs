using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Automation.Erasing;

/// <summary>
/// Looks at every customer who wants to be forgotten and is due, under a lease: held while something is open, with the reason answered once;
/// else the customer is told, and when that message is out everything is overwritten.
/// </summary>
internal sealed class CustomerErasureRound(DeskDatabase database, CustomerEraser eraser, TimeProvider time)
{
    private const int AtMost = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WhileOpen = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan WhileSending = TimeSpan.FromMinutes(1);

    /// <summary>Does one round.</summary>
    /// <param name="owner">Unique for this loop of this process.</param>
    /// <param name="cancellationToken">Stops between two parts; a later round goes on.</param>
    /// <returns>How many were looked at.</returns>
    public async Task<int> RunOnceAsync(string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<CustomerId> due;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            due = await db.Customers.AsNoTracking().Where(row => row.ErasureDueAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
                .OrderBy(row => row.ErasureDueAt).Take(AtMost).Select(row => row.Id).ToListAsync(cancellationToken);
        }

        var taken = 0;
        foreach (var id in due)
        {
            if (await TakeAsync(id, owner, cancellationToken))
            {
                await WorkAsync(id, cancellationToken);
                taken++;
            }
        }

        return taken;
    }

    private async Task<bool> TakeAsync(CustomerId id, string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Lease;
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return await db.InTransactionAsync(
            stop => db.Customers.Where(row => row.Id == id && row.ErasureDueAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, owner).SetProperty(row => row.LeaseUntil, until), stop),
            cancellationToken) == 1;
    }

    private async Task WorkAsync(CustomerId id, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var customer = await db.Customers.SingleAsync(row => row.Id == id, cancellationToken);
        var (client, person, now) = (customer.ClientId, customer.Person, time.GetUtcNow());
        var references = await db.Customers.Where(row => row.ClientId == client && row.Person == person).Select(row => row.Reference).ToArrayAsync(cancellationToken);
        var cases = db.RefundCases.Where(refund => refund.ClientId == client && references.Contains(refund.CustomerReference));
        if (await WhatIsOpenAsync(db, client, references, cases, cancellationToken) is { } open)
        {
            if (customer.HoldErasure(open, now + WhileOpen))
            {
                db.Audit.Add(AuditRow.Of(customer, Actor.Automation, now, "Erasure", "Asked", $"Held: {open}"));
                await TellAsync(db, cases, NoticeKind.ErasureHeld, open, now, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        if (customer.Erasure != ErasureState.Running)
        {
            customer.BeginErasure(PersonalWords.FreshKey());
            await TellAsync(db, cases, NoticeKind.ErasureBegins, "Your name, your address and what you wrote to us", now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (await db.Outbox.AnyAsync(row => row.ClientId == client && row.DueAt != null && cases.Any(refund => refund.Id == row.CaseId), cancellationToken))
        {
            customer.LookAgain(now + WhileSending);
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        await eraser.EraseAsync(customer, references, cancellationToken);
    }

    /// <summary>Why the data must stay for now; null where nothing is open.</summary>
    private static async Task<string?> WhatIsOpenAsync(RefundDeskDbContext db, ClientId client, string[] references, IQueryable<RefundCase> cases, CancellationToken cancellationToken)
    {
        var isOpen = await cases.AnyAsync(refund => refund.Status != RefundStatus.Paid && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled, cancellationToken);
        var isUnsettled = await cases.AnyAsync(refund => refund.Payouts.Any(payout => payout.Status != PayoutStatus.Succeeded && payout.Status != PayoutStatus.Failed), cancellationToken);
        var what = (isOpen, isUnsettled) switch
        {
            (true, true) => "A refund is open and its payment is not settled",
            (true, false) => "A refund is open",
            (false, true) => "A payment is not settled",
            _ when await HasDeclaredAsync(db, client, references, cancellationToken) => "A withdrawal was declared and is not worked off",
            _ => null,
        };
        return what is null ? null : $"{what}: until then the data is needed to pay and to book it, and to answer claims (GDPR article 17(3)(b) and (e)). It is erased by itself afterwards.";
    }

    private static Task<bool> HasDeclaredAsync(RefundDeskDbContext db, ClientId client, string[] references, CancellationToken cancellationToken)
    {
        var orders = db.Orders.Where(order => order.ClientId == client && references.Contains(order.CustomerReference));
#pragma warning disable CA1304, CA1311, CA1862 // It is the database that lowers; no culture is involved.
        return db.Withdrawals.Where(row => row.ClientId == client && (row.State == WithdrawalState.Declared || row.State == WithdrawalState.ToLookAt))
            .AnyAsync(row => orders.Any(order => order.OrderNumber == row.Contract || order.CustomerEmail!.ToLower() == row.Email.ToLower()), cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862
    }

    /// <summary>Answers over the newest case that knows an address; who has died is not written to.</summary>
    private static async Task TellAsync(RefundDeskDbContext db, IQueryable<RefundCase> cases, NoticeKind kind, string detail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = await cases.AsNoTracking().Where(refund => refund.CustomerEmail != null).OrderByDescending(refund => refund.ReceivedAt).FirstOrDefaultAsync(cancellationToken);
        if (newest is not null && !newest.Standing.Has(CustomerStanding.Deceased))
        {
            db.Outbox.Add(PendingRows.RowOf(newest, new RefundNotice(kind, newest.CustomerEmail!, newest.CustomerName, newest.Number.ToString(), newest.OrderNumber, string.Empty, detail), now));
        }
    }
}
