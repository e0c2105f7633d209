using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds;

/// <summary>On what ground a person gives nothing, or less than what was asked for.</summary>
public enum RefusalGround
{
    /// <summary>The policy, or the desk's judgement.</summary>
    Policy,

    /// <summary>What the customer states was disproved, so that the right it would give does not arise.</summary>
    FactsDisproved,

    /// <summary>The customer agreed to less, for example to keep the goods for a lower price. A ground for another amount, not for refusing.</summary>
    Agreed,
}

/// <summary>The ways a refund ends without money, and the way back: what it counted on the order is free again, and counted anew on appeal.</summary>
public sealed partial class RefundCase
{
    /// <summary>
    /// A person refuses; the customer reads the reason. The units are free again. An approved refund can be refused while nothing of
    /// it was paid; the books are set right. Where the law gives the customer the money (<see cref="LegalClaim"/>), only disproved
    /// facts are a ground.
    /// </summary>
    public Outcome Reject(Actor by, string reason, Order order, DateTimeOffset at, RefusalGround ground = RefusalGround.Policy) =>
        !IsReason(reason) ? RefundRefusals.ReasonMissing
        : LegalClaim is { } claim && ground != RefusalGround.FactsDisproved && Knows(RefundTrigger.Reject) ? RefundRefusals.Unlawful(claim)
        : Refuse(RefundTrigger.Reject, by, order, ground == RefusalGround.FactsDisproved ? "Refused: what the customer states was disproved" : "Refused", reason.Trim(), at);

    /// <summary>
    /// The deadline of an answer or of the goods passed: refused, the units are free again. What is approved already is owed and goes
    /// back to a person instead, and so does what the law gives without an answer.
    /// </summary>
    /// <param name="order">The purchase.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="hours">The client's business hours; null is always open.</param>
    /// <returns>Ok, or <c>refund.not-allowed</c>, or <c>refund.not-due</c> before the deadline.</returns>
    public Outcome Expire(Order order, DateTimeOffset at, BusinessCalendar? hours = null)
    {
        if (!Knows(RefundTrigger.Expire))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.Expire);
        }

        if (DueAt > at)
        {
            return RefundRefusals.NotDue;
        }

        var why = Status == RefundStatus.AwaitingReturn ? "The goods did not come back in time" : "No answer came in time";
        var expired = Standing.Has(CustomerStanding.Deceased) ? SendToReview($"{why}: the customer has died", at)
            : WasApproved ? SendToReview($"Approved before and not paid yet: {why}", at)
            : HasMail ? SendToReview($"{why}, and it came by mail: a person decides", at)
            : Status == RefundStatus.NeedsInformation && LegalClaim is { } claim ? SendToReview($"{why}, but the law gives it without: {claim}", at)
            : Refuse(RefundTrigger.Expire, Actor.Automation, order, "Refused: the deadline passed", why, at);
        if (expired.Succeeded)
        {
            Resume(hours, at);
        }

        return expired;
    }

    /// <summary>Withdrawn before it was approved. The units are free again.</summary>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why; null where nothing was said.</param>
    /// <param name="order">The purchase.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="hours">The client's business hours; null is always open.</param>
    public Outcome Cancel(Actor by, string? reason, Order order, DateTimeOffset at, BusinessCalendar? hours = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (WasApproved && Knows(RefundTrigger.Cancel))
        {
            return RefundRefusals.AlreadyApproved;
        }

        var cancelled = Fire(RefundTrigger.Cancel, by, at, "Withdrawn", reason);
        if (cancelled.Succeeded)
        {
            ReleaseLines(order, _lines);
            order.Settle(Settled, null);
            DueAt = null;
            Resume(hours, at);
        }

        return cancelled;
    }

    /// <summary>The refusal is contested: the units are counted again, if they are still there, and an agent looks.</summary>
    public Outcome Appeal(Actor by, string reason, Order order, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!IsReason(reason))
        {
            return RefundRefusals.ReasonMissing;
        }

        if (!Knows(RefundTrigger.Appeal))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.Appeal);
        }

        var wanted = _lines.FindAll(line => line.Quantity > 0);
        var reserved = order.ReserveLines([.. wanted.Select(line => (line.LineNumber, line.Quantity))]);
        if (!reserved.Succeeded)
        {
            return reserved.Refusal;
        }

        foreach (var (line, units) in wanted.Zip(reserved.Value))
        {
            line.CountAnew(units);
        }

        order.Settle(null, Settled);
        RequestedMinor = _lines.Sum(line => line.ChargedMinor);
        ProposedMinor = _lines.Sum(line => line.PayableMinor);
        WhyHere = Cut($"Contested: {reason.Trim()}", 200);
        DecidedAt = null;
        DecidedByAutomation = false;
        return Fire(RefundTrigger.Appeal, by, at, "Refusal contested", reason.Trim());
    }

    private Outcome Refuse(RefundTrigger trigger, Actor by, Order order, string text, string reason, DateTimeOffset at, IReadOnlyList<string>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(order);
        if (WasApproved && _payouts.Exists(payout => payout.Status == PayoutStatus.Succeeded) && Knows(trigger))
        {
            return RefundRefusals.PartlyPaid;
        }

        var refused = Fire(trigger, by, at, text, reason);
        if (refused.Succeeded)
        {
            if (WasApproved)
            {
                _pendingJournals.Add(RefundJournals.ApprovalReversal(ClientId, Id.Value, Returned, at));
            }

            ReleaseLines(order, _lines.Where(line => !WasApproved || line.IsIncluded));
            order.Settle(Settled, null);
            ApprovedMinor = 0;
            DecidedByAutomation = by.Id is null;
            DecidedAt = at;
            DueAt = null;
            Tell(NoticeKind.Rejected, reason, at, rules);
        }

        return refused;
    }
}
