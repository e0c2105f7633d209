using RefundDesk.Domain.Clients;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Refunds.Requesting;

/// <summary>A request that was taken in with others.</summary>
/// <param name="Number">What its case is called.</param>
/// <param name="Rest">Ends when automation is done with the case, with the case as it was stored then; with null where it is not this process, or not at once, that goes on with it.</param>
public sealed record GroupedRequest(RefundNumber Number, Task<RefundCase?> Rest);

/// <summary>
/// Takes requests that systems send at the same moment in together, and decides them in the same commit. Only the plain way is gone here, a new
/// request for an order that is known; of everything else nothing is stored, and it is to be looked at alone.
/// </summary>
public interface IRequestGroups
{
    /// <summary>Takes one in, with whatever else comes now.</summary>
    /// <param name="client">The retailer; that the caller may speak for it was checked.</param>
    /// <param name="orderNumber">The retailer's number of the purchase.</param>
    /// <param name="request">With the sender's own key.</param>
    /// <param name="by">Who asks: a system, since nobody looks here whether the purchase is a person's own.</param>
    /// <param name="cancellationToken">Ends the waiting; what was begun is stored all the same.</param>
    /// <returns>The new case; null where nothing was stored and the request is to be looked at alone.</returns>
    Task<GroupedRequest?> TakeAsync(ClientId client, string orderNumber, RefundRequest request, Actor by, CancellationToken cancellationToken);
}
