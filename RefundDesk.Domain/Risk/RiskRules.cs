namespace RefundDesk.Domain.Risk;

/// <summary>History and velocity rules. Each looks at the facts and gives a reason with points, or nothing.</summary>
/// <remarks>
/// The bands follow published figures on refund abuse: repeated claims of goods not received, claims within days of the order and
/// large orders are over-represented (Riskified 2026, Glovo).
/// </remarks>
public sealed class RiskRules : IRiskModel
{
    private static readonly Func<RiskFacts, RiskReason?>[] Rules =
    [
        ManyRequestsToday, HighReturnShare, RepeatedNotReceived, NewCustomerLargeAmount, QuickClaim, EarlierRefusals, LoyalCustomer, PhotoUsedBefore,
    ];

    /// <inheritdoc />
    public RiskAssessment Assess(RiskFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var reasons = Rules.Select(rule => rule(facts)).OfType<RiskReason>().OrderByDescending(reason => Math.Abs(reason.Points)).ToArray();
        return new RiskAssessment("rules 1", Math.Clamp(reasons.Sum(reason => reason.Points), 0, 100), reasons);
    }

    private static RiskReason? ManyRequestsToday(RiskFacts facts) => facts.RequestsLast24Hours >= 3
        ? new RiskReason("velocity-day", 15 * Math.Min(4, facts.RequestsLast24Hours), $"{facts.RequestsLast24Hours} other requests in the last 24 hours")
        : null;

    private static RiskReason? HighReturnShare(RiskFacts facts) => facts is { Orders: >= 3, RefundsLast90Days: >= 3 } && facts.RefundsLast90Days * 2L >= facts.Orders
        ? new RiskReason("return-share", facts.RefundsLast90Days >= facts.Orders ? 50 : 35, $"{facts.RefundsLast90Days} refunds in 90 days on {facts.Orders} orders")
        : null;

    private static RiskReason? RepeatedNotReceived(RiskFacts facts) => facts is { IsNotReceivedClaim: true, NotReceivedLast365Days: >= 1 }
        ? new RiskReason("not-received-again", facts.NotReceivedLast365Days >= 2 ? 65 : 40, $"Goods said not to have come {facts.NotReceivedLast365Days + 1L} times in a year")
        : null;

    private static RiskReason? NewCustomerLargeAmount(RiskFacts facts) => facts.AmountMinor >= facts.LargeAmountMinor && facts.AskedAt - facts.FirstOrderAt < TimeSpan.FromDays(30)
        ? new RiskReason("new-and-large", 35, "A large amount from a customer of less than 30 days")
        : null;

    private static RiskReason? QuickClaim(RiskFacts facts) => facts.AskedAt - facts.PlacedAt < TimeSpan.FromHours(24) && facts.IsNotReceivedClaim
        ? new RiskReason("quick-claim", 25, "Said not to have come within a day of the order")
        : null;

    private static RiskReason? EarlierRefusals(RiskFacts facts) => facts.Refused >= 1
        ? new RiskReason("refused-before", 10 * Math.Min(3, facts.Refused), facts.Refused == 1 ? "1 earlier request was refused" : $"{facts.Refused} earlier requests were refused")
        : null;

    private static RiskReason? LoyalCustomer(RiskFacts facts) => facts.Orders >= 5 && facts.RefundsLast90Days * 5L < facts.Orders && facts.AskedAt - facts.FirstOrderAt > TimeSpan.FromDays(365)
        ? new RiskReason("loyal", -15, $"Customer for {Years(facts.AskedAt - facts.FirstOrderAt)} with {facts.Orders} orders")
        : null;

    /// <summary>One signal and no verdict: enough that a person looks, and the other case is named.</summary>
    private static RiskReason? PhotoUsedBefore(RiskFacts facts)
    {
        if (facts.SamePhotos is not { Count: > 0 } same)
        {
            return null;
        }

        var isExact = same.Any(photo => photo.IsExact);
        var others = string.Join(", ", same.Select(photo => photo.Case));
        return new RiskReason("photo-used-before", isExact ? 70 : 55, $"The same photo{(isExact ? string.Empty : ", saved anew or made smaller,")} came with {others} before");
    }

    private static string Years(TimeSpan time) => (int)(time.TotalDays / 365) is var years and not 1 ? $"{years} years" : "1 year";
}
