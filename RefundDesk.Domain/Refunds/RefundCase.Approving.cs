using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Paying;

namespace RefundDesk.Domain.Refunds;

/// <summary>What of a line goes back, as a person wants it.</summary>
/// <param name="Included">Whether it goes back at all.</param>
/// <param name="KeptBackMinor">What is kept of what it was charged, minor units, tax included; nothing where it does not go back.</param>
public sealed record LineChange(bool Included, long KeptBackMinor = 0);

/// <summary>Who made a case and who approved it: the same person never did both.</summary>
public sealed partial class RefundCase
{
    /// <summary>True where the person is the customer: such a case is somebody else's to work on, whatever the role.</summary>
    public bool IsOwnPurchaseOf(Actor person) => person?.Self?.IsCustomer(CustomerEmail) == true;

    /// <summary>True where a person put the case in, reviewed it, changed it, or recorded what it is decided by.</summary>
    public bool IsMaker(UserId person) => person == CreatedById || person == ReviewedById || HasChanged(person) || HasRecorded(person);

    /// <summary>True where a person changed the case, or reviewed it before it was sent back.</summary>
    public bool HasChanged(UserId person) => ChangedByIds is { } changed && changed.Contains(KeyOf(person), StringComparison.Ordinal);

    /// <summary>True where a person recorded an answer or an inspection: the reviewer may be the same, the one who approves after them may not.</summary>
    public bool HasRecorded(UserId person) => EvidenceByIds is { } recorded && recorded.Contains(KeyOf(person), StringComparison.Ordinal);

    /// <summary>True where the first of two approvals is a person's, given or by a deputy.</summary>
    public bool HasApproved(UserId person) => person == FirstApprovedById || person == FirstApprovedForId;

    /// <summary>
    /// Changes what goes back, line by line. Approvals given so far no longer hold, and who changed it is one of its makers. What is approved and
    /// not sent yet goes back to review; what was sent stays as it is.
    /// </summary>
    /// <param name="by">A person.</param>
    /// <param name="changes">By line number; lines not named stay as they are.</param>
    /// <param name="reason">Why.</param>
    /// <param name="order">The purchase: money and units counted on it for the approval are free again.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="ground">On what ground less is given than the law gives for a line; none is needed where it is the retailer's choice.</param>
    /// <returns>
    /// Ok, or <c>refund.needs-person</c>, <c>refund.reason-missing</c>, <c>refund.not-allowed</c>, <c>refund.already-approved</c>,
    /// <c>refund.line-not-asked</c>, <c>refund.kept-back</c>, <c>refund.amount-same</c>, <c>refund.nothing-to-pay</c>, <c>refund.unlawful-amount</c> where the law gives more than that and the ground is the policy alone, <c>order.quantity-taken</c>.
    /// </returns>
    public Outcome ChangeAmount(Actor by, IReadOnlyDictionary<int, LineChange> changes, string reason, Order order, DateTimeOffset at, RefusalGround ground = RefusalGround.Policy)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(order);
        if (FaultOf(by, changes, reason, ground) is { } fault)
        {
            return fault;
        }

        var before = Proposed;
        if (WasApproved && TakeApprovalBack(order, at) is { Succeeded: false } kept)
        {
            return kept;
        }

        foreach (var line in _lines.Where(line => changes.ContainsKey(line.LineNumber)))
        {
            var change = changes[line.LineNumber];
            line.Change(change.Included ? Math.Min(change.KeptBackMinor, line.ChargedMinor) : 0, change.Included);
        }

