using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds;

/// <summary>One line a customer wants money back for. Amounts are minor units of the case's currency.</summary>
public sealed class RefundLine
{
    private RefundLine()
    {
        Sku = Description = Category = null!;
    }

    internal RefundLine(OrderLine line, Requesting.RequestedLine wanted, ReservedUnits units)
    {
        ClientId = line.ClientId;
        LineNumber = line.LineNumber;
        Kind = line.Kind;
        Sku = line.Sku;
        Description = line.Description;
        Category = line.Category;
        IsFinalSale = line.IsFinalSale;
        Quantity = AskedQuantity = wanted.Quantity;
        Reason = wanted.Reason;
        Condition = AnnouncedCondition = wanted.Condition;
        ChargedMinor = units.Charged.Minor;
        TaxMinor = units.Tax.Minor;
        PayableMinor = ChargedMinor;
        IsIncluded = true;
    }

    /// <summary>The retailer.</summary>
    public ClientId ClientId { get; private init; }

    /// <summary>The order's line.</summary>
    public int LineNumber { get; private init; }

    /// <summary>Goods, shipping or extra.</summary>
    public OrderLineKind Kind { get; private init; }

    /// <summary>Article number.</summary>
    public string Sku { get; private init; }

    /// <summary>What the customer calls it.</summary>
    public string Description { get; private init; }

    /// <summary>The retailer's category.</summary>
    public string Category { get; private init; }

    /// <summary>Sold as final sale.</summary>
    public bool IsFinalSale { get; private init; }

    /// <summary>Units asked for, or, where fewer came back, those that did: zero where none did.</summary>
    public int Quantity { get; private set; }

    /// <summary>Units the customer asked for.</summary>
    public int AskedQuantity { get; private init; }

    /// <summary>Why.</summary>
    public RefundReason Reason { get; private init; }

    /// <summary>As the customer announced it.</summary>
    public GoodsCondition AnnouncedCondition { get; private init; }

    /// <summary>As announced, or as inspected where that was done.</summary>
    public GoodsCondition Condition { get; private set; }

    /// <summary>What came back in place of the article; null where it is the article itself, or nothing was inspected.</summary>
    public FoundInstead? FoundInstead { get; private set; }

    /// <summary>What these units were charged, tax included.</summary>
    public long ChargedMinor { get; private set; }

    /// <summary>The tax inside it.</summary>
    public long TaxMinor { get; private set; }

    /// <summary>What is kept back; below zero where something goes back that an earlier request of the purchase kept.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>The tax inside <see cref="FeeMinor"/> where the policy taxes it as a service of its own; null lowers the line's price.</summary>
    public long? FeeTaxMinor { get; private set; }

    /// <summary>The tax inside <see cref="FeeMinor"/>: as a service of its own, or, where it lowers the price, at the rate of its own line.</summary>
    public long TaxInFeeMinor => FeeTaxMinor ?? (ChargedMinor == 0 ? 0 : Rounding.HalfAwayFromZero((Int128)TaxMinor * FeeMinor, ChargedMinor));

    /// <summary>What goes back if the case is approved.</summary>
    public long PayableMinor { get; private set; }

    /// <summary>The right that stands against giving less for the line, at most 300 characters; null where that is the retailer's choice.</summary>
    public string? LegalClaim { get; private set; }

    /// <summary>What goes back for it at least while <see cref="LegalClaim"/> stands; zero where there is none.</summary>
    public long DueByLawMinor { get; private set; }

    /// <summary>False where an approval leaves the line out.</summary>
    public bool IsIncluded { get; private set; }

    internal PolicyLine AsFacts(LineTerms? terms) => new(LineNumber, Kind, Description, Category, Quantity, ChargedMinor, IsFinalSale, Reason, Condition)
    {
        Sku = Sku,
        AnnouncedCondition = AnnouncedCondition == Condition ? null : AnnouncedCondition,
        StandardDeliveryMinor = terms?.StandardDeliveryMinor,
        AnnouncedQuantity = AskedQuantity == Quantity ? null : AskedQuantity,
        FoundInstead = FoundInstead,
    };

    /// <summary>What is included goes back less its fee; what is not, does not go back at all.</summary>
    internal void Propose(long feeMinor, long? feeTaxMinor, bool included)
    {
        FeeMinor = included ? feeMinor : 0;
        FeeTaxMinor = included ? feeTaxMinor : null;
        PayableMinor = included ? ChargedMinor - feeMinor : 0;
        IsIncluded = included;
    }

    /// <summary>The right against giving less than is proposed now; null where there is none.</summary>
    internal void Claim(string? claim) => (LegalClaim, DueByLawMinor) = claim is null ? (null, 0) : (StoredText.Cut(claim, 300), PayableMinor);

    /// <summary>A person keeps another amount back; where the fee is taxed as a service of its own, it stays so at its rate.</summary>
    internal void Change(long feeMinor, bool included) =>
        Propose(feeMinor, FeeTaxMinor is { } tax && FeeMinor > 0 ? Rounding.HalfAwayFromZero((Int128)tax * feeMinor, FeeMinor) : null, included);

    /// <summary>The units were given back and are counted again: they may be worth a minor unit more or less than before.</summary>
    internal void CountAnew(ReservedUnits units)
    {
        ChargedMinor = units.Charged.Minor;
        TaxMinor = units.Tax.Minor;
        DueByLawMinor = Math.Min(DueByLawMinor, ChargedMinor);
        Propose(Math.Min(FeeMinor, ChargedMinor), FeeTaxMinor, IsIncluded);
    }

    /// <summary>What the units are counted for on the order's line.</summary>
    internal ReservedUnits Units(Currency currency) => new(Money.Of(ChargedMinor, currency), Money.Of(TaxMinor, currency));

    internal void Inspected(GoodsFound found) => (Condition, Quantity, FoundInstead) = (found.Condition, found.Units, found.Instead);
}
