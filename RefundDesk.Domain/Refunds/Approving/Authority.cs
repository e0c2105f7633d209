using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;

namespace RefundDesk.Domain.Refunds.Approving;

/// <summary>What an approver may do in a case's client.</summary>
/// <param name="MayApproveWaiting">Whether the person may approve what waits for a second pair of eyes.</param>
/// <param name="Limit">Up to which amount the person decides alone; null is without limit. In another currency than the case nothing is within it.</param>
/// <param name="FourEyesFrom">From which amount two people must agree; null never.</param>
public sealed record Authority(bool MayApproveWaiting, Money? Limit, Money? FourEyesFrom);

/// <summary>What an approval comes to.</summary>
public enum ApprovalStep
{
    /// <summary>The case is approved.</summary>
    Approves,

    /// <summary>The case goes on to a second person.</summary>
    SendsToApproval,
}

/// <summary>Who may approve what: the maker is never the checker.</summary>
public static class ApprovalRules
{
    /// <summary>Says what an approval by this person comes to.</summary>
    /// <returns>The step, or <c>refund.needs-person</c>, <c>refund.four-eyes</c>, <c>refund.needs-supervisor</c>, <c>refund.above-limit</c>.</returns>
    public static Outcome<ApprovalStep> Check(RefundCase refund, Actor by, Authority authority)
    {
        ArgumentNullException.ThrowIfNull(refund);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(authority);
        if (by.Id is not { } person)
        {
            return RefundRefusals.NeedsPerson;
        }

        var isMaker = person == refund.CreatedById || person == refund.ReviewedById;
        if (refund.Status == RefundStatus.AwaitingApproval)
        {
            return !authority.MayApproveWaiting ? RefundRefusals.NeedsSupervisor
                : isMaker ? RefundRefusals.FourEyes
                : IsAbove(refund.Proposed, authority.Limit) ? RefundRefusals.AboveLimit
                : ApprovalStep.Approves;
        }

        var needsSecond = IsAbove(refund.Proposed, authority.Limit) || WantsFourEyes(refund.Proposed, authority.FourEyesFrom) || person == refund.CreatedById;
        return needsSecond ? ApprovalStep.SendsToApproval : ApprovalStep.Approves;
    }

    private static bool IsAbove(Money amount, Money? limit) => limit is not null && (limit.Currency != amount.Currency || amount > limit);

    private static bool WantsFourEyes(Money amount, Money? from) => from is not null && (from.Currency != amount.Currency || amount >= from);
}
