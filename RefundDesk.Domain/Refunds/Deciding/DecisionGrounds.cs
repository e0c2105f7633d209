using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Deciding;

/// <summary>What a decision comes down to: which rule, and how much money.</summary>
public static class DecisionGrounds
{
    /// <summary>What decided without a person: <see cref="BreakerLimit.Approve"/>, or the rule that refused; null where a person or the goods are waited for.</summary>
    public static string? RuleOf(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Route switch
        {
            Route.Approve => BreakerLimit.Approve,
            Route.Reject => RefusingRule(decision),
            _ => null,
        };
    }

    /// <summary>What an approval pays or a refusal denies, minor units of the client's currency; zero for an order in another one.</summary>
    public static long AmountOf(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.ClientCurrency != decision.Facts.CurrencyCode ? 0
            : decision.Route == Route.Reject ? decision.Facts.Lines.Sum(line => line.ChargedMinor)
            : decision.Evaluation.PayableMinor;
    }

    /// <summary>What the customer gets, or would get if a person agrees or the goods come; nothing where it is refused. Minor units of the order's currency.</summary>
    public static long GivenMinor(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Route == Route.Reject ? 0 : decision.Evaluation.PayableMinor;
    }

    private static string RefusingRule(Decision decision)
    {
        var goods = decision.Facts.Lines.Where(line => line.Kind == OrderLineKind.Goods).Select(line => line.LineNumber).ToHashSet();
        return decision.Evaluation.Failed.FirstOrDefault(finding => finding.LineNumber is { } line && goods.Contains(line))?.Rule ?? BreakerLimit.Refuse;
    }
}
