namespace RefundDesk.Domain.Policies;

/// <summary>On what ground money goes back. Withdrawal and warranty are rights; goodwill is the retailer's choice.</summary>
public enum LegalBasis
{
    /// <summary>The customer may change their mind (Directive 2011/83/EU, article 9, and its like).</summary>
    Withdrawal,

    /// <summary>The goods are not what was sold (Directive (EU) 2019/771, and its like).</summary>
    Warranty,

    /// <summary>The retailer gives more than it must.</summary>
    Goodwill,
}

/// <summary>What a reason leads to.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="IsAccepted">Whether money is given back for it at all.</param>
/// <param name="Basis">On what ground.</param>
/// <param name="ToReview">Whether a person always looks.</param>
public sealed record ReasonRule(RefundReason Reason, bool IsAccepted, LegalBasis Basis, bool ToReview = false)
{
    /// <summary>Whether goods must come back first: null goes by the amount, <see cref="ReturnPolicy.ReturnRequiredFromMinor"/>.</summary>
    public bool? NeedsReturn { get; init; }

    /// <summary>Up to which amount automation may approve, minor units of the client's currency; null is the policy's own limit, which also caps it.</summary>
    public long? AutomaticApprovalMinor { get; init; }

    /// <summary>Every reason accepted on its usual ground.</summary>
    public static IReadOnlyList<ReasonRule> Standard { get; } =
    [
        new(RefundReason.ChangedMind, true, LegalBasis.Withdrawal),
        new(RefundReason.WrongSize, true, LegalBasis.Withdrawal),
        new(RefundReason.Defective, true, LegalBasis.Warranty),
        new(RefundReason.DamagedInTransit, true, LegalBasis.Warranty),
        new(RefundReason.WrongItem, true, LegalBasis.Warranty),
        new(RefundReason.NotReceived, true, LegalBasis.Warranty),
        new(RefundReason.LateDelivery, true, LegalBasis.Withdrawal),
        new(RefundReason.PriceAdjustment, true, LegalBasis.Goodwill, ToReview: true) { NeedsReturn = false },
        new(RefundReason.Goodwill, true, LegalBasis.Goodwill, ToReview: true) { NeedsReturn = false },
        new(RefundReason.Other, true, LegalBasis.Withdrawal),
    ];
}

/// <summary>Something that is not taken back.</summary>
/// <param name="Category">The retailer's category, or null.</param>
/// <param name="Sku">An article, or null; one of the two is given.</param>
/// <param name="Why">Why, as the customer reads it.</param>
public sealed record Exclusion(string? Category, string? Sku, string Why)
{
    /// <summary>True where it is about this line.</summary>
    internal bool Fits(PolicyLine line) =>
        (Category is null || string.Equals(Category, line.Category, StringComparison.OrdinalIgnoreCase))
        && (Sku is null || string.Equals(Sku, line.Sku, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Grounds on which the law takes goods out of the right of withdrawal (Directive 2011/83/EU, article 16).</summary>
public enum ExemptionGround
{
    /// <summary>Made to the customer's specification (c).</summary>
    MadeToOrder,

    /// <summary>Spoils or expires quickly (d).</summary>
    Perishable,

    /// <summary>Sealed for health or hygiene and unsealed by the customer (e).</summary>
    UnsealedHygiene,

    /// <summary>Mixed inseparably with other things after delivery (f).</summary>
    Mixed,

    /// <summary>Sealed recordings or software, unsealed by the customer (i).</summary>
    UnsealedMedia,

    /// <summary>Newspapers and periodicals (j).</summary>
    Press,

    /// <summary>Digital content whose delivery began with the customer's consent (m).</summary>
    DigitalContent,
}

/// <summary>A category out of the right of withdrawal.</summary>
/// <param name="Category">The retailer's category.</param>
/// <param name="Ground">On what ground; the unsealed ones hold for opened, used and damaged goods only.</param>
public sealed record WithdrawalExemption(string Category, ExemptionGround Ground);

/// <summary>Something the customer is asked to show.</summary>
public enum EvidenceKind
{
    /// <summary>A picture of the goods.</summary>
    Photo,

    /// <summary>The receipt or invoice.</summary>
    Receipt,

    /// <summary>The serial number.</summary>
    SerialNumber,

    /// <summary>Proof that a parcel was posted.</summary>
    ProofOfPosting,
}

/// <summary>What the customer is asked for, where it did not come with the request. Automation asks once; a person reads documents and numbers.</summary>
/// <param name="Category">The retailer's category; null is every one.</param>
/// <param name="Reason">The reason; null is every one.</param>
/// <param name="FromMinor">From what the line was charged, minor units of the client's currency.</param>
/// <param name="Wants">What is to be shown.</param>
/// <param name="Questions">What is to be answered, as the customer reads it.</param>
public sealed record EvidenceRule(string? Category, RefundReason? Reason, long FromMinor, IReadOnlyList<EvidenceKind> Wants, IReadOnlyList<string> Questions)
{
    /// <summary>True where it is about this line.</summary>
    internal bool Fits(PolicyLine line) =>
        (Category is null || string.Equals(Category, line.Category, StringComparison.OrdinalIgnoreCase))
        && (Reason is null || Reason == line.Reason)
        && line.ChargedMinor >= FromMinor;
}

/// <summary>When a price reduction is measured.</summary>
public enum ReductionStage
{
    /// <summary>By what the customer says, before the goods are seen.</summary>
    Announced,

    /// <summary>By what an inspection found.</summary>
    Received,
}

/// <summary>A lower price for goods in a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Stage">As announced or as received.</param>
/// <param name="BasisPoints">Share of what the goods were charged, hundredths of a percent.</param>
public sealed record Reduction(GoodsCondition Condition, ReductionStage Stage, int BasisPoints);
