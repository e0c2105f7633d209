using RefundDesk.Domain.Customers;

namespace RefundDesk.Domain.Policies;

/// <summary>What is noted of a customer, as findings: no rule of a client's policy weighs it, a person does.</summary>
internal static class StandingRules
{
    /// <summary>The code of the rule.</summary>
    public const string Rule = "standing";

    private const string Clause = "§15";

    /// <summary>A finding for each thing noted; none where nothing is.</summary>
    public static IEnumerable<Finding> Look(CustomerStanding standing)
    {
        if (standing.Has(CustomerStanding.Deceased))
        {
            yield return new Finding(Rule, Clause, FindingResult.Doubtful, "The customer has died: nobody is written to; an heir or the estate is paid by a person's decision");
        }

        if (standing.Has(CustomerStanding.Minor))
        {
            yield return new Finding(Rule, Clause, FindingResult.Doubtful, "The customer is under age: the contract may be void, and then everything goes back");
        }
    }
}
