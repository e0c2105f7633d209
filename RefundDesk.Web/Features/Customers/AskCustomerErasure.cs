using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Customers;

/// <summary>A customer wants to be forgotten (GDPR art. 17). Automation does it as soon as nothing is open; until then it is held and the customer told why.</summary>
public sealed class AskCustomerErasure(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Writes it down; asking twice is asking once.</summary>
    /// <param name="client">The retailer's key.</param>
    /// <param name="reference">Any reference of the person: all of them are erased.</param>
    /// <param name="cancellationToken">Ends it before the save.</param>
    /// <returns>Done; or <c>customer.erased</c>, <c>customer.unknown</c>, <c>client.unknown</c>, <c>refund.stale</c>, <c>refund.forbidden</c>.</returns>
    public Task<Outcome> HandleAsync(string client, string reference, CancellationToken cancellationToken) => CustomerSteps.TakeAsync(
        database,
        user,
        time,
        (client, reference),
        (hand, _) =>
        {
            var before = hand.Root.Erasure;
            var asked = hand.Root.AskErasure(hand.By, hand.At);
            if (asked.Succeeded && before is null)
            {
                hand.Note("Erasure", null, "Asked");
            }

            return Task.FromResult(asked);
        },
        cancellationToken);
}
