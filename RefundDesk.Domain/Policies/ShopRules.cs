namespace RefundDesk.Domain.Policies;

/// <summary>What the shop says of the order by now, as a finding: no rule of a client's policy weighs it, a person does.</summary>
internal static class ShopRules
{
    /// <summary>The code of the rule.</summary>
    public const string Rule = "shop";

    private const string Clause = "§17";

    /// <summary>A finding where the shop says something else than what is stored; none where it does not.</summary>
    public static IEnumerable<Finding> Look(string? differs)
    {
        if (differs is not null)
        {
            yield return new Finding(Rule, Clause, FindingResult.Doubtful, $"The shop says something else of this order by now; what it gave back itself must not go back again: {differs}");
        }
    }
}
