using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;

namespace RefundDesk.Web.Features.Case;

/// <summary>What a person may do with a case: drawn from the life of a refund and the rules the steps themselves are measured by.</summary>
internal static class CaseActions
{
    /// <summary>The steps of a status, those this person may not take with the reason; none for people who only look, and for the customer.</summary>
    public static IReadOnlyList<CaseAction> Of(RefundCase refund, DeskPrincipal principal, Authorities authorities)
    {
        if (!principal.May(Permission.ReviewCases) || refund.IsOwnPurchaseOf(principal.Actor))
        {
            return [];
        }

        Refusal? onlySecond = refund.Status == RefundStatus.AwaitingApproval && !authorities.MayDecideWaiting ? RefundRefusals.NeedsSupervisor : null;
        var withdraw = new CaseAction(CaseStep.Withdraw, "Withdraw", "w", principal.May(Permission.RequestRefunds) ? null : RefundRefusals.Forbidden);
        var change = new CaseAction(CaseStep.ChangeAmount, "Change amount", "c");
        return refund.Status switch
        {
            RefundStatus.Approved => [change],
            RefundStatus.Received => [withdraw],
            RefundStatus.InReview => [Approve(refund, principal, authorities.Best), new(CaseStep.Ask, "Ask", "i"), .. GoodsBack(refund), new(CaseStep.Reject, "Reject", "r"), change, withdraw],
            RefundStatus.AwaitingApproval =>
            [
                Approve(refund, principal, authorities.Best), new(CaseStep.SendBack, "Send back", "b", onlySecond), new(CaseStep.Reject, "Reject", "r", onlySecond), change, withdraw,
            ],
            RefundStatus.NeedsInformation => [new(CaseStep.RecordAnswer, "Record answer", "e", IsPrimary: true), withdraw],
            RefundStatus.AwaitingReturn => [new(CaseStep.RecordInspection, "Goods are back", "e", IsPrimary: true), withdraw],
            RefundStatus.PayoutFailed => [new(CaseStep.RetryPayout, "Pay anew", "a", IsPrimary: true), new(CaseStep.TakeToReview, "Take to review", "v")],
            RefundStatus.Rejected => [new(CaseStep.Appeal, "Open again", "o")],
            _ => [],
        };
    }

    /// <summary>Automation asks the goods back where the policy wants them; of what came by mail it does not, so a person can.</summary>
    private static CaseAction[] GoodsBack(RefundCase refund) =>
        refund is { HasMail: true, GoodsInspectedAt: null, ApprovedMinor: 0 } ? [new CaseAction(CaseStep.AskGoodsBack, "Ask goods back", "t")] : [];

    private static CaseAction Approve(RefundCase refund, DeskPrincipal principal, Authority authority)
    {
        var step = ApprovalRules.Check(refund, principal.Actor, authority);
        var label = !step.Succeeded ? "Approve" : step.Value switch
        {
            ApprovalStep.SendsToApproval => "Approve, to supervisor",
            ApprovalStep.GivesFirst => "Approve, first of two",
            _ => "Approve",
        };
        Refusal? nothing = refund.Proposed.IsPositive ? null : RefundRefusals.NothingToPay;
        return new CaseAction(CaseStep.Approve, label, "a", step.Refusal ?? nothing, IsPrimary: true);
    }
}
