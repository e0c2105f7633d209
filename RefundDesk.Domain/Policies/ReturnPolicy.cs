namespace RefundDesk.Domain.Policies;

/// <summary>From which event a return window is counted.</summary>
public enum WindowAnchor
{
    /// <summary>The order was placed.</summary>
    Order,

    /// <summary>The goods left; the order where that is not known.</summary>
    Dispatch,

    /// <summary>The last parcel arrived. Not known means most favourable to the customer: the window is still open.</summary>
    Delivery,
}

/// <summary>How long goods may be given back.</summary>
/// <param name="Category">The retailer's category; null is the window of all others.</param>
/// <param name="Days">Whole local days after the day of the anchor; the last one ends at 23:59:59 local time.</param>
/// <param name="Anchor">The event the days are counted from.</param>
public sealed record ReturnWindow(string? Category, int Days, WindowAnchor Anchor)
{
    /// <summary>The group of customers it is for, as the retailer calls it; null is everybody.</summary>
    public string? CustomerGroup { get; init; }

    /// <summary>The country of the order it is for; null is every country.</summary>
    public string? Country { get; init; }

    /// <summary>The season of orders it is for; null is all year.</summary>
    public Season? Season { get; init; }

    /// <summary>How many conditions it has: of the windows that fit, the one with most of them holds.</summary>
    internal int Conditions => (Category is null ? 0 : 1) + (CustomerGroup is null ? 0 : 1) + (Country is null ? 0 : 1) + (Season is null ? 0 : 1);

    /// <summary>True where it is for a line of this category in an order like this.</summary>
    internal bool Fits(string category, string? customerGroup, string? country, DateOnly orderedOn) =>
        Is(Category, category) && Is(CustomerGroup, customerGroup) && Is(Country, country)
        && (Season is null || (orderedOn >= Season.From && orderedOn <= Season.To));

