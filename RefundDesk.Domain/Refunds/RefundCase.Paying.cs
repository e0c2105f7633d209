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
        var started = Fire(RefundTrigger.StartPaying, Actor.Automation, at, $"Sent {Approved} to {string.Join(" and ", _payouts.Where(p => p.IsOpen).Select(p => p.TenderLabel))}");
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
        if (before == PayoutStatus.Failed || (before == PayoutStatus.Succeeded && reply.Kind != GatewayReplyKind.Refused))
        {
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

        return Settle(payout, at);
    }

    /// <summary>Pays what failed anew, to the tenders that can still take it. Each new payout has a key of its own and points at the one it stands for.</summary>
    public Outcome RetryPayout(Actor by, Order order, TenderRule rule, DateTimeOffset at)
    {
        if (!Lifecycle.ContainsKey((Status, RefundTrigger.RetryPayout)))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.RetryPayout);
        }

        var planned = PlanFailedAnew(order, rule, at);
        if (!planned.Succeeded)
        {
            return planned;
        }

        var retried = Fire(RefundTrigger.RetryPayout, by, at, "Paid anew what had failed");
        return retried.Succeeded ? SendPlanned(at) : retried;
    }

    /// <summary>A person must look at what failed before it is paid anew or taken back.</summary>
    public Outcome TakeFailureToReview(Actor by, string reason, DateTimeOffset at) =>
        IsReason(reason) ? Fire(RefundTrigger.SendToReview, by, at, "Failed payout taken to review", reason.Trim()) : RefundRefusals.ReasonMissing;

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
        var failed = _payouts.Where(IsUnpaid).ToArray();
        if (failed.Length == 0)
        {
            return RefundRefusals.NoFailedPayout;
        }

        foreach (var payout in failed)
        {
            var planned = PlanPayouts(order, payout.Amount, rule, at, payout.Id);
            if (!planned.Succeeded)
            {
                return planned;
            }
        }

        return Outcome.Ok;
    }

    private bool IsUnpaid(Payout payout) => payout.Status == PayoutStatus.Failed && !_payouts.Exists(other => other.ReplacesId == payout.Id);

    private Outcome SendPlanned(DateTimeOffset at)
    {
        foreach (var payout in _payouts.Where(payout => payout.Status == PayoutStatus.Planned))
        {
            payout.Send(at);
        }

        DueAt = at + LookUpAfter[0];
        return Outcome.Ok;
    }

    private Outcome Settle(Payout payout, DateTimeOffset at)
    {
        if (_payouts.Exists(p => p.IsOpen))
        {
            DueAt = at + LookUpAfter[Math.Min(payout.Attempts, LookUpAfter.Length - 1)];
            if (payout.Status is PayoutStatus.Unknown && payout.Attempts == 1)
            {
                Note(Actor.Automation, at, $"No answer from {payout.Gateway} for {payout.Amount}: looked up before anything is sent again", payout.FailureMessage);
            }

            return Outcome.Ok;
        }

        DueAt = null;
        var unpaid = _payouts.Find(IsUnpaid);
        if (unpaid is null)
        {
            PaidAt = at;
            Tell(NoticeKind.Paid, string.Join(", ", _payouts.Where(p => p.Status == PayoutStatus.Succeeded).Select(p => $"{p.Amount} to {p.TenderLabel}")));
            return Fire(RefundTrigger.ConfirmPaid, Actor.Automation, at, $"Paid {Approved}");
        }

        if (Status == RefundStatus.PayoutFailed)
        {
            return Outcome.Ok;
        }

        PaidAt = null;
        WhyHere = Cut($"{unpaid.Gateway} refused {unpaid.Amount} to {unpaid.TenderLabel}: {unpaid.FailureMessage ?? unpaid.FailureCode}", 200);
        return Fire(RefundTrigger.FailPayout, Actor.Automation, at, $"Payout of {unpaid.Amount} to {unpaid.TenderLabel} failed", unpaid.FailureMessage ?? unpaid.FailureCode);
    }
}
