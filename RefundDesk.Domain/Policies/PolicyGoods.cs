using RefundDesk.Domain.Orders;

namespace RefundDesk.Domain.Policies;

/// <summary>When an extra goes back.</summary>
public enum ExtraWhen
{
    /// <summary>Whenever it is asked for.</summary>
    Always,

    /// <summary>With goods of the same request.</summary>
    WithGoods,

    /// <summary>With the whole order, or where the fault is the retailer's.</summary>
    WholeOrder,

    /// <summary>Only where the fault is the retailer's.</summary>
    RetailersFault,

    /// <summary>Never, as far as the law lets it.</summary>
    Never,
}

/// <summary>When extras of a kind go back.</summary>
/// <param name="Kind">Any kind of line but goods and delivery, which have rules of their own.</param>
/// <param name="When">When.</param>
public sealed record ExtraRule(OrderLineKind Kind, ExtraWhen When)
{
    /// <summary>
    /// What holds where a policy says nothing: a deposit follows its goods, a donation was passed on and a tip was earned unless the
    /// retailer is at fault, all others go with the whole order. Null for <see cref="OrderLineKind.Extra"/>, which goes the way of delivery.
    /// </summary>
    public static ExtraWhen? StandardOf(OrderLineKind kind) => kind switch
    {
        OrderLineKind.Goods or OrderLineKind.Shipping or OrderLineKind.Extra => null,
        OrderLineKind.Deposit => ExtraWhen.WithGoods,
        OrderLineKind.Donation or OrderLineKind.Tip => ExtraWhen.RetailersFault,
        _ => ExtraWhen.WholeOrder,
    };

    /// <summary>True for what is no payment for the goods, so that no withdrawal gives it back.</summary>
    internal static bool IsBesideTheContract(OrderLineKind kind) => kind is OrderLineKind.Donation or OrderLineKind.Tip;
}

/// <summary>What becomes of a set of which only a part comes back. With its other parts, in the same request or earlier ones, it is whole.</summary>
public enum SetRule
{
    /// <summary>Each part may come back by itself.</summary>
    Parts,

    /// <summary>A part alone is refused; not where it is at fault, nor from a withdrawal.</summary>
    Whole,

    /// <summary>A person judges.</summary>
    Review,
}

/// <summary>What becomes of a gift that was free with goods, when all of those come back and the gift stays.</summary>
public enum GiftRule
{
    /// <summary>The customer keeps it.</summary>
    Keep,

    /// <summary>Its list price is taken, at most what the goods give.</summary>
    Deduct,

    /// <summary>A person judges.</summary>
    Review,
}

/// <summary>What becomes of a promotion like 3 for 2 that a return breaks.</summary>
public enum PromotionRule
{
    /// <summary>Each piece gives back what it was charged.</summary>
    Keep,

    /// <summary>What stays is counted anew by the promotion's own rule on list prices; what it was charged too little for is taken, from other lines of the request too.</summary>
    Recompute,

    /// <summary>As recomputed, but the promotion's lines never give less than nothing.</summary>
    FloorAtPaid,
}
