namespace RefundDesk.Domain.Orders;

/// <summary>What a line of an order is for; everything that was charged is a line with its own remaining amount.</summary>
public enum OrderLineKind
{
    /// <summary>An article.</summary>
    Goods,

    /// <summary>Standard or express delivery.</summary>
    Shipping,

    /// <summary>An extra that none of the others is.</summary>
    Extra,

    /// <summary>Wrapping as a present.</summary>
    GiftWrap,

    /// <summary>Duties and import tax.</summary>
    Duty,

    /// <summary>A deposit on bottles, crates and the like.</summary>
    Deposit,

    /// <summary>A donation that the retailer passes on.</summary>
    Donation,

    /// <summary>A tip for who packed or brought it.</summary>
    Tip,

    /// <summary>Insurance, or a guarantee that was bought with the goods.</summary>
    Insurance,

    /// <summary>A fee for recycling or disposal.</summary>
    EnvironmentalFee,
}

/// <summary>
/// One line of an order as it was charged. A refund reads what was charged and never recomputes it from a price, a rate or a discount.
/// All amounts are minor units of the order's currency, for the whole quantity.
/// </summary>
public sealed class OrderLine
{
    private OrderLine()
    {
        Sku = Description = Category = null!;
    }

    internal OrderLine(Clients.ClientId clientId, int lineNumber, OrderLineDraft draft, long discountMinor)
    {
        ClientId = clientId;
        LineNumber = lineNumber;
        Kind = draft.Kind;
        Sku = draft.Sku;
        Description = draft.Description;
        Category = draft.Category;
        Quantity = draft.Quantity;
        ListMinor = draft.ListMinor;
        DiscountMinor = discountMinor;
        ChargedMinor = draft.ListMinor - discountMinor;
        TaxMinor = draft.TaxMinor(ChargedMinor);
        IsFinalSale = draft.IsFinalSale;
        Terms = draft.Terms is { IsEmpty: false } terms ? terms : null;
    }

    /// <summary>The retailer.</summary>
    public Clients.ClientId ClientId { get; private init; }

    /// <summary>1, 2, 3 … within the order.</summary>
    public int LineNumber { get; private init; }

    /// <summary>Goods, shipping or an extra.</summary>
    public OrderLineKind Kind { get; private init; }

    /// <summary>The retailer's article number, at most 60 characters.</summary>
    public string Sku { get; private init; }

    /// <summary>What the customer calls it, at most 200 characters.</summary>
    public string Description { get; private init; }

    /// <summary>The retailer's category; policies have windows by it. At most 60 characters, <c>general</c> where none is given.</summary>
    public string Category { get; private init; }

    /// <summary>Units bought, above zero.</summary>
    public int Quantity { get; private init; }

    /// <summary>Price before discounts, tax included.</summary>
    public long ListMinor { get; private init; }

    /// <summary>The line's discounts and its share of the order's discount.</summary>
    public long DiscountMinor { get; private init; }

    /// <summary>What was charged: list less discount, tax included.</summary>
    public long ChargedMinor { get; private init; }

    /// <summary>The tax inside <see cref="ChargedMinor"/>.</summary>
    public long TaxMinor { get; private init; }

    /// <summary>Sold as final sale.</summary>
    public bool IsFinalSale { get; private init; }

    /// <summary>Under what it was sold beside its price; null where there is nothing.</summary>
    public LineTerms? Terms { get; private init; }

    /// <summary>Units that refund requests, open or paid, already speak for. Never above <see cref="Quantity"/>, in the database too.</summary>
    public int ReservedQuantity { get; private set; }

    /// <summary>What those units were charged. Never above <see cref="ChargedMinor"/>, in the database too.</summary>
    public long ReservedMinor { get; private set; }

    /// <summary>The tax inside <see cref="ReservedMinor"/>. Kept apart, so that the tax of all refunds of a line comes to the tax of the line.</summary>
    public long ReservedTaxMinor { get; private set; }

    /// <summary>Units that may still be asked for.</summary>
    public int OpenQuantity => Quantity - ReservedQuantity;

    /// <summary>Counts units for a request and says what they were charged, see <see cref="Finance.Allocation.NextUnits"/>, and the tax inside that.</summary>
    internal (long ChargedMinor, long TaxMinor) Reserve(int quantity)
    {
        var minor = Finance.Allocation.NextUnits(ChargedMinor, Quantity, ReservedQuantity, ReservedMinor, quantity);
        var leftMinor = ChargedMinor - ReservedMinor;
        var tax = leftMinor == 0 ? 0 : Finance.Rounding.HalfAwayFromZero((Int128)(TaxMinor - ReservedTaxMinor) * minor, leftMinor);
        ReservedQuantity += quantity;
        ReservedMinor += minor;
        ReservedTaxMinor += tax;
        return (minor, tax);
    }

    internal void Release(int quantity, long minor, long taxMinor)
    {
        if (quantity > ReservedQuantity || minor > ReservedMinor || taxMinor > ReservedTaxMinor)
        {
            throw new InvalidOperationException($"Line {LineNumber} holds {ReservedQuantity} units for {ReservedMinor}; {quantity} for {minor} cannot be given back.");
        }

        ReservedQuantity -= quantity;
        ReservedMinor -= minor;
        ReservedTaxMinor -= taxMinor;
    }
}
