using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Withdrawing;

/// <summary>
/// Finds out what declarations of withdrawal are about: where order and address belong together it makes the refund of everything that is open;
/// where all of it is asked back already it ties the two together; everything else is a person's to find out. Any number of nodes may do it at once.
/// </summary>
public sealed class WithdrawalRound(DeskDatabase database, IOptions<WaitingOptions> waiting, TimeProvider time)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>One look.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        List<RefundNumber> due;
        var now = time.GetUtcNow();
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            due = await db.Withdrawals.AsNoTracking().Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Select(row => row.Number).Take(AtOnce).ToListAsync(cancellationToken);
        }

        foreach (var number in due)
        {
            await WorkAsync(number, now, cancellationToken);
        }

        return due.Count;
    }

    private async Task WorkAsync(RefundNumber number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var declaration = await db.Withdrawals.SingleOrDefaultAsync(row => row.Number == number && row.DueAt <= now, cancellationToken);
        if (declaration is null)
        {
            return;
        }

        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == declaration.ClientId, cancellationToken);
        var order = await db.WholeOrders(few: true).SingleOrDefaultAsync(order => order.ClientId == declaration.ClientId && order.OrderNumber == declaration.Contract, cancellationToken);
        if (order is null && now < declaration.DeclaredAt.AddHours(waiting.Value.Hours))
        {
            declaration.LookAgain(now + LookAgainAfter);
        }
        else if (WhyAPerson(declaration, client, order) is { } why)
        {
            declaration.LeaveToPeople(why);
        }
        else
        {
            await TakeAsync(db, declaration, client, order!, now, cancellationToken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node took it, or the order moved: the next look tells.
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsCheckViolation(inner) || db.Dialect.IsTransient(inner)))
        {
            // The same, as the database says it.
        }
    }

    private static string? WhyAPerson(WithdrawalDeclaration declaration, Client client, Order? order) =>
        client.State != ClientState.Active ? "The retailer takes nothing new in any more."
        : order is null ? $"No order has the number '{declaration.Contract}'."
        : order.CustomerEmail is null ? "No e-mail address is known of the order."
        : !string.Equals(order.CustomerEmail, declaration.Email, StringComparison.OrdinalIgnoreCase) ? "The order has another e-mail address than the declaration."
        : declaration.Parts is not null ? "It is about a part of the order."
        : null;

    private static async Task TakeAsync(RefundDeskDbContext db, WithdrawalDeclaration declaration, Client client, Order order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (declaration.RequestFor(order) is { } request)
        {
            var received = await SubmitRequest.ReceiveAsync(db, client, order, request, declaration.Number, Actor.Customer(order.CustomerName), now, cancellationToken);
            if (received.Succeeded)
            {
                declaration.BecomeCase();
            }
            else
            {
                declaration.LeaveToPeople(received.Refusal.Message);
            }

            return;
        }

        var there = await db.RefundCases.AsNoTracking()
            .Where(refund => refund.OrderId == order.Id && refund.Status != RefundStatus.Rejected && refund.Status != RefundStatus.Cancelled)
            .OrderByDescending(refund => refund.ReceivedAt).Select(refund => new { refund.Id, refund.Number, refund.Status }).FirstOrDefaultAsync(cancellationToken);
        if (there is null)
        {
            declaration.LeaveToPeople("Nothing of the order is open, and no refund speaks for it.");
            return;
        }

        declaration.TieTo(there.Number);
        var said = new CaseEvent(null, there.Status, there.Status, Actor.Customer(order.CustomerName), declaration.DeclaredAt, $"Withdrew from the contract, receipt {declaration.Number}");
        db.CaseEvents.Add(PendingRows.RowOf(client.Id, there.Id, said));
    }
}

/// <summary>Looks as long as the application serves.</summary>
internal sealed class WithdrawalService(WithdrawalRound round, IOptions<WaitingOptions> options, TimeProvider time, ILogger<WithdrawalService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LookEverySeconds), time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await round.RunOnceAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a look meets: nothing was half done, the next one finds it again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "Finding out what withdrawals are about failed");
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
