using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Calls;

/// <summary>A retailer whose customers call.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Name">What people call it.</param>
public sealed record ClientToCallFor(string Key, string Name);

/// <summary>One order a search found.</summary>
/// <param name="ClientKey">The retailer.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="OrderNumber">The retailer's number.</param>
/// <param name="CustomerName">Who bought.</param>
/// <param name="MaskedEmail">Enough of the address to compare it with what a caller says; null where unknown.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="Charged">Everything.</param>
/// <param name="OpenUnits">Articles that may still be asked for.</param>
public sealed record OrderFound(string ClientKey, string ClientName, string OrderNumber, string CustomerName, string? MaskedEmail, DateTimeOffset PlacedAt, Money Charged, int OpenUnits);

/// <summary>What a search found.</summary>
/// <param name="Orders">The newest.</param>
/// <param name="IsCut">True where there are more.</param>
public sealed record OrdersFound(IReadOnlyList<OrderFound> Orders, bool IsCut);

/// <summary>An order somebody wants something of back.</summary>
/// <param name="ClientKey">The retailer.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="TimeZoneId">The retailer's IANA zone.</param>
/// <param name="OrderNumber">The retailer's number.</param>
/// <param name="CustomerName">Who bought.</param>
/// <param name="MaskedEmail">Enough of the address to compare it; null where unknown.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="DeliveredAt">UTC; null where unknown.</param>
/// <param name="Charged">Everything.</param>
/// <param name="IsOwnPurchase">True where the person who looks is the customer: then somebody else puts it in.</param>
/// <param name="Lines">By number.</param>
public sealed record OrderToReturn(
    string ClientKey,
    string ClientName,
    string TimeZoneId,
    string OrderNumber,
    string CustomerName,
    string? MaskedEmail,
    DateTimeOffset PlacedAt,
    DateTimeOffset? DeliveredAt,
    Money Charged,
    bool IsOwnPurchase,
    IReadOnlyList<LineToReturn> Lines);

/// <summary>A line of it.</summary>
/// <param name="LineNumber">1, 2, 3 …</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Sku">The retailer's article number.</param>
/// <param name="Bought">Units.</param>
/// <param name="Open">Units no request speaks for yet.</param>
/// <param name="Charged">For all units.</param>
public sealed record LineToReturn(int LineNumber, OrderLineKind Kind, string Description, string Sku, int Bought, int Open, Money Charged);
