using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>
/// A request whose order is not known yet: it has its number already, and becomes a case when the order comes. Shops send both within seconds, in
/// either order.
/// </summary>
public sealed class WaitingRequestRow : IClientRow
{
    /// <summary>What the case will be called.</summary>
    public required RefundNumber Number { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The order it waits for.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>The sender's own key of the request.</summary>
    public required string RequestKey { get; init; }

    /// <summary>Who sent it, as people read it.</summary>
    public required string ActorName { get; init; }

    /// <summary>The request, as JSON.</summary>
    public required string Json { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Until when it waits, UTC; null once it ended without becoming a case.</summary>
    public DateTimeOffset? WaitsUntil { get; set; }

    /// <summary>Why it did not become a case: a stable code; null while it waits.</summary>
    public string? EndCode { get; set; }

    /// <summary>The same in words.</summary>
    public string? EndText { get; set; }
}
