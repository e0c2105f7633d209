using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Domain.Refunds.Deciding.Simulating;

/// <summary>
/// Decides past requests as if a draft had been in force in place of the version that was. Pure: nothing but what is stored is looked at.
/// </summary>
/// <param name="draft">The policy to try.</param>
/// <param name="clientCurrency">The client's currency, for decisions that do not name it.</param>
/// <param name="model">Assesses risk anew where the draft changes what it looks at.</param>
public sealed class DraftDecider(ReturnPolicy draft, string clientCurrency, IRiskModel model)
{
    /// <summary>The decision the draft comes to.</summary>
    public Decision Decide(Decision stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var riskFacts = stored.RiskFacts.LargeAmountMinor == draft.AgentApprovalMinor
            ? stored.RiskFacts
            : stored.RiskFacts with { LargeAmountMinor = draft.AgentApprovalMinor };
        var risk = ReferenceEquals(riskFacts, stored.RiskFacts) ? new Assessed(stored.Risk) : model;
        return Decider.Decide(draft, stored.ClientCurrency ?? clientCurrency, stored.Facts, riskFacts, risk);
    }

    /// <summary>Nothing the model looks at changed: its answer stands.</summary>
    private sealed class Assessed(RiskAssessment risk) : IRiskModel
    {
        public RiskAssessment Assess(RiskFacts facts) => risk;
    }
}
