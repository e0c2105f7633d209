using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Domain.Refunds.Deciding.Simulating;

/// <summary>
/// Decides past requests as if a draft had been in force in place of the version that was. Customers who had bought under an older
/// version keep what that one promised, as they do in life. Pure: nothing but what is stored is looked at.
/// </summary>
/// <param name="draft">The policy to try.</param>
/// <param name="find">Finds the document of an older version; null where it is not there: then the draft is the promise too.</param>
/// <param name="model">Assesses risk anew where the draft changes what it looks at.</param>
public sealed class DraftDecider(ReturnPolicy draft, Func<int, ReturnPolicy?> find, IRiskModel model)
{
    /// <summary>The decision the draft comes to.</summary>
    public Decision Decide(Decision stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var promised = stored.Evaluation.PolicyVersion;
        var promise = promised == stored.CurrentVersion ? draft : find(promised) ?? draft;
        var isAsKnown = stored.RiskFacts.LargeAmountMinor == draft.AgentApprovalMinor;
        return Decider.Decide(
            new PoliciesInForce(promise, draft),
            stored.ClientCurrency,
            stored.Facts,
            isAsKnown ? stored.RiskFacts : stored.RiskFacts with { LargeAmountMinor = draft.AgentApprovalMinor },
            isAsKnown ? new Assessed(stored.Risk) : model);
    }

    /// <summary>Nothing the model looks at changed: its answer stands.</summary>
    private sealed class Assessed(RiskAssessment risk) : IRiskModel
    {
        public RiskAssessment Assess(RiskFacts facts) => risk;
    }
}
