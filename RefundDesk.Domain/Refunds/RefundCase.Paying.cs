using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds;

/// <summary>From approved to paid: the intent is stored first, then the gateway is called, then its answer is stored.</summary>
public sealed partial class RefundCase
{
    private static readonly TimeSpan[] LookUpAfter =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1),
    ];

    /// <summary>Marks every planned payout as being sent. Stored before any gateway is called.</summary>
    /// <returns>Ok, or <c>refund.not-allowed</c>.</returns>
    public Outcome StartPaying(DateTimeOffset at)
    {
        var planned = _payouts.Where(payout => payout.Status == PayoutStatus.Planned).Select(payout => $"{payout.Amount} to {payout.TenderLabel}");
        var started = Fire(RefundTrigger.StartPaying, Actor.Automation, at, $"Sent {string.Join(" and ", planned)}");
        return started.Succeeded ? SendPlanned(at) : started;
    }

    /// <summary>What the gateway is told about a payout; the same for every repetition.</summary>
    public RefundInstruction InstructionFor(Payout payout)
    {
        ArgumentNullException.ThrowIfNull(payout);
        return new RefundInstruction(payout.Id, payout.IdempotencyKey, payout.ChargeReference, payout.Amount, Number.ToString(), payout.FirstSentAt ?? payout.CreatedAt);
    }

    /// <summary>
    /// Stores what a gateway answered, from the call itself, a look-up or a webhook, in whatever order and however often. When every
    /// payout has succeeded the case is paid and the customer is told; when one failed for good the case waits for a person.
    /// </summary>
    /// <param name="payoutId">Which payout.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="order">The purchase; a failed payout gives its money back to the tender's ceiling.</param>
    /// <param name="at">Now, UTC.</param>
    public Outcome TakeReply(PayoutId payoutId, GatewayReply reply, Order order, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(order);
        var payout = _payouts.Find(payout => payout.Id == payoutId) ?? throw new InvalidOperationException($"Case {Number} has no payout {payoutId}.");
        var before = payout.Status;
        switch (before)
        {
            case PayoutStatus.Planned:
                return RefundRefusals.NotAllowed(Status, RefundTrigger.ConfirmPaid);
            case PayoutStatus.Failed:
                NoteContradiction(payout, reply, at);
                return Outcome.Ok;
            case PayoutStatus.Succeeded when reply.Kind != GatewayReplyKind.Refused:
                return Outcome.Ok;
        }

        payout.Take(reply, at);
        Version++;
        switch (payout.Status)
        {
            case PayoutStatus.Succeeded:
                _pendingJournals.Add(RefundJournals.Payout(ClientId, Id.Value, payout.Id.Value, payout.Amount, payout.IsStoreCredit, at));
                break;
            case PayoutStatus.Failed when before == PayoutStatus.Succeeded:
                _pendingJournals.Add(RefundJournals.PayoutReversal(ClientId, Id.Value, payout.Id.Value, payout.Amount, payout.IsStoreCredit, at));
                order.ReleaseTender(payout.TenderNumber, payout.Amount);
                break;
            case PayoutStatus.Failed:
                order.ReleaseTender(payout.TenderNumber, payout.Amount);
                break;
        }

        return payout.IsOpen ? KeepWaiting(payout, before, at) : Settle(payout, before, at);
    }

    /// <summary>
    /// Pays what failed anew, to the tenders that can still take it. Each new payout has a key of its own and points at the one it stands for.
    /// Where it would go to another tender than the one that failed, who made or approved the case does not decide that alone.
    /// </summary>
    public Outcome RetryPayout(Actor by, Order order, TenderRule rule, DateTimeOffset at)
    {
        if (!Knows(RefundTrigger.RetryPayout))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.RetryPayout);
        }

        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(order);
        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (by.Id is { } person && (IsMaker(person) || HasApproved(person) || person == ApprovedById || person == ApprovedForId) && GoesElsewhere(order, rule))
        {
            return RefundRefusals.OtherDestination;
        }

        var planned = PlanFailedAnew(order, rule, at);
        if (!planned.Succeeded)
        {
            return planned;
        }

        Done(Fire(RefundTrigger.RetryPayout, by, at, "Paid anew what had failed"));
        return SendPlanned(at);
    }

    /// <summary>A person must look at what failed before it is paid anew or taken back.</summary>
    public Outcome TakeFailureToReview(Actor by, string reason, DateTimeOffset at) =>
        !IsReason(reason) ? RefundRefusals.ReasonMissing
        : Status != RefundStatus.PayoutFailed ? RefundRefusals.NotAllowed(Status, RefundTrigger.SendToReview)
        : Fire(RefundTrigger.SendToReview, by, at, "Failed payout taken to review", reason.Trim());

    /// <summary>Notes that the customer has been told.</summary>
    public void NoteTold(NoticeKind kind, DateTimeOffset at) => _pendingEvents.Add(CaseEvent.Told(kind, Status, at));

    private Outcome PlanPayouts(Order order, Money amount, TenderRule rule, DateTimeOffset at, PayoutId? replaces = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        var plan = PayoutPlan.Over(order, amount, rule);
        if (!plan.Succeeded)
        {
            return plan.Refusal;
        }

        var reserved = order.ReserveTenders(plan.Value);
        if (reserved.Succeeded)
        {
            _payouts.AddRange(plan.Value.Select(part => new Payout(ClientId, order.Tender(part.TenderNumber), part.Amount, replaces, at)));
        }

        return reserved;
    }

    private Outcome PlanFailedAnew(Order order, TenderRule rule, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(order);
        var unpaid = Unpaid();
        if (unpaid.Count == 0)
        {
            return RefundRefusals.NoFailedPayout;
        }

        // All or nothing: whatever fits the sum fits its parts one after the other, since what one tender cannot take spills to the next.
        if (Money.Of(OwedMinor, Currency) is var owed && owed > order.Refundable)
        {
            return OrderRefusals.AboveCeiling(owed.ToString(), order.Refundable.ToString());
        }

        foreach (var (failed, amount) in unpaid)
        {
            Done(PlanPayouts(order, amount, rule, at, failed.Id));
        }

        return Outcome.Ok;
    }

    /// <summary>What is approved and neither paid nor on its way.</summary>
    private long OwedMinor => ApprovedMinor - _payouts.Where(payout => payout.Status != PayoutStatus.Failed).Sum(payout => payout.AmountMinor);

    /// <summary>
    /// The failed payouts that are owed anew, newest first and never more than is owed: payouts of an approval that was taken back
    /// failed too, and nobody is owed them.
    /// </summary>
    private List<(Payout Failed, Money Amount)> Unpaid()
    {
        var owed = OwedMinor;
        var unpaid = new List<(Payout, Money)>();
        foreach (var payout in _payouts.Where(IsFailedAndNotReplaced).OrderByDescending(payout => payout.CreatedAt).ThenBy(payout => payout.TenderNumber))
        {
            if (Math.Min(owed, payout.AmountMinor) is var minor and > 0)
            {
                unpaid.Add((payout, Money.Of(minor, Currency)));
                owed -= minor;
            }
        }

        return unpaid;
    }

    private bool IsFailedAndNotReplaced(Payout payout) => payout.Status == PayoutStatus.Failed && !_payouts.Exists(other => other.ReplacesId == payout.Id);

    private Outcome SendPlanned(DateTimeOffset at)
    {
        foreach (var payout in _payouts.Where(payout => payout.Status == PayoutStatus.Planned))
        {
            payout.Send(at);
        }

        DueAt = at + LookUpAfter[0];
        return Outcome.Ok;
    }

    private Outcome KeepWaiting(Payout payout, PayoutStatus before, DateTimeOffset at)
    {
        DueAt = at + LookUpAfter[Math.Min(payout.Attempts, LookUpAfter.Length - 1)];
        if (payout.Status == PayoutStatus.Unknown && before == PayoutStatus.Sending)
        {
            Note(Actor.Automation, at, $"No answer from {payout.Gateway} for {payout.Amount}: looked up before anything is sent again", payout.FailureMessage);
        }

        return Outcome.Ok;
    }

    private Outcome Settle(Payout payout, PayoutStatus before, DateTimeOffset at)
    {
        var failed = payout.Status == PayoutStatus.Failed;
        if (Status is RefundStatus.Paying or RefundStatus.Paid && !_payouts.Exists(other => other.IsOpen))
        {
            return OwedMinor == 0 ? ConfirmPaid(at) : FailPayout(failed ? payout : Unpaid()[0].Failed, at);
        }

        // A person has the case already, or the rest is still on its way: the step it takes then shows what is owed.
        if (failed)
        {
            var after = before == PayoutStatus.Succeeded ? " after it had succeeded" : string.Empty;
            Note(Actor.Automation, at, $"Was refused {payout.Amount} to {payout.TenderLabel}{after}", payout.FailureMessage ?? payout.FailureCode);
        }

        return Outcome.Ok;
    }

    private Outcome ConfirmPaid(DateTimeOffset at)
    {
        DueAt = null;
        PaidAt = at;
        SecondsToPaid = (long)(at - ReceivedAt).TotalSeconds;
        var paid = Fire(RefundTrigger.ConfirmPaid, Actor.Automation, at, $"Paid {Approved}");
        NoticeMoney[] moved = [.. _payouts.Where(p => p.Status == PayoutStatus.Succeeded).Select(p => new NoticeMoney(p.Amount.ToString(), p.TenderLabel))];
        Tell(NoticeKind.Paid, string.Join(", ", moved.Select(part => $"{part.Amount} to {part.To}")), at, null, moved);
        return paid;
    }

    private Outcome FailPayout(Payout unpaid, DateTimeOffset at)
    {
        var wasTold = Status == RefundStatus.Paid;
        DueAt = null;
        PaidAt = null;
        SecondsToPaid = null;
        WhyHere = Cut($"{unpaid.Gateway} refused {unpaid.Amount} to {unpaid.TenderLabel}: {unpaid.FailureMessage ?? unpaid.FailureCode}", 200);
        var failed = Fire(RefundTrigger.FailPayout, Actor.Automation, at, $"Was refused {unpaid.Amount} to {unpaid.TenderLabel}", unpaid.FailureMessage ?? unpaid.FailureCode);
        if (wasTold)
        {
            Tell(NoticeKind.PayoutFailed, $"{unpaid.Amount} to {unpaid.TenderLabel} came back to us. We are looking for another way to pay you.", at, null, new NoticeMoney(unpaid.Amount.ToString(), unpaid.TenderLabel));
        }

        return failed;
    }

    /// <summary>
    /// A success that comes after a refusal "for good" is not applied: events come out of order, and what was paid anew would be paid
    /// twice. It is written down once, under the gateway's reference, for the settlement to prove.
    /// </summary>
    private void NoteContradiction(Payout payout, GatewayReply reply, DateTimeOffset at)
    {
        if (reply.Kind == GatewayReplyKind.Succeeded && payout.Contradict(reply))
        {
            Version++;
            Note(Actor.Automation, at, $"{payout.Gateway} now says that {payout.Amount} to {payout.TenderLabel} succeeded, after refusing it: compare with its settlement", reply.GatewayRefundId);
        }
    }

    /// <summary>For a step whose guards were all checked: a refusal here is a defect and must not leave the case half changed.</summary>
    private static void Done(Outcome outcome)
    {
        if (!outcome.Succeeded)
        {
            throw new InvalidOperationException($"A step that was checked was refused: {outcome.Refusal}");
        }
    }
}
