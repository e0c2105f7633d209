using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Infrastructure.Persistence.Rows;

/// <summary>A shop of a client: how it is reached, how far it was read, who reads it now.</summary>
public sealed class OrderSourceRow : IClientRow
{
    /// <summary>Grows with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>The connector, <c>shopify</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The shop's root, without a slash at its end.</summary>
    public required string Address { get; init; }

    /// <summary>What goes with the secret; empty where nothing does.</summary>
    public required string Account { get; init; }

    /// <summary>The secret, sealed with the keys of the nodes; never leaves the desk.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>The gateway that pays back where the shop does not say which.</summary>
    public required string Gateway { get; init; }

    /// <summary>Orders changed before this are not asked for, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who added it.</summary>
    public required string CreatedByName { get; init; }

    /// <summary>Whether paid refunds are told to it.</summary>
    public bool TellsRefunds { get; set; } = true;

    /// <summary>A person paused it.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Where the last page ended; null at the beginning.</summary>
    public string? Cursor { get; set; }

    /// <summary>Who reads it; null while nobody does.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it is read next, UTC.</summary>
    public DateTimeOffset NextLookAt { get; set; }

    /// <summary>When it was last tried, UTC; null never.</summary>
    public DateTimeOffset? LastLookAt { get; set; }

    /// <summary>When it was last read to its end, UTC; null never.</summary>
    public DateTimeOffset? LastEndAt { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Faults { get; set; }

    /// <summary>The last one's code; null where the last look went well.</summary>
    public string? FaultCode { get; set; }

    /// <summary>The same in words, at most 400 characters.</summary>
    public string? FaultText { get; set; }

    /// <summary>New orders taken in.</summary>
    public long OrdersTaken { get; set; }

    /// <summary>Counts what people change; a stale change is refused.</summary>
    public long Version { get; set; }
}

/// <summary>An order of a shop: under which keys the shop knows it and its lines, or why it is held back.</summary>
public sealed class SourceOrderRow : IClientRow
{
    /// <summary>The shop.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>The shop's own key of the order.</summary>
    public required string ShopKey { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>What the customer calls it.</summary>
    public required string OrderNumber { get; set; }

    /// <summary>The order here; null while it never could be taken in.</summary>
    public OrderId? OrderId { get; set; }

    /// <summary>The shop's keys of the lines in the order of their numbers, as a JSON array of strings.</summary>
    public string LineKeysJson { get; set; } = "[]";

    /// <summary>When the shop last gave it, UTC.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Why what the shop gave last is held back; null where it is not.</summary>
    public string? HeldCode { get; set; }

    /// <summary>The same in words, at most 400 characters.</summary>
    public string? HeldText { get; set; }
}

/// <summary>A paid refund that a shop is told; stored with the change that paid it.</summary>
public sealed class SourceRefundRow : IClientRow
{
    /// <summary>The shop.</summary>
    public required Guid SourceId { get; init; }

    /// <summary>The case.</summary>
    public required RefundCaseId CaseId { get; init; }

    /// <summary>The retailer.</summary>
    public required ClientId ClientId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried next, UTC; null once it was told or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Failures so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Who tells it; null while nobody does.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when, UTC.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When the shop had it, UTC; null before.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    /// <summary>The shop's own reference of it.</summary>
    public string? Reference { get; set; }

    /// <summary>The last failure's code.</summary>
    public string? FaultCode { get; set; }

    /// <summary>The same in words, at most 400 characters.</summary>
    public string? FaultText { get; set; }
}
