using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Intake.Importing;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Pushing;

/// <summary>What became of an order that was handed over.</summary>
public enum PushResult
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there, and delivery or address became known.</summary>
    Updated,

    /// <summary>It was there like this.</summary>
    Unchanged,
}

/// <summary>Takes orders that a retailer's system hands over; the same one again changes nothing, and what was sold and paid is never overwritten.</summary>
public sealed class PushOrders(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int Attempts = 4;

    /// <summary>Takes some of one client's, each for itself.</summary>
    /// <param name="drafts">At most <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellationToken">Gives up; what was stored stays.</param>
    /// <returns>
    /// One answer an order, in their order: what became of it, or <c>order.*</c> with the field, <c>order.differs</c> where what was sold or paid is
    /// another than stored, <c>order.twice</c> for a number that came before in the same batch. Or, for all, <c>refund.forbidden</c>, <c>client.leaving</c>.
    /// </returns>
    public async Task<Outcome<IReadOnlyList<Outcome<PushResult>>>> HandleAsync(IReadOnlyList<OrderDraft> drafts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drafts.Count, MostAtOnce, nameof(drafts));
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.PushOrders) || principal.ClientId is not { } client)
        {
            return RefundRefusals.Forbidden;
        }

        if (await IsClosedAsync(client, cancellationToken))
        {
            return ClientRefusals.Leaving;
        }

        var answers = new Outcome<PushResult>?[drafts.Count];
        var fresh = new Dictionary<string, (int Place, Order Order)>(StringComparer.Ordinal);
        for (var place = 0; place < drafts.Count; place++)
        {
            var taken = Order.TakeIn(client, drafts[place], time.GetUtcNow());
            if (!taken.Succeeded)
            {
                answers[place] = taken.Refusal;
            }
            else if (!fresh.TryAdd(taken.Value.OrderNumber, (place, taken.Value)))
            {
                answers[place] = new Refusal("order.twice", $"orderNumber: '{taken.Value.OrderNumber}' came before in this batch; the first one counts.");
            }
        }

        await StoreAsync(client, fresh, answers, cancellationToken);
        return answers.Select(answer => answer!.Value).ToArray();
    }

    /// <summary>How many are taken at once.</summary>
    public const int MostAtOnce = 500;

    private async Task<bool> IsClosedAsync(ClientId client, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        return await IntakeClosed.IsAsync(db, client, cancellationToken);
    }

    private async Task StoreAsync(ClientId client, Dictionary<string, (int Place, Order Order)> fresh, Outcome<PushResult>?[] answers, CancellationToken cancellationToken)
    {
        for (var attempt = 1; fresh.Count > 0; attempt++)
        {
            await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
            try
            {
                var taken = await TakenOrders.StoreAsync(db, client, [.. fresh.Values.Select(order => order.Order)], cancellationToken);
                foreach (var (number, order) in taken)
                {
                    answers[fresh[number].Place] = order.Result;
                }

                return;
            }
            catch (Exception fault) when (attempt < Attempts && TakenOrders.WasOutrun(db, fault))
            {
                // A refund moved one of them meanwhile, or somebody else stored one of these numbers first: look again.
            }
        }
    }
}
