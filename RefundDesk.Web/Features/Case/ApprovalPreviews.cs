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
        var deputy = authority.For is { } lender && step.Value != ApprovalStep.SendsToApproval ? $"As deputy of {lender.Name}. " : string.Empty;
        return step.Value switch
        {
            ApprovalStep.SendsToApproval => new ApprovalPreview(true, false, [.. WhySecond(refund, principal, authority), $"Then {money}."]) { Title = "Send to approval" },
            ApprovalStep.GivesFirst => new ApprovalPreview(
                true, false, [$"{deputy}Yours is the first of two approvals: from {DeskText.Of(authority.SecondApprovalFrom!)} on another supervisor must approve it too.", $"Then {money}."]) { Title = "Give the first approval" },
            _ => new ApprovalPreview(true, true, [$"{deputy}{money}.", .. Counted(authority), Mail(refund)]),
        };
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

    private static IEnumerable<string> WhySecond(RefundCase refund, DeskPrincipal principal, Authority authority)
    {
        var why = ApprovalRules.WhySecond(refund, principal.Actor, authority, DeskText.Of);
        var two = ApprovalRules.WantsSecondApproval(refund, authority) ? "two supervisors, one after the other" : "a supervisor";
        return [.. why.Take(why.Count - 1).Select(sentence => $"{sentence}."), $"{why[^1]}: goes to {two}."];
    }

    /// <summary>What counts against limits over a day or a customer.</summary>
    private static IEnumerable<string> Counted(Authority authority) => authority.Limits
        .Where(limit => limit.Rule.Period != LimitPeriod.Refund && limit.Most.Currency == limit.Adds.Currency)
        .Select(limit => limit.Rule.Period == LimitPeriod.Day
            ? $"Approved today with this {DeskText.Of(limit.Used + limit.Adds)} of {DeskText.Of(limit.Most)}."
            : $"Approved for this customer in {limit.Rule.Days} days with this {DeskText.Of(limit.Used + limit.Adds)} of {DeskText.Of(limit.Most)}.");

    private static string Mail(RefundCase refund) => refund.CustomerEmail is null
        ? "No address is known: the customer is told nothing."
        : "The customer is told when the money is on its way.";
}
