using System.Text.Json.Serialization;

namespace RefundDesk.Domain.Risk;

/// <summary>What is known of a customer and a request when risk is assessed. Counts and sums are of this client only.</summary>
/// <param name="Orders">Orders of the customer, this one included.</param>
/// <param name="OrderedMinor">What they were charged, minor units of the client's currency.</param>
/// <param name="FirstOrderAt">The customer's first order, UTC.</param>
/// <param name="RequestsLast24Hours">Moments in the 24 hours before this one at which the customer asked; several orders asked for at once are one.</param>
/// <param name="RefundsLast90Days">Requests in the 90 days before this one that were not refused.</param>
/// <param name="RefundedLast90DaysMinor">What they came to, minor units.</param>
/// <param name="NotReceivedLast365Days">Claims in a year that goods never came.</param>
/// <param name="Refused">Requests ever refused.</param>
/// <param name="AmountMinor">What is asked for now, minor units.</param>
/// <param name="LargeAmountMinor">What the client takes for a large refund, minor units.</param>
/// <param name="IsNotReceivedClaim">Whether goods are said never to have come.</param>
/// <param name="AskedAt">When the customer asked, UTC.</param>
/// <param name="PlacedAt">When the order was placed, UTC.</param>
public sealed record RiskFacts(
    int Orders,
    long OrderedMinor,
    DateTimeOffset FirstOrderAt,
    int RequestsLast24Hours,
    int RefundsLast90Days,
    long RefundedLast90DaysMinor,
    int NotReceivedLast365Days,
    int Refused,
    long AmountMinor,
    long LargeAmountMinor,
    bool IsNotReceivedClaim,
    DateTimeOffset AskedAt,
    DateTimeOffset PlacedAt)
{
    /// <summary>The other cases of the client that a photo of this one came with before; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SamePhoto>? SamePhotos { get; init; }
}

/// <summary>A photo that came with another case before.</summary>
/// <param name="Case">What the other case is called.</param>
/// <param name="IsExact">True where it is the same file; false where it shows the same, smaller or saved anew.</param>
public sealed record SamePhoto(string Case, bool IsExact);

/// <summary>One reason that moved the score.</summary>
/// <param name="Rule">Stable code.</param>
/// <param name="Points">Added to the score; negative lowers it.</param>
/// <param name="Text">A sentence for a person, with the figures.</param>
public sealed record RiskReason(string Rule, int Points, string Text);

/// <summary>How risky a request is, and why.</summary>
/// <param name="Model">Name and version of what assessed it.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="Reasons">Everything that moved the score, strongest first.</param>
public sealed record RiskAssessment(string Model, int Score, IReadOnlyList<RiskReason> Reasons);

/// <summary>Assesses the risk of a request. The rules are one implementation; a learned model is another.</summary>
public interface IRiskModel
{
    /// <summary>Facts in, score and reasons out. Must give the same answer for the same facts and never decides alone.</summary>
    RiskAssessment Assess(RiskFacts facts);
}