    private static bool Is(string? wanted, string? given) => wanted is null || string.Equals(wanted, given, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Orders of some days of the year have their own window: <c>bought 10 Nov to 10 Jan, open until 31 Jan</c>.</summary>
/// <param name="From">First local day of the order.</param>
/// <param name="To">Last local day of the order.</param>
/// <param name="Until">The goods may come back until the end of this local day, or of the window's own last one where that is later.</param>
public sealed record Season(DateOnly From, DateOnly To, DateOnly Until);

/// <summary>What is kept back for goods that come back in a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="BasisPoints">Share of what the goods were charged, hundredths of a percent; 1 000 is 10 %.</param>
public sealed record RestockingFee(GoodsCondition Condition, int BasisPoints);

/// <summary>In which condition goods are, as the customer announces or as an inspection found.</summary>
public enum GoodsCondition
{
    /// <summary>Never opened.</summary>
    Unopened,

    /// <summary>Opened, as new.</summary>
    Opened,

    /// <summary>Shows use.</summary>
    Used,

    /// <summary>Broken or incomplete.</summary>
    Damaged,
}

/// <summary>What an inspection may find in place of the article.</summary>
public enum FoundInstead
{
    /// <summary>Something else than what was sold.</summary>
    OtherArticle,

    /// <summary>The same kind of article with another serial number.</summary>
    OtherSerialNumber,

    /// <summary>A parcel with nothing in it.</summary>
    EmptyBox,
}

/// <summary>In which order payments get money back.</summary>
public enum TenderRule
{
    /// <summary>Cards, wallets and banks first, gift cards and store credit last.</summary>
    GiftCardLast,

    /// <summary>Gift cards and store credit first.</summary>
    GiftCardFirst,

    /// <summary>Every payment in proportion to what it can still give back.</summary>
    ProRata,
}

/// <summary>
/// One version of a client's rules. Versions are never changed: a new one is added. The version in force when the goods were
/// bought is the one a request is measured by.
/// </summary>
/// <param name="Version">1, 2, 3 … for the client.</param>
/// <param name="ActiveFrom">From when it holds, UTC.</param>
/// <param name="Windows">One window without a category, and any number with one.</param>
/// <param name="FinalSaleCategories">Categories that are not taken back; void for goods that are defective, damaged in transit, wrong or never came.</param>
/// <param name="AcceptedConditions">Conditions in which goods are taken back for reasons that are the customer's.</param>
/// <param name="RestockingFees">By condition; never taken where the fault is the retailer's.</param>
/// <param name="ReturnRequiredFromMinor">From this amount, minor units of the client's currency, goods must come back and be inspected before money moves; null never asks for them.</param>
/// <param name="RefundShippingOnFullReturn">Whether delivery is given back when everything goes back.</param>
/// <param name="AutomaticApprovalMinor">Up to this amount automation may approve, minor units of the client's currency.</param>
/// <param name="AgentApprovalMinor">Up to this amount an agent may approve.</param>
/// <param name="FourEyesFromMinor">From this amount two people must agree; null never.</param>
/// <param name="ReviewFromRiskScore">From this score, 0 to 100, a person looks.</param>
/// <param name="RefuseAutomatically">Whether automation refuses what a rule clearly refuses; otherwise a person does.</param>
/// <param name="InformationDeadlineDays">Days the customer has to answer.</param>
/// <param name="ReturnDeadlineDays">Days the customer has to send goods back.</param>
/// <param name="AnswerWithinHours">The client's promise for cases a person must look at, hours of its business time from receipt.</param>
/// <param name="TenderRule">In which order payments get money back.</param>
public sealed record ReturnPolicy(
    int Version,
    DateTimeOffset ActiveFrom,
    IReadOnlyList<ReturnWindow> Windows,
    IReadOnlyList<string> FinalSaleCategories,
    IReadOnlyList<GoodsCondition> AcceptedConditions,
    IReadOnlyList<RestockingFee> RestockingFees,
    long? ReturnRequiredFromMinor,
    bool RefundShippingOnFullReturn,
    long AutomaticApprovalMinor,
    long AgentApprovalMinor,
    long? FourEyesFromMinor,
    int ReviewFromRiskScore,
    bool RefuseAutomatically,
    int InformationDeadlineDays,
    int ReturnDeadlineDays,
    int AnswerWithinHours,
    TenderRule TenderRule)
{
    /// <summary>Who may approve how much, where it is more than one limit for agents; null is <see cref="AgentApprovalMinor"/> and <see cref="FourEyesFromMinor"/>.</summary>
    public AuthorityRules? Authority { get; init; }

    /// <summary>At which pace automation stops itself; none where nothing is said.</summary>
    public IReadOnlyList<BreakerLimit> Breaker { get; init; } = [];

    /// <summary>Two-letter codes (ISO 3166) of the countries the client sells to; activation checks the rules against their law. Empty checks none; each request is measured by the law of its own country all the same.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Sold at a distance (web, phone, mail): the right of withdrawal of <see cref="Law.StatutoryFloor"/> holds. False for shops one walks into.</summary>
    public bool IsDistanceSelling { get; init; } = true;

    /// <summary>Groups of customers who are businesses and have no right of withdrawal.</summary>
    public IReadOnlyList<string> BusinessGroups { get; init; } = [];

    /// <summary>Categories the law takes out of the right of withdrawal, with the ground.</summary>
    public IReadOnlyList<WithdrawalExemption> WithdrawalExemptions { get; init; } = [];

    /// <summary>What is not taken back; void where the goods are at fault.</summary>
    public IReadOnlyList<Exclusion> Exclusions { get; init; } = [];

    /// <summary>One rule for each reason.</summary>
    public IReadOnlyList<ReasonRule> Reasons { get; init; } = ReasonRule.Standard;

    /// <summary>What the customer is asked for.</summary>
    public IReadOnlyList<EvidenceRule> Evidence { get; init; } = [];

    /// <summary>Lower price for the condition of goods, for reasons that are the customer's.</summary>
    public IReadOnlyList<Reduction> Reductions { get; init; } = [];

    /// <summary>
    /// How a fee is taxed: null lowers the price of its line, at the line's own rate; else it is a service of its own, this many basis points
    /// of tax inside it.
    /// </summary>
    public int? FeeTaxBasisPoints { get; init; }

    /// <summary>What the customer pays for the way back, minor units of the client's currency, where goods came back for a reason that is the customer's; zero where the retailer pays.</summary>
    public long ReturnCostMinor { get; init; }

    /// <summary>When extras go back; a kind that is not named goes by <see cref="ExtraRule.StandardOf"/>.</summary>
    public IReadOnlyList<ExtraRule> Extras { get; init; } = [];

    /// <summary>What standard delivery costs, minor units of the client's currency, where the order's line does not say it: what was charged above it is a surplus for express. Null where it is not known: delivery goes back as charged.</summary>
    public long? StandardDeliveryMinor { get; init; }

    /// <summary>Whether the surplus for express goes back too; else only where the retailer is at fault or late (Directive 2011/83/EU, article 13(2)).</summary>
    public bool RefundExpressSurplus { get; init; }

    /// <summary>Whether standard delivery goes back with a part of the order too.</summary>
    public bool RefundShippingOnPartReturn { get; init; }

    /// <summary>From what the goods were charged delivery is free, minor units of the client's currency; null where a return takes nothing for that.</summary>
    public long? FreeShippingFromMinor { get; init; }

    /// <summary>What delivery costs below <see cref="FreeShippingFromMinor"/>, minor units of the client's currency: taken once an order when a return leaves less than that, never from a right.</summary>
    public long DeliveryChargeMinor { get; init; }

    /// <summary>What becomes of a set of which only a part comes back.</summary>
    public SetRule Sets { get; init; }

    /// <summary>What becomes of a gift whose goods come back without it.</summary>
    public GiftRule FreeGifts { get; init; }

    /// <summary>What becomes of a promotion like 3 for 2 that a return breaks.</summary>
    public PromotionRule Promotions { get; init; }

    /// <summary>A sound first version: 30 days from delivery, final sale for nothing, opened goods taken back, 10 % kept for used ones.</summary>
    /// <param name="activeFrom">From when it holds, UTC.</param>
    /// <param name="minorPerMajor">Minor units a major unit of the client's currency has; the limits are 100, 250 and 1 000 major units.</param>
    public static ReturnPolicy Standard(DateTimeOffset activeFrom, long minorPerMajor) => new(
        Version: 1,
        ActiveFrom: activeFrom,
        Windows: [new ReturnWindow(null, 30, WindowAnchor.Delivery)],
        FinalSaleCategories: [],
        AcceptedConditions: [GoodsCondition.Unopened, GoodsCondition.Opened, GoodsCondition.Used],
        RestockingFees: [new RestockingFee(GoodsCondition.Used, 1_000)],
        ReturnRequiredFromMinor: null,
        RefundShippingOnFullReturn: true,
        AutomaticApprovalMinor: 100 * minorPerMajor,
        AgentApprovalMinor: 250 * minorPerMajor,
        FourEyesFromMinor: 1_000 * minorPerMajor,
        ReviewFromRiskScore: 60,
        RefuseAutomatically: true,
        InformationDeadlineDays: 14,
        ReturnDeadlineDays: 28,
        AnswerWithinHours: 8,
        TenderRule: TenderRule.GiftCardLast);

    /// <summary>The window of a line: of those that fit, the one with most conditions.</summary>
    /// <param name="category">The line's.</param>
    /// <param name="customerGroup">The customer's, or null.</param>
    /// <param name="country">The order's, or null.</param>
    /// <param name="orderedOn">The local day of the order.</param>
    public ReturnWindow WindowOf(string category, string? customerGroup, string? country, DateOnly orderedOn) =>
        Windows.Where(window => window.Fits(category, customerGroup, country, orderedOn)).MaxBy(window => window.Conditions)
        ?? Windows.First(window => window.Conditions == 0);

    /// <summary>The rule of a reason.</summary>
    public ReasonRule RuleOf(RefundReason reason) => Reasons.FirstOrDefault(rule => rule.Reason == reason) ?? ReasonRule.Standard.First(rule => rule.Reason == reason);

    /// <summary>When an extra of a kind goes back; null goes the way of delivery.</summary>
    public ExtraWhen? WhenOf(Orders.OrderLineKind kind) => Extras.FirstOrDefault(rule => rule.Kind == kind)?.When ?? ExtraRule.StandardOf(kind);

    /// <summary>The ground on which the law takes a category out of the right of withdrawal; null where it does not.</summary>
    public ExemptionGround? ExemptionOf(string category) =>
        WithdrawalExemptions.FirstOrDefault(exemption => string.Equals(exemption.Category, category, StringComparison.OrdinalIgnoreCase))?.Ground;

    /// <summary>True where a category is final sale.</summary>
    public bool IsFinalSale(string category) => FinalSaleCategories.Contains(category, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is kept back for a condition, basis points.</summary>
    public int RestockingBasisPoints(GoodsCondition condition) =>
        RestockingFees.FirstOrDefault(fee => fee.Condition == condition)?.BasisPoints ?? 0;
}
