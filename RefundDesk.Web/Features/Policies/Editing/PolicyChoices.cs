using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies.Editing;

/// <summary>The words of what can be chosen.</summary>
public static class PolicyChoices
{
    /// <summary>What a limit on automation's pace can be about, beside the two that are about all.</summary>
    public static IReadOnlyList<(string Value, string Word)> RefusingRules { get; } =
    [
        (BreakerLimit.Approve, "Automatic approvals"), (BreakerLimit.Refuse, "All automatic refusals"), ("window", "Refusals: too late"), ("condition", "Refusals: condition"),
        ("final-sale", "Refusals: final sale"), ("exclusion", "Refusals: excluded"), ("reason", "Refusals: reason"), ("ceiling", "Refusals: nothing left to give back"),
    ];

    /// <summary>A choice in words.</summary>
    public static string Word<TChoice>(TChoice choice)
        where TChoice : struct, Enum => choice switch
        {
            RefundReason reason => DomainText.Of(reason),
            GoodsCondition condition => DomainText.Of(condition),
            TenderRule.GiftCardLast => "Gift cards last",
            TenderRule.GiftCardFirst => "Gift cards first",
            TenderRule.ProRata => "All in proportion",
            ReductionStage.Announced => "As announced",
            ReductionStage.Received => "As received",
            ExemptionGround.UnsealedHygiene => "Sealed for hygiene, opened",
            ExemptionGround.UnsealedMedia => "Sealed media, opened",
            ExemptionGround.Mixed => "Mixed with other things",
            ExemptionGround.Press => "Newspapers, periodicals",
            LimitPeriod.Refund => "One refund",
            LimitPeriod.Day => "A person’s day",
            LimitPeriod.Customer => "A customer",
            RefundDestination.Original => "As it was paid",
            OrderLineKind kind => DomainText.Of(kind),
            ExtraWhen.WithGoods => "With goods of the same request",
            ExtraWhen.WholeOrder => "With the whole order",
            ExtraWhen.RetailersFault => "For a fault of the retailer’s",
            SetRule.Parts => "Each part by itself",
            SetRule.Whole => "Only the whole set",
            SetRule.Review or GiftRule.Review => "A person judges",
            GiftRule.Keep => "Is the customer’s to keep",
            GiftRule.Deduct => "Its list price is taken",
            PromotionRule.Keep => "Each piece as it was charged",
            PromotionRule.Recompute => "What stays is counted anew",
            PromotionRule.FloorAtPaid => "Anew, never below nothing",
            Role role => role == Role.Agent ? "Agents" : "Supervisors",
            _ => PolicyWording.Label(choice.ToString()),
        };
}
