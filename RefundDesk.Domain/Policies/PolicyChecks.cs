using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Policies;

/// <summary>What a policy must be before it is a client's version. Names the field of the first fault.</summary>
public static class PolicyChecks
{
    private const int LongestDays = 3_650;

    /// <summary>Ok, or <c>policy.field</c> with the field and what would be valid.</summary>
    public static Outcome Check(ReturnPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return FirstFault(policy) is { } fault ? fault : Outcome.Ok;
    }

    /// <summary>Everything that is wrong with a document.</summary>
    public static IReadOnlyList<PolicyFault> Faults(ReturnPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return FirstFault(policy) is { } fault ? [new PolicyFault(fault.Message.Split(": ")[0], fault.Message.Split(": ")[1])] : [];
    }

    private static Refusal? FirstFault(ReturnPolicy policy) =>
        policy.Version < 1 ? Field("version", "must be 1 or more")
        : policy.Windows.Count(window => window.Category is null) != 1 ? Field("windows", "there must be exactly one without a category: it holds for all others")
        : HasTwice(policy.Windows.Select(window => window.Category ?? string.Empty)) ? Field("windows", "a category is there twice")
        : policy.Windows.Any(window => window.Days is < 0 or > LongestDays) ? Field("windows", $"days must be 0 to {LongestDays}")
        : HasTwice(policy.FinalSaleCategories) ? Field("finalSaleCategories", "a category is there twice")
        : policy.RestockingFees.DistinctBy(fee => fee.Condition).Count() != policy.RestockingFees.Count ? Field("restockingFees", "a condition is there twice")
        : policy.RestockingFees.Any(fee => fee.BasisPoints is < 0 or > 10_000) ? Field("restockingFees", "must be 0 to 10,000 basis points")
        : policy.ReturnRequiredFromMinor < 0 ? Field("returnRequiredFrom", "must be zero or more")
        : policy.AutomaticApprovalMinor < 0 ? Field("automaticApproval", "must be zero or more")
        : policy.AgentApprovalMinor < 0 ? Field("agentApproval", "must be zero or more")
        : policy.FourEyesFromMinor < 0 ? Field("fourEyesFrom", "must be zero or more")
        : policy.ReviewFromRiskScore is < 0 or > 100 ? Field("reviewFromRiskScore", "must be 0 to 100")
        : policy.InformationDeadlineDays is < 1 or > LongestDays ? Field("informationDeadlineDays", $"must be 1 to {LongestDays}")
        : policy.ReturnDeadlineDays is < 1 or > LongestDays ? Field("returnDeadlineDays", $"must be 1 to {LongestDays}")
        : policy.AnswerWithinHours is < 1 or > 24 * LongestDays ? Field("answerWithinHours", $"must be 1 to {24 * LongestDays}")
        : !Enum.IsDefined(policy.TenderRule) ? Field("tenderRule", "is not known")
        : null;

    private static bool HasTwice(IEnumerable<string> categories)
    {
        var all = categories.ToArray();
        return all.Distinct(StringComparer.OrdinalIgnoreCase).Count() != all.Length;
    }

    private static Refusal Field(string field, string fault) => new("policy.field", $"{field}: {fault}.");
}
