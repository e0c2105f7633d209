using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Web.Features.Intake.Pushing;
using RefundDesk.Web.Features.Intake.Waiting;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Stores pages of shops, each with the place to go on from in one transaction, as long as the lease is held.</summary>
public sealed class PageStore(DeskDatabase database, WaitingRound waiting, IOptions<PullingOptions> options, TimeProvider time, ILogger<PageStore> log)
{
    private const int Attempts = 4;

    /// <summary>Stores a page; requests that waited for its orders go on at once.</summary>
    /// <param name="source">As it was before the page.</param>
    /// <param name="owner">Who holds the lease.</param>
    /// <param name="page">What the shop gave.</param>
    /// <param name="cancellationToken">Gives up; nothing of the transaction under way is stored.</param>
    /// <returns>What came; null where somebody else has the lease now, or the shop was paused or removed.</returns>
    internal async Task<PulledOrders?> StoreAsync(OrderSourceRow source, string owner, SourcePage page, CancellationToken cancellationToken)
    {
        PulledOrders? stored;
        try
        {
            stored = await StoreAsync(source, owner, page.Orders, page.Cursor, cancellationToken);
        }
        catch (DbUpdateException fault) when (page.Orders.Count > 1)
        {
            log.LogWarning(fault, "A page of {Shop} cannot be stored as a whole; its orders are stored one by one", source.Address);
            stored = await StoreEachAsync(source, owner, page, cancellationToken);
        }
        catch (System.Data.Common.DbException fault) when (page.Orders.Count > 1)
        {
            log.LogWarning(fault, "A page of {Shop} cannot be stored as a whole; its orders are stored one by one", source.Address);
            stored = await StoreEachAsync(source, owner, page, cancellationToken);
        }

        if (stored?.Created > 0)
        {
            await waiting.RunOnceAsync(cancellationToken);
        }

        return stored;
    }

    /// <summary>One order the database refuses must not keep the others: it is held back alone, and the place moves only behind the last one.</summary>
    private async Task<PulledOrders?> StoreEachAsync(OrderSourceRow source, string owner, SourcePage page, CancellationToken cancellationToken)
    {
        var all = PulledOrders.None;
        foreach (var order in page.Orders)
        {
            PulledOrders? one;
            try
            {
                one = await StoreAsync(source, owner, [order], source.Cursor, cancellationToken);
            }
            catch (Exception fault) when ((fault as System.Data.Common.DbException ?? fault.InnerException) is System.Data.Common.DbException inner && !database.Dialect.IsTransient(inner))
            {
                log.LogError(fault, "Order {Order} of {Shop} is refused by the database and held back", order.Key, source.Address);
                one = await StoreAsync(source, owner, [order with { Order = Unstorable(order, database.Dialect.IsDuplicate(inner)) }], source.Cursor, cancellationToken);
            }

            if (one is null)
            {
                return null;
            }

            all = all.And(one);
        }

        return await StoreAsync(source, owner, [], page.Cursor, cancellationToken) is null ? null : all;
    }

    private static Outcome<OrderDraft> Unstorable(SourceOrder order, bool isTaken) => isTaken
        ? new Refusal("order.number-taken", $"There is an order with a number like '{order.Number}' already.")
        : new Refusal("order.unstorable", "The database refuses this order; the log of the node says why.");

    private async Task<PulledOrders?> StoreAsync(OrderSourceRow source, string owner, IReadOnlyList<SourceOrder> orders, string? next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await database.OpenAsync(ClientScope.Only(source.ClientId), cancellationToken);
            try
            {
                return await db.InTransactionAsync(stop => StoreAsync(db, source, owner, orders, next, stop), cancellationToken);
            }
            catch (LeaseLostException)
            {
                return null;
            }
            catch (Exception fault) when (attempt < Attempts && TakenOrders.WasOutrun(db, fault))
            {
                // A refund moved one of them meanwhile, or somebody stored one of these numbers first: look again.
            }
        }
    }

    private async Task<PulledOrders> StoreAsync(RefundDeskDbContext db, OrderSourceRow source, string owner, IReadOnlyList<SourceOrder> orders, string? next, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (id, cursor, until) = (source.Id, source.Cursor, now.AddSeconds(options.Value.LeaseSeconds));

        // First, so that the row is held: of two that both believe to have the lease, one waits here and then finds that it has not.
        var mine = await db.OrderSources.Where(row => row.Id == id && row.LeaseOwner == owner && row.Cursor == cursor && !row.IsPaused)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, next).SetProperty(row => row.LeaseUntil, until), cancellationToken);
        if (mine == 0)
        {
            throw new LeaseLostException();
        }

        // Tracked, because rows of a client hang only on rows that are loaded.
        await db.OrderSources.SingleAsync(row => row.Id == id, cancellationToken);
        var stored = await new PulledPage(source, orders, now).StoreAsync(db, cancellationToken);
        if (stored.Created > 0)
        {
            long created = stored.Created;
            await db.OrderSources.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.OrdersTaken, row => row.OrdersTaken + created), cancellationToken);
        }

        return stored;
    }

    /// <summary>Takes the transaction back; never leaves this class.</summary>
    private sealed class LeaseLostException : Exception;
}
