namespace RefundDesk.Domain.Refunds;

/// <summary>Where a refund is in its life.</summary>
public enum RefundStatus
{
    /// <summary>Stored, not looked at yet.</summary>
    Received,

    /// <summary>The customer or the retailer was asked something.</summary>
    NeedsInformation,

    /// <summary>The goods must come back and be inspected first.</summary>
    AwaitingReturn,

    /// <summary>An agent must look.</summary>
    InReview,

    /// <summary>Above the agent's authority, or four eyes wanted.</summary>
    AwaitingApproval,

    /// <summary>Decided; money not moved yet.</summary>
    Approved,

    /// <summary>At least one payout is not final.</summary>
    Paying,

    /// <summary>A payout failed for good.</summary>
    PayoutFailed,

    /// <summary>Every payout succeeded, customer told.</summary>
    Paid,

    /// <summary>Refused, with the rules that refused it.</summary>
    Rejected,

    /// <summary>Withdrawn before approval.</summary>
    Cancelled,
}

/// <summary>What moves a refund on.</summary>
public enum RefundTrigger
{
    /// <summary>Something is asked.</summary>
    Ask,

    /// <summary>The answer came.</summary>
    Answer,

    /// <summary>The goods are asked back.</summary>
    AskGoodsBack,

    /// <summary>The goods came back and were inspected.</summary>
    Inspect,

    /// <summary>The deadline of an answer or of the goods passed.</summary>
    Expire,

    /// <summary>A person must look.</summary>
    SendToReview,

    /// <summary>A second person must agree.</summary>
    SendToApproval,

    /// <summary>The second person sends it back.</summary>
    SendBack,

    /// <summary>Decided in the customer's favour.</summary>
    Approve,

    /// <summary>The first of two approvals.</summary>
    ApproveFirst,

    /// <summary>Refused.</summary>
    Reject,

    /// <summary>The refusal is contested.</summary>
    Appeal,

    /// <summary>Another amount goes back: whatever was approved is approved anew.</summary>
    ChangeAmount,

    /// <summary>Withdrawn by the customer or the retailer.</summary>
    Cancel,

    /// <summary>Payouts are on their way.</summary>
    StartPaying,

    /// <summary>Every payout succeeded.</summary>
    ConfirmPaid,

    /// <summary>A payout failed for good, or after it had succeeded.</summary>
    FailPayout,

    /// <summary>The failed part is paid anew.</summary>
    RetryPayout,
}
