namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What a file is imported as.</summary>
public enum ImportKind
{
    /// <summary>Lines of orders.</summary>
    Orders,

    /// <summary>Lines of refund requests.</summary>
    Requests,
}

/// <summary>What a column of a file can mean. In maps and in our own layout the names are written with a small first letter.</summary>
public enum ImportField
{
    /// <summary>The retailer's number of the order.</summary>
    OrderNumber,

    /// <summary>The retailer's key of the customer.</summary>
    CustomerReference,

    /// <summary>The customer's name.</summary>
    CustomerName,

    /// <summary>Where messages go.</summary>
    CustomerEmail,

    /// <summary>Where it was delivered to.</summary>
    Country,

    /// <summary>The group of the customer, as the retailer calls it.</summary>
    CustomerGroup,

    /// <summary>The IANA zone of the shopper, or of the store.</summary>
    TimeZone,

    /// <summary>The postcode it was delivered to.</summary>
    Postcode,

    /// <summary>ISO 4217.</summary>
    Currency,

    /// <summary>When the order was placed.</summary>
    PlacedAt,

    /// <summary>When it left.</summary>
    DispatchedAt,

    /// <summary>When the last parcel arrived.</summary>
    DeliveredAt,

    /// <summary>A discount over the whole order.</summary>
    OrderDiscount,

    /// <summary>Article number.</summary>
    Sku,

    /// <summary>What the customer calls the article.</summary>
    Description,

    /// <summary>The retailer's category.</summary>
    Category,

    /// <summary>Units.</summary>
    Quantity,

    /// <summary>Price of one unit, tax included.</summary>
    UnitPrice,

    /// <summary>Price of the whole line before discounts, tax included.</summary>
    LineTotal,

    /// <summary>Discount of the line.</summary>
    LineDiscount,

    /// <summary>Tax rate inside the price, percent.</summary>
    TaxPercent,

    /// <summary>Goods, shipping, gift wrap … : what the line is for.</summary>
    LineKind,

    /// <summary>Whether the line was sold as final sale.</summary>
    FinalSale,

    /// <summary>What standard delivery would have cost, in a line of delivery.</summary>
    StandardDelivery,

    /// <summary>The key of the set the line was sold in.</summary>
    SetKey,

    /// <summary>The article of the same order the line was a gift with.</summary>
    FreeWith,

    /// <summary>The key of the promotion the line was bought in.</summary>
    Promotion,

    /// <summary>Units of a group of the promotion.</summary>
    PromotionBuy,

    /// <summary>Units of it that are paid.</summary>
    PromotionPay,

    /// <summary>How the order was paid.</summary>
    TenderMethod,

    /// <summary>The key of the gateway that captured the payment.</summary>
    Gateway,

    /// <summary>The gateway's reference of the charge.</summary>
    ChargeReference,

    /// <summary>What people recognise the payment by.</summary>
    TenderLabel,

    /// <summary>What was captured.</summary>
    Captured,

    /// <summary>The sender's own key of a refund request.</summary>
    RequestKey,

    /// <summary>The order's line.</summary>
    LineNumber,

    /// <summary>When the customer asked.</summary>
    AskedAt,

    /// <summary>Why.</summary>
    Reason,

    /// <summary>In which condition the goods are said to be.</summary>
    Condition,

    /// <summary>The customer's words.</summary>
    Note,
}

/// <summary>Which fields a file of orders or of requests has.</summary>
public static class ImportFields
{
    private static readonly ImportField[] Orders =
    [
        ImportField.OrderNumber, ImportField.CustomerReference, ImportField.CustomerName, ImportField.CustomerEmail, ImportField.Country, ImportField.CustomerGroup,
        ImportField.TimeZone, ImportField.Postcode, ImportField.Currency, ImportField.PlacedAt, ImportField.DispatchedAt, ImportField.DeliveredAt, ImportField.OrderDiscount,
        ImportField.Sku, ImportField.Description, ImportField.Category, ImportField.Quantity, ImportField.UnitPrice, ImportField.LineTotal,
        ImportField.LineDiscount, ImportField.TaxPercent, ImportField.LineKind, ImportField.FinalSale, ImportField.StandardDelivery, ImportField.SetKey, ImportField.FreeWith,
        ImportField.Promotion, ImportField.PromotionBuy, ImportField.PromotionPay, ImportField.TenderMethod,
        ImportField.Gateway, ImportField.ChargeReference, ImportField.TenderLabel, ImportField.Captured,
    ];

    private static readonly ImportField[] Requests =
    [
        ImportField.RequestKey, ImportField.OrderNumber, ImportField.CustomerReference, ImportField.LineNumber, ImportField.Sku,
        ImportField.Quantity, ImportField.UnitPrice, ImportField.AskedAt, ImportField.Reason, ImportField.Condition, ImportField.Note,
    ];

    private static readonly ImportField[] OrdersNeed =
        [ImportField.OrderNumber, ImportField.CustomerReference, ImportField.Country, ImportField.Currency, ImportField.PlacedAt, ImportField.Sku, ImportField.Quantity];

    private static readonly ImportField[] RequestsNeed = [ImportField.RequestKey, ImportField.Quantity, ImportField.AskedAt];

    /// <summary>All fields of a kind of file.</summary>
    public static IReadOnlyList<ImportField> Of(ImportKind kind) => kind == ImportKind.Orders ? Orders : Requests;

    /// <summary>The first group of fields of which none is given although one must be; null where all is there.</summary>
    public static IReadOnlyList<ImportField>? FirstMissing(ImportKind kind, Func<ImportField, bool> isGiven)
    {
        ImportField[][] choices = kind == ImportKind.Orders
            ? [.. OrdersNeed.Select(field => new[] { field }), [ImportField.UnitPrice, ImportField.LineTotal]]
            : [.. RequestsNeed.Select(field => new[] { field }), [ImportField.OrderNumber, ImportField.CustomerReference], [ImportField.Sku, ImportField.LineNumber]];
        return choices.FirstOrDefault(choice => !choice.Any(isGiven));
    }

    /// <summary>As written in maps and in our own layout.</summary>
    public static string Name(this ImportField field)
    {
        var name = field.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The field of a written name.</summary>
    public static ImportField? Find(ImportKind kind, string name) =>
        Of(kind).Cast<ImportField?>().FirstOrDefault(field => string.Equals(field!.Value.Name(), name, StringComparison.OrdinalIgnoreCase));
}
