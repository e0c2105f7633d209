using RefundDesk.Domain.Common;

namespace RefundDesk.Domain.Refunds;

/// <summary>Everything a step of a refund can be refused for. Codes are stable.</summary>
public static class RefundRefusals
{
    /// <summary>The person who made, reviewed or changed it may not approve it.</summary>
    public static Refusal FourEyes { get; } = new("refund.four-eyes", "You, or whose deputy you are, created, reviewed or changed this case: another person must approve it.");

    /// <summary>The person, or whose deputy it is, is the customer.</summary>
    public static Refusal OwnPurchase { get; } = new("refund.own-purchase", "This is a purchase of your own, or of the one you deputise for: somebody else works on it.");

    /// <summary>Automation may not do this.</summary>
    public static Refusal NeedsPerson { get; } = new("refund.needs-person", "Only a signed-in person can do this.");

    /// <summary>The role may not approve what waits for approval.</summary>
    public static Refusal NeedsSupervisor { get; } = new("refund.needs-supervisor", "Only a supervisor can approve this case.");

    /// <summary>Two different people approve.</summary>
    public static Refusal SecondApprover { get; } = new("refund.second-approver", "You gave the first approval, yourself or by a deputy: another supervisor must give the second.");

    /// <summary>The money would go somewhere else than was approved, and who made or approved it does not decide that alone.</summary>
    public static Refusal OtherDestination { get; } = new("refund.other-destination", "The money would go to another payment than the one that failed. You made or approved this refund: another person must pay it anew.");

    /// <summary>A change that changes nothing.</summary>
    public static Refusal AmountSame { get; } = new("refund.amount-same", "This is the amount already.");

    /// <summary>Policy and risk were not looked at yet; nobody approves blindly.</summary>
    public static Refusal NotAssessed { get; } = new("refund.not-assessed", "The policy and the risk of this case are still being checked: it can be approved in a moment.");

    /// <summary>Decided and owed: it can no longer be withdrawn or made to wait for goods.</summary>
    public static Refusal AlreadyApproved { get; } = new("refund.already-approved", "This refund was approved and is owed: pay it anew, or refuse it while nothing was paid.");

    /// <summary>The deadline has not passed.</summary>
    public static Refusal NotDue { get; } = new("refund.not-due", "The deadline has not passed yet.");

    /// <summary>An answer without words.</summary>
    public static Refusal AnswerMissing { get; } = new("refund.answer-missing", "The answer is empty.");

    /// <summary>Nothing would be paid.</summary>
    public static Refusal NothingToPay { get; } = new("refund.nothing-to-pay", "Nothing would be given back: every line is refused, was charged nothing, or all of it is kept back.");

    /// <summary>A reason must be given.</summary>
    public static Refusal ReasonMissing { get; } = new("refund.reason-missing", "Give the reason in at least three and at most 1,000 characters: the customer reads it.");

    /// <summary>The law gives the customer what a refusal would take.</summary>
    /// <param name="claim">The right, in a sentence.</param>
    public static Refusal Unlawful(string claim) => new("refund.unlawful", $"This may not be refused. {claim}. Only where what the customer states was disproved, say so and refuse it on that ground.");

    /// <summary>The law gives the customer more than the amount would.</summary>
    /// <param name="claim">The right, in a sentence.</param>
    /// <param name="due">What goes back at least.</param>
    public static Refusal UnlawfulAmount(string claim, string due) =>
        new("refund.unlawful-amount", $"Less than {due} may not be given back for it. {claim}. Only where the customer agreed to less, or what the customer states was disproved, say so and change it on that ground.");

    /// <summary>More came back than was announced.</summary>
    public static Refusal MoreReceived(int lineNumber, int asked, int received) =>
        new("refund.more-received", $"Line {lineNumber}: {received} came and {asked} were announced. Record {asked} here and put the others in as a request of their own.");

    /// <summary>The case changed since it was looked at.</summary>
    public static Refusal Stale { get; } = new("refund.stale", "Someone changed this case since you opened it. Look at it again and decide anew.");

    /// <summary>There is no such case in reach.</summary>
    public static Refusal NotFound { get; } = new("refund.not-found", "There is no such case.");

    /// <summary>The permission is missing.</summary>
    public static Refusal Forbidden { get; } = new("refund.forbidden", "Your role does not allow this.");

    /// <summary>A request without lines, or with one twice.</summary>
    public static Refusal Lines { get; } = new("refund.lines", "A request needs at least one line, and each line once.");

    /// <summary>A payout that is not there.</summary>
    public static Refusal NoFailedPayout { get; } = new("refund.no-failed-payout", "There is no failed payout to pay anew.");

    /// <summary>Money of the case already arrived; what is left is owed and cannot be refused.</summary>
    public static Refusal PartlyPaid { get; } = new("refund.partly-paid", "Part of this refund was already paid: pay the rest anew instead of refusing it.");

    /// <summary>The life of a refund does not know this step.</summary>
    public static Refusal NotAllowed(RefundStatus status, RefundTrigger trigger) =>
        new("refund.not-allowed", $"A refund that is {status} cannot take the step {trigger}.");

    /// <summary>An inspection names a line that was not asked for.</summary>
    public static Refusal LineNotAsked(int lineNumber) => new("refund.line-not-asked", $"Line {lineNumber} was not asked for in this request.");

    /// <summary>The amount is above what this person may approve, supervisors included.</summary>
    public static Refusal AboveLimit(string why) => new("refund.above-limit", $"This is more than you may approve: someone with a higher limit must. {why}.");

    /// <summary>More cannot be kept back than was charged, nor less than nothing.</summary>
    public static Refusal KeptBack(int lineNumber, string charged) => new("refund.kept-back", $"Of line {lineNumber} nothing to {charged} can be kept back.");

    /// <summary>A field of the request is wrong.</summary>
    public static Refusal Field(string field, string fault) => new("refund.field", $"{field}: {fault}");
}
