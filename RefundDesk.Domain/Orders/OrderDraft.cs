namespace RefundDesk.Domain.Orders;

/// <summary>An order as a retailer hands it over, before it is checked. Amounts are minor units of <paramref name="Currency"/>, tax included.</summary>
/// <param name="OrderNumber">The retailer's own number, 1 to 60 characters, unique for the client.</param>
/// <param name="CustomerReference">The retailer's key of the customer, at most 60 characters.</param>
/// <param name="CustomerName">At most 120 characters.</param>
/// <param name="CustomerEmail">Where messages go; null where unknown.</param>
/// <param name="Country">ISO 3166 alpha-2, or the retailer's word for it, at most 60 characters.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="DispatchedAt">UTC; null while not dispatched or unknown.</param>
/// <param name="DeliveredAt">UTC, the last parcel; null while not delivered or unknown.</param>
/// <param name="OrderDiscountMinor">A discount over the whole order, spread once over all lines by their price after line discounts.</param>
/// <param name="Lines">At least one.</param>
/// <param name="Tenders">At least one; what they captured may be less than the lines (part-paid), never more.</param>
public sealed record OrderDraft(
    string OrderNumber,
    string CustomerReference,
    string CustomerName,
    string? CustomerEmail,
    string Country,
    string Currency,
    DateTimeOffset PlacedAt,
    DateTimeOffset? DispatchedAt,
    DateTimeOffset? DeliveredAt,
    long OrderDiscountMinor,
    IReadOnlyList<OrderLineDraft> Lines,
    IReadOnlyList<TenderDraft> Tenders)
{
    /// <summary>The group of the customer, as the retailer calls it, at most 40 characters; null where there is none.</summary>
    public string? CustomerGroup { get; init; }

    /// <summary>The postcode it was delivered to, at most 16 characters; null where unknown. Customers may name it in place of their address.</summary>
    public string? Postcode { get; init; }

    /// <summary>The IANA zone in which the shopper counts days, for a store its own; null where it is not known, and the country decides.</summary>
    public string? TimeZoneId { get; init; }
}

/// <summary>A line as handed over. Amounts are for the whole quantity.</summary>
/// <param name="Sku">Article number.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Category">The retailer's category.</param>
/// <param name="Quantity">Above zero.</param>
/// <param name="ListMinor">Price before discounts, tax included.</param>
/// <param name="LineDiscountMinor">Discount of this line alone.</param>
/// <param name="TaxBasisPoints">Tax rate inside the price, hundredths of a percent: 1 900 is 19 %.</param>
/// <param name="Kind">Goods, shipping or an extra.</param>
/// <param name="IsFinalSale">Sold as final sale.</param>
public sealed record OrderLineDraft(
    string Sku,
    string Description,
    string Category,
    int Quantity,
    long ListMinor,
    long LineDiscountMinor = 0,
    int TaxBasisPoints = 0,
    OrderLineKind Kind = OrderLineKind.Goods,
    bool IsFinalSale = false)
{
    /// <summary>Under what it was sold beside its price; null where there is nothing.</summary>
    public LineTerms? Terms { get; init; }

    /// <summary>The tax inside an amount at this line's rate: gross first, tax = gross − net, rounded once.</summary>
    internal long TaxMinor(long chargedMinor) =>
        chargedMinor - Finance.Rounding.HalfAwayFromZero((Int128)chargedMinor * 10_000, 10_000 + TaxBasisPoints);
}

/// <summary>A payment as handed over.</summary>
/// <param name="Method">Card, wallet, gift card …</param>
/// <param name="Gateway">Key of the gateway that captured it.</param>
/// <param name="ChargeReference">The gateway's reference.</param>
/// <param name="Label">Brand and last four, <c>Visa ·· 4242</c>.</param>
/// <param name="CapturedMinor">What was captured, minor units.</param>
public sealed record TenderDraft(TenderMethod Method, string Gateway, string ChargeReference, string Label, long CapturedMinor);
