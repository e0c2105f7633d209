using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Requesting;

/// <summary>Over which door a request came.</summary>
public enum RequestChannel
{
    /// <summary>An agent typed it in for a customer.</summary>
    Agent,

    /// <summary>The customer's own page.</summary>
    Portal,

    /// <summary>A system of the retailer.</summary>
    Api,

    /// <summary>A file.</summary>
    File,

    /// <summary>A letter or mail.</summary>
    Mail,

    /// <summary>A shop's till.</summary>
    PointOfSale,
}

/// <summary>What a customer wants, checked against the order when a case is made of it.</summary>
/// <param name="Channel">Over which door it came.</param>
/// <param name="RequestKey">The sender's own key of this request, at most 120 characters: the same key of the same client is one request. Null where the door has none.</param>
/// <param name="AskedAt">When the customer asked, UTC; windows are measured by it.</param>
/// <param name="CustomerNote">The customer's words, at most 2,000 characters.</param>
/// <param name="Lines">At least one; a line at most once.</param>
public sealed record RefundRequest(
    RequestChannel Channel,
    string? RequestKey,
    DateTimeOffset AskedAt,
    string? CustomerNote,
    IReadOnlyList<RequestedLine> Lines)
{
    /// <summary>The language the customer used, two letters; null where the door does not know, and the country of the order says.</summary>
    public string? Language { get; init; }

    /// <summary>What is wrong with it before an order is looked at; null where nothing is.</summary>
    /// <param name="at">Now, UTC.</param>
    public Common.Refusal? FirstFault(DateTimeOffset at) => RequestChecks.FirstFault(this, at);
}

/// <summary>One line of a request.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Quantity">Units, above zero.</param>
/// <param name="Reason">Why.</param>
/// <param name="Condition">As the customer announces it.</param>
public sealed record RequestedLine(int LineNumber, int Quantity, RefundReason Reason, GoodsCondition Condition);
