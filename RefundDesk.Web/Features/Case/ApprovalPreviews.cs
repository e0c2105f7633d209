using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Case;

/// <summary>Says what an approval will do before anybody presses the button: asks the same plan and the same rules.</summary>
internal static class ApprovalPreviews
{
    /// <summary>The preview; null where the case cannot be approved from where it is.</summary>
    public static ApprovalPreview? Of(RefundCase refund, Order order, ReturnPolicy policy, DeskPrincipal principal, Authority authority)
    {
        if (refund.Status is not (RefundStatus.InReview or RefundStatus.AwaitingApproval) || !principal.May(Permission.ReviewCases))
        {
            return null;
        }

        var step = ApprovalRules.Check(refund, principal.Actor, authority);
        if (!step.Succeeded)
        {
            return new ApprovalPreview(false, false, [step.Refusal.Message]);
        }

        if (!refund.Proposed.IsPositive)
        {
            return new ApprovalPreview(false, false, [RefundRefusals.NothingToPay.Message]);
        }

        var plan = Plan(refund, order, policy.TenderRule);
        if (plan is null)
        {
            return new ApprovalPreview(false, false, [$"The payments can give back {DeskText.Of(order.Refundable)} only."]);
        }

        var money = string.Join(" and ", plan.Select(part => $"{DeskText.Of(part.Amount)} to {order.Tender(part.TenderNumber).Label}"));
        return step.Value == ApprovalStep.SendsToApproval
            ? new ApprovalPreview(true, false, [$"{WhySecond(refund, principal, authority)}: goes to a supervisor.", $"Then {money}."])
            : new ApprovalPreview(true, true, [$"{money}.", Mail(refund)]);
    }

    /// <summary>What each payment would give; null where they cannot.</summary>
    public static IReadOnlyList<(int TenderNumber, Money Amount)>? Plan(RefundCase refund, Order order, TenderRule rule)
    {
        // A case that was approved before owes what failed, nothing more.
        var owed = refund.ApprovedMinor == 0
            ? refund.Proposed
            : refund.Approved - Money.Of(refund.Payouts.Where(payout => payout.Status != PayoutStatus.Failed).Sum(payout => payout.AmountMinor), refund.Currency);
        if (!owed.IsPositive)
        {
            return [];
        }

        var plan = PayoutPlan.Over(order, owed, rule);
        return plan.Succeeded ? plan.Value : null;
    }

    private static string WhySecond(RefundCase refund, DeskPrincipal principal, Authority authority)
    {
        if (principal.Actor.Id is { } person && person == refund.CreatedById)
        {
            return "You put this request in";
        }

        return authority.Limit is { } limit && (limit.Currency != refund.Currency || refund.Proposed > limit)
            ? $"Above your limit of {DeskText.Of(limit)}"
            : $"From {DeskText.Of(authority.FourEyesFrom ?? refund.Proposed)} on two people must agree";
    }

    private static string Mail(RefundCase refund) => refund.CustomerEmail is null
        ? "No address is known: the customer is told nothing."
        : "The customer is told when the money is on its way.";
}
