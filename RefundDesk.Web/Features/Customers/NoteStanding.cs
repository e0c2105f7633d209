using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Customers;

/// <summary>Notes of a customer what a person must know: has died, is under age; or takes it back.</summary>
public sealed class NoteStanding(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Notes it, for every reference of the person, and tells the customer's cases.</summary>
    /// <param name="client">The retailer's key.</param>
    /// <param name="reference">The retailer's key of the customer.</param>
    /// <param name="standing">All that is so from now on.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>client.unknown</c>, <c>customer.unknown</c>, <c>customer.erased</c>, <c>refund.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string client, string reference, CustomerStanding standing, CancellationToken cancellationToken) => CustomerSteps.TakeAsync(
        database,
        user,
        time,
        (client, reference),
        async (hand, stop) =>
        {
            var before = hand.Standing;
            foreach (var row in hand.Person)
            {
                if (row.Note(standing) is { Succeeded: false } refused)
                {
                    return refused;
                }
            }

            if (before != standing)
            {
                hand.Note("Standing", before.Words(), standing.Words());
            }

            await CustomerSteps.TellCasesAsync(hand, standing, stop);
            return Outcome.Ok;
        },
        cancellationToken);
}
