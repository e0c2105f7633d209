using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Waiting;

/// <summary>Makes cases of waiting requests whose orders came, and ends those that waited long enough. Any number of nodes may do it at once.</summary>
public sealed class WaitingRound(DeskDatabase database, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>How long it can be read why a request was not taken.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>One look.</summary>
    /// <returns>How many ended, one way or the other.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<RefundNumber> ready;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            ready = await db.WaitingRequests.AsNoTracking().Where(row => row.WaitsUntil != null)
                .Where(row => row.WaitsUntil <= now || db.Orders.Any(order => order.ClientId == row.ClientId && order.OrderNumber == row.OrderNumber))
                .OrderBy(row => row.WaitsUntil).ThenBy(row => row.Number).Select(row => row.Number).Take(AtOnce).ToListAsync(cancellationToken);
        }

        var forgotten = now - Remembered;
        await using (var db = await database.OpenAsync(ClientScope.Everything, cancellationToken))
        {
            await db.WaitingRequests.Where(row => row.WaitsUntil == null && row.ReceivedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        }

        var ended = 0;
        foreach (var number in ready)
        {
            ended += await EndAsync(number, now, cancellationToken) ? 1 : 0;
        }

        return ended;
    }

    private async Task<bool> EndAsync(RefundNumber number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        var row = await db.WaitingRequests.SingleOrDefaultAsync(row => row.Number == number && row.WaitsUntil != null, cancellationToken);
        if (row is null)
        {
            return false;
        }

        var order = await db.WholeOrders(few: true).SingleOrDefaultAsync(order => order.ClientId == row.ClientId && order.OrderNumber == row.OrderNumber, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == row.ClientId, cancellationToken);
        Outcome<RefundCase> received = client.State != ClientState.Active ? ClientRefusals.Leaving
            : order is null ? new Refusal("request.order-did-not-come", $"The order '{row.OrderNumber}' did not come in time: hand it over and ask again.")
            : await SubmitRequest.ReceiveAsync(db, client, order, WaitForOrder.RequestOf(row), row.Number, Actor.System(row.ActorName), now, cancellationToken);
        if (received.Succeeded)
        {
            db.WaitingRequests.Remove(row);
        }
        else
        {
            (row.WaitsUntil, row.EndCode, row.EndText) = (null, received.Refusal.Code, received.Refusal.Message.Length <= 400 ? received.Refusal.Message : received.Refusal.Message[..400]);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node took it, or the order moved: the next look tells.
            return false;
        }
        catch (DbUpdateException fault) when (fault.InnerException is DbException inner && (db.Dialect.IsDuplicate(inner) || db.Dialect.IsCheckViolation(inner) || db.Dialect.IsTransient(inner)))
        {
            return false;
        }
    }
}

/// <summary>Looks as long as the application serves.</summary>
internal sealed class WaitingService(WaitingRound round, Microsoft.Extensions.Options.IOptions<WaitingOptions> options, TimeProvider time, ILogger<WaitingService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Hours == 0)
        {
            return;
        }

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
                log.LogError(fault, "Looking for orders that requests wait for failed");
                await timer.WaitForNextTickAsync(stoppingToken);
            }
        }
    }
}
