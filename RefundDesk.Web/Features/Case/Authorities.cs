using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;

namespace RefundDesk.Web.Features.Case;

/// <summary>What a person may decide alone. The page shows it and the approval is measured by it: the same rule, asked twice.</summary>
internal static class Authorities
{
    /// <summary>A supervisor decides without limit, an agent up to the policy's limit; from the policy's four-eyes amount on nobody decides alone.</summary>
    public static Authority Of(DeskPrincipal principal, ReturnPolicy policy, Currency limits)
    {
        var mayApproveWaiting = principal.May(Permission.ApproveRefunds);
        return new Authority(
            mayApproveWaiting,
            mayApproveWaiting ? null : Money.Of(policy.AgentApprovalMinor, limits),
            policy.FourEyesFromMinor is { } from ? Money.Of(from, limits) : null);
    }

    /// <summary>Refusing or sending back what waits for a second person is that second person's step.</summary>
    public static Outcome MayDecideWaiting(RefundCase refund, DeskPrincipal principal) =>
        refund.Status == RefundStatus.AwaitingApproval && !principal.May(Permission.ApproveRefunds) ? RefundRefusals.NeedsSupervisor : Outcome.Ok;
}