        ProposedMinor = _lines.Sum(line => line.PayableMinor);
        ForgetFirst();
        AddMaker(by.Id);
        var why = ground switch { RefusalGround.Agreed => ", as agreed with the customer", RefusalGround.FactsDisproved => ": what the customer states was disproved", _ => string.Empty };
        Done(Fire(RefundTrigger.ChangeAmount, by, at, $"Changed the amount from {before} to {Proposed}{why}", reason.Trim()));
        WhyHere = Cut($"Amount changed: {reason.Trim()}", 200);
        return Outcome.Ok;
    }

    private Refusal? FaultOf(Actor by, IReadOnlyDictionary<int, LineChange> changes, string reason, RefusalGround ground)
    {
        if (by.Id is null)
        {
            return RefundRefusals.NeedsPerson;
        }

        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (!IsReason(reason))
        {
            return RefundRefusals.ReasonMissing;
        }

        if (!Knows(RefundTrigger.ChangeAmount))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.ChangeAmount);
        }

        if (WasApproved && _payouts.Exists(payout => payout.Status != PayoutStatus.Planned))
        {
            return RefundRefusals.AlreadyApproved;
        }

        foreach (var (number, change) in changes)
        {
            if (_lines.Find(line => line.LineNumber == number) is not { } line)
            {
                return RefundRefusals.LineNotAsked(number);
            }

            if (change.KeptBackMinor < Math.Min(0, line.FeeMinor) || change.KeptBackMinor > line.ChargedMinor)
            {
                return RefundRefusals.KeptBack(number, Money.Of(line.ChargedMinor, Currency).ToString());
            }
        }

        if (ground == RefusalGround.Policy && _lines.Find(line => changes.TryGetValue(line.LineNumber, out var change) && IsBelowTheLaw(line, change)) is { LegalClaim: { } claim } below)
        {
            return RefundRefusals.UnlawfulAmount(claim, Money.Of(below.DueByLawMinor, Currency).ToString());
        }

        var after = _lines.Select(line => (Line: line, Change: changes.GetValueOrDefault(line.LineNumber) ?? new LineChange(line.IsIncluded, line.FeeMinor))).ToList();
        return after.TrueForAll(pair => pair.Change.Included == pair.Line.IsIncluded && (!pair.Change.Included || pair.Change.KeptBackMinor == pair.Line.FeeMinor)) ? RefundRefusals.AmountSame
            : after.Sum(pair => pair.Change.Included ? pair.Line.ChargedMinor - pair.Change.KeptBackMinor : 0) <= 0 ? RefundRefusals.NothingToPay
            : null;
    }

    /// <summary>Less than the law gives, and less than goes back now.</summary>
    private static bool IsBelowTheLaw(RefundLine line, LineChange change) =>
        (change.Included ? line.ChargedMinor - change.KeptBackMinor : 0) is var pays && line.LegalClaim is not null && pays < line.DueByLawMinor && pays < line.PayableMinor;

    /// <summary>Nothing was sent: the payouts were never more than a plan, and the books are set right.</summary>
    private Outcome TakeApprovalBack(Order order, DateTimeOffset at)
    {
        var leftOut = _lines.FindAll(line => !line.IsIncluded);
        if (leftOut.Count > 0)
        {
            var reserved = order.ReserveLines([.. leftOut.Select(line => (line.LineNumber, line.Quantity))]);
            if (!reserved.Succeeded)
            {
                return reserved.Refusal;
            }

            foreach (var (line, units) in leftOut.Zip(reserved.Value))
            {
                line.CountAnew(units);
            }
        }

        foreach (var payout in _payouts)
        {
            order.ReleaseTender(payout.TenderNumber, payout.Amount);
        }

        _payouts.Clear();
        _pendingJournals.Add(RefundJournals.ApprovalReversal(ClientId, Id.Value, Returned, at));
        ApprovedMinor = 0;
        ApprovedById = null;
        ApprovedForId = null;
        DecidedAt = null;
        DecidedByAutomation = false;
        return Outcome.Ok;
    }

    private Outcome ApproveFor(Actor by, Authority authority, Order order, TenderRule rule, DateTimeOffset at)
    {
        var approved = ApproveNow(by, order, rule, authority.For is null ? "Approved" : $"Approved as deputy of {authority.For.Name}", null, at);
        if (approved.Succeeded)
        {
            ApprovedForId = authority.For?.Id;
        }

        return approved;
    }

    private Outcome GiveFirst(Actor by, Authority authority, DateTimeOffset at)
    {
        var deputy = authority.For is null ? string.Empty : $" as deputy of {authority.For.Name}";
        var given = Fire(RefundTrigger.ApproveFirst, by, at, $"Gave the first of two approvals{deputy}: {Proposed}");
        if (given.Succeeded)
        {
            FirstApprovedById = by.Id;
            FirstApprovedForId = authority.For?.Id;
            FirstApprovedAt = at;
        }

        return given;
    }

    private Outcome PassOn(Actor by, Authority authority, DateTimeOffset at)
    {
        var why = ApprovalRules.WhySecond(this, by, authority, amount => amount.ToString());
        var isSplit = ApprovalRules.IsSplit(this, authority);
        var sent = Fire(RefundTrigger.SendToApproval, by, at, $"Reviewed and sent to approval: {Proposed}", isSplit ? string.Join(". ", why) : null);
        if (sent.Succeeded)
        {
            AddMaker(ReviewedById);
            ReviewedById = by.Id;
            WhyHere = isSplit ? Cut($"Belongs together with {authority.Nearby.Numbers}: {authority.Nearby.With(Proposed)} in all", 200) : WhyHere;
        }

        return sent;
    }

    /// <summary>What the case is decided by has changed: approvals no longer hold, and who recorded it is never the one who approves after a reviewer.</summary>
    private void TakeEvidence(Actor by)
    {
        ForgetFirst();
        EvidenceByIds = With(EvidenceByIds, by.Id);
        if (WasApproved)
        {
            AddMaker(by.Id);
        }
    }

    private void ForgetFirst()
    {
        FirstApprovedById = null;
        FirstApprovedForId = null;
        FirstApprovedAt = null;
    }

    private void AddMaker(UserId? person) => ChangedByIds = With(ChangedByIds, person);

    private static string? With(string? keys, UserId? person) =>
        person is not { } one || keys?.Contains(KeyOf(one), StringComparison.Ordinal) == true ? keys : keys is null ? KeyOf(one) : $"{keys} {KeyOf(one)}";

    /// <summary>Where the money would go to another payment than the one that failed, that is a decision of its own.</summary>
    private bool GoesElsewhere(Order order, TenderRule rule)
    {
        var owed = Money.Of(OwedMinor, Currency);
        if (!owed.IsPositive || PayoutPlan.Over(order, owed, rule) is not { Succeeded: true, Value: var plan })
        {
            return false;
        }

        var failed = Unpaid().Select(pair => pair.Failed.TenderNumber).ToHashSet();
        return plan.Any(part => !failed.Contains(part.TenderNumber));
    }

    private static string KeyOf(UserId person) => person.Value.ToString("N");
}
