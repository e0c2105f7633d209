using System.Text.Json.Serialization;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>Why a customer wants money back.</summary>
public enum RefundReason
{
    /// <summary>The customer's own choice.</summary>
    ChangedMind,

    /// <summary>Does not fit.</summary>
    WrongSize,

    /// <summary>Does not work.</summary>
    Defective,

    /// <summary>Arrived broken.</summary>
    DamagedInTransit,

    /// <summary>Something else came.</summary>
    WrongItem,

    /// <summary>Never came.</summary>
    NotReceived,

    /// <summary>Came too late.</summary>
    LateDelivery,

    /// <summary>None of these.</summary>
    Other,

    /// <summary>The price fell, or another was promised; the goods stay.</summary>
    PriceAdjustment,

    /// <summary>The retailer wants to be kind; the goods stay.</summary>
    Goodwill,
}

/// <summary>What follows from a reason.</summary>
public static class RefundReasons
{
    /// <summary>True where the fault lies with the retailer or the carrier: no fee, no final sale, no window of goodwill.</summary>
    public static bool IsRetailersFault(this RefundReason reason) =>
        reason is RefundReason.Defective or RefundReason.DamagedInTransit or RefundReason.WrongItem or RefundReason.NotReceived;
}

/// <summary>One line a customer wants money back for, with what is known of it.</summary>
/// <param name="LineNumber">The order's line.</param>
/// <param name="Kind">Goods, shipping or extra.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Category">The retailer's category.</param>
/// <param name="Quantity">Units asked for.</param>
/// <param name="ChargedMinor">What these units were charged, minor units.</param>
/// <param name="IsFinalSale">Sold as final sale.</param>
/// <param name="Reason">Why.</param>
/// <param name="Condition">As announced, or as inspected where that is done.</param>
public sealed record PolicyLine(
    int LineNumber,
    OrderLineKind Kind,
    string Description,
    string Category,
    int Quantity,
    long ChargedMinor,
    bool IsFinalSale,
    RefundReason Reason,
    GoodsCondition Condition)
{
    /// <summary>Article number.</summary>
    public string Sku { get; init; } = string.Empty;

    /// <summary>The condition the customer announced; differs from <see cref="Condition"/> where an inspection found another. Null where it is the same.</summary>
    public GoodsCondition? AnnouncedCondition { get; init; }

    /// <summary>Units the customer announced; <see cref="Quantity"/> are those an inspection counted. Null where all came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AnnouncedQuantity { get; init; }

    /// <summary>What an inspection found in place of the article; null where it is the article.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FoundInstead? FoundInstead { get; init; }

    /// <summary>Delivery only: what the standard one would have cost, minor units; null where the order does not say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? StandardDeliveryMinor { get; init; }
}

/// <summary>Everything a policy looks at; nothing else may decide, so that the same facts give the same answer years later.</summary>
/// <param name="OrderNumber">The retailer's number, for the texts.</param>
/// <param name="CurrencyCode">Currency of the order.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="DispatchedAt">UTC or unknown.</param>
/// <param name="DeliveredAt">UTC or unknown.</param>
/// <param name="AskedAt">When the customer asked, UTC.</param>
/// <param name="TimeZoneId">IANA zone in which days are counted.</param>
/// <param name="Lines">The lines asked for.</param>
/// <param name="IsWholeOrder">Whether, with earlier refunds, everything goes back.</param>
/// <param name="RefundableMinor">What the payments can still give back.</param>
/// <param name="GoodsInspected">Whether goods came back and were inspected.</param>
public sealed record PolicyFacts(
    string OrderNumber,
    string CurrencyCode,
    DateTimeOffset PlacedAt,
    DateTimeOffset? DispatchedAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset AskedAt,
    string TimeZoneId,
    IReadOnlyList<PolicyLine> Lines,
    bool IsWholeOrder,
    long RefundableMinor,
    bool GoodsInspected)
{
    /// <summary>How many other requests of the customer lie within the client's window, open or decided in the customer's favour.</summary>
    public int NearbyRequests { get; init; }

    /// <summary>What they come to, minor units of the order's currency: what automation may approve is measured by the sum.</summary>
    public long NearbyMinor { get; init; }

    /// <summary>The order's country as the retailer writes it; null where not known: no law is applied.</summary>
    public string? Country { get; init; }

    /// <summary>The group of the customer, as the retailer calls it; null where there is none.</summary>
    public string? CustomerGroup { get; init; }

    /// <summary>What stays with the customer; null where no rule asks about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PurchaseFacts? Purchase { get; init; }

    /// <summary>Whether the customer was asked something and answered.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>What came along as evidence; null in decisions taken before that was looked at, and where no rule asks and nothing came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceFacts? Evidence { get; init; }

    /// <summary>Whether it, or something after it, came by mail, where nobody can be sure who wrote: then a person decides, whatever the rules give.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CameByMail { get; init; }

    /// <summary>
    /// What the shop that the order came from says of it by now, where that is not what is stored: then a person decides, because what a shop gave
    /// back by itself must not be given back again. Null where the shop says the same, or the order came from none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShopDiffers { get; init; }

    /// <summary>What was noted of the customer: then a person decides, whatever the rules give.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CustomerStanding Standing { get; init; }
}
