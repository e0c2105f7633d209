using System.Collections.Frozen;
using Is = RefundDesk.Domain.Refunds.RefundStatus;
using On = RefundDesk.Domain.Refunds.RefundTrigger;

namespace RefundDesk.Domain.Refunds;

/// <summary>The life of a refund, as data. What is not in the table is refused.</summary>
public sealed partial class RefundCase
{
    private static readonly FrozenDictionary<(RefundStatus From, RefundTrigger Trigger), RefundStatus> Lifecycle =
        new Dictionary<(RefundStatus, RefundTrigger), RefundStatus>
        {
            [(Is.Received, On.Ask)] = Is.NeedsInformation,
            [(Is.Received, On.AskGoodsBack)] = Is.AwaitingReturn,
            [(Is.Received, On.SendToReview)] = Is.InReview,
            [(Is.Received, On.Approve)] = Is.Approved,
            [(Is.Received, On.Reject)] = Is.Rejected,
            [(Is.Received, On.Cancel)] = Is.Cancelled,

            [(Is.NeedsInformation, On.Answer)] = Is.Received,
            [(Is.NeedsInformation, On.Expire)] = Is.Rejected,
            [(Is.NeedsInformation, On.SendToReview)] = Is.InReview,
            [(Is.NeedsInformation, On.Cancel)] = Is.Cancelled,

            [(Is.AwaitingReturn, On.Inspect)] = Is.Received,
            [(Is.AwaitingReturn, On.Expire)] = Is.Rejected,
            [(Is.AwaitingReturn, On.SendToReview)] = Is.InReview,
            [(Is.AwaitingReturn, On.Cancel)] = Is.Cancelled,

            [(Is.InReview, On.Approve)] = Is.Approved,
            [(Is.InReview, On.Reject)] = Is.Rejected,
            [(Is.InReview, On.Ask)] = Is.NeedsInformation,
            [(Is.InReview, On.AskGoodsBack)] = Is.AwaitingReturn,
            [(Is.InReview, On.SendToApproval)] = Is.AwaitingApproval,
            [(Is.InReview, On.ChangeAmount)] = Is.InReview,
            [(Is.InReview, On.Cancel)] = Is.Cancelled,

            [(Is.AwaitingApproval, On.Approve)] = Is.Approved,
            [(Is.AwaitingApproval, On.Reject)] = Is.Rejected,
            [(Is.AwaitingApproval, On.SendBack)] = Is.InReview,
            [(Is.AwaitingApproval, On.ApproveFirst)] = Is.AwaitingApproval,
            [(Is.AwaitingApproval, On.ChangeAmount)] = Is.AwaitingApproval,
            [(Is.AwaitingApproval, On.Cancel)] = Is.Cancelled,

            [(Is.Approved, On.StartPaying)] = Is.Paying,
            [(Is.Approved, On.ChangeAmount)] = Is.InReview,

            [(Is.Paying, On.ConfirmPaid)] = Is.Paid,
            [(Is.Paying, On.FailPayout)] = Is.PayoutFailed,

            [(Is.PayoutFailed, On.RetryPayout)] = Is.Paying,
            [(Is.PayoutFailed, On.SendToReview)] = Is.InReview,

            [(Is.Paid, On.FailPayout)] = Is.PayoutFailed,
            [(Is.Rejected, On.Appeal)] = Is.InReview,
        }.ToFrozenDictionary();

    /// <summary>The whole table, for documents and tests.</summary>
    public static IEnumerable<(RefundStatus From, RefundTrigger Trigger, RefundStatus To)> Transitions =>
        Lifecycle.Select(row => (row.Key.From, row.Key.Trigger, row.Value)).OrderBy(row => row.From).ThenBy(row => row.Trigger);

    /// <summary>What may happen to a refund in a status; buttons are drawn from it.</summary>
    public static IEnumerable<RefundTrigger> TriggersFrom(RefundStatus status) =>
        Transitions.Where(row => row.From == status).Select(row => row.Trigger);

    /// <summary>True where a case waits in a queue that people look at.</summary>
    public static bool IsQueue(RefundStatus status) =>
        status is Is.InReview or Is.AwaitingApproval or Is.NeedsInformation or Is.AwaitingReturn or Is.PayoutFailed;

    /// <summary>True where the life has ended unless something contests it.</summary>
    public static bool IsEnd(RefundStatus status) => status is Is.Paid or Is.Rejected or Is.Cancelled;

    /// <summary>Whether automation moves a case of this status by itself: it is neither with somebody nor at its end.</summary>
    public static bool IsMoving(RefundStatus status) => !IsQueue(status) && !IsEnd(status);
}
