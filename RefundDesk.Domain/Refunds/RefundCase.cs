using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Ledger;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Refunds.Telling;

namespace RefundDesk.Domain.Refunds;

/// <summary>The key of a case. Ordered, so that lists can go on after the last one seen; databases order keys each in their own way.</summary>
public readonly record struct RefundCaseId(Guid Value) : IComparable<RefundCaseId>
{
    /// <summary>A new key, ordered by time.</summary>
    public static RefundCaseId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Before another.</summary>
    public static bool operator <(RefundCaseId left, RefundCaseId right) => left.CompareTo(right) < 0;

    /// <summary>After another.</summary>
    public static bool operator >(RefundCaseId left, RefundCaseId right) => left.CompareTo(right) > 0;

    /// <summary>Not after another.</summary>
    public static bool operator <=(RefundCaseId left, RefundCaseId right) => left.CompareTo(right) <= 0;

    /// <summary>Not before another.</summary>
    public static bool operator >=(RefundCaseId left, RefundCaseId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public int CompareTo(RefundCaseId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>
/// One refund from request to money back. Read it from top to bottom: each public method is one step of its life, guards first,
/// the event last. What may follow what is in <c>RefundCase.Lifecycle.cs</c>; approving is in <c>RefundCase.Approving.cs</c>, goods
/// that come back are in <c>RefundCase.Inspecting.cs</c>,
/// refusing and withdrawing are in <c>RefundCase.Refusing.cs</c>, paying is in <c>RefundCase.Paying.cs</c>, the clocks are in
/// <c>RefundCase.Clocks.cs</c>, the fields are in <c>RefundCase.State.cs</c>.
/// </summary>
public sealed partial class RefundCase
{
    /// <summary>Makes a case of a request: counts the units against the order, so that a second request sees them taken.</summary>
    /// <param name="order">The purchase; its version moves.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="number">A fresh number.</param>
    /// <param name="by">Who put it in.</param>
    /// <param name="answerBy">Until when the client promises a decision, UTC.</param>
    /// <param name="at">Now, UTC.</param>
    /// <returns>The case, due at once; or what <see cref="Order.ReserveLines"/> refuses, or <c>refund.lines</c>, <c>refund.field</c>; <c>refund.own-purchase</c> where the customer puts it in as a person of the desk.</returns>
    public static Outcome<RefundCase> Receive(Order order, RefundRequest request, RefundNumber number, Actor by, DateTimeOffset answerBy, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(by);
        if (by.Self?.IsCustomer(order.CustomerEmail) == true)
        {
            return RefundRefusals.OwnPurchase;
        }

        if (RequestChecks.FirstFault(request, at) is { } fault)
        {
            return fault;
        }

        var reserved = order.ReserveLines([.. request.Lines.Select(line => (line.LineNumber, line.Quantity))]);
        if (!reserved.Succeeded)
        {
            return reserved.Refusal;
        }

        var refund = new RefundCase(order, request, number, by, answerBy, at);
        refund._lines.AddRange(request.Lines.Zip(reserved.Value, (line, units) => new RefundLine(order.Line(line.LineNumber), line, units)));
        refund.RequestedMinor = refund.ProposedMinor = refund._lines.Sum(line => line.ChargedMinor);
        refund.Category = refund._lines.OrderByDescending(line => line.ChargedMinor).First().Category;
        refund.Note(by, at, $"Asked for {refund.Requested} back, {Count(refund._lines.Count, "line")}", request.CustomerNote);
        return refund;
    }

    /// <summary>What the policy looks at, as things stand.</summary>
    public PolicyFacts FactsFor(Order order, string timeZoneId)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new PolicyFacts(
            order.OrderNumber,
            Currency.Code,
            order.PlacedAt,
            order.DispatchedAt,
            order.DeliveredAt,
            AskedAt,
            timeZoneId,
            [.. _lines.Select(line => line.AsFacts(order.Line(line.LineNumber).Terms))],
            order.Lines.Where(line => line.Kind == OrderLineKind.Goods).All(line => line.OpenQuantity == 0),
            order.Refundable.Minor,
            GoodsInspectedAt is not null)
        {
            Country = order.Country,
            CustomerGroup = order.CustomerGroup,
            HasAnswered = AnsweredAt is not null,
            Purchase = WhatStays.With(order, Settled),
            CameByMail = HasMail,
        };
    }

    /// <summary>
    /// Takes the automation's decision: proposes amounts, stores the grounds, and goes where it says. What is approved already is
    /// owed and not decided anew: it goes to a person with the answer that came.
    /// </summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="order">The purchase; approving counts money against its tenders, refusing gives its units back.</param>
    /// <param name="policy">For deadlines and the order of tenders.</param>
    /// <param name="at">Now, UTC.</param>
    public Outcome Decide(Decision decision, Order order, ReturnPolicy policy, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(policy);
        if (Status != RefundStatus.Received)
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.Approve);
        }

        if (WasApproved)
        {
            return SendToReview("Approved before and not paid yet: an answer came", at);
        }

        Propose(decision.Evaluation, order);
        Standing = decision.Facts.Standing;
        RiskScore = decision.Risk.Score;
        WhyHere = Cut(decision.Why, 200);
        PolicyVersion = decision.Evaluation.PolicyVersion;
        SetLawfulBy(decision);
        _pendingDecisions.Add((decision, at));
        return RouteOf(decision) switch
        {
            Route.Approve => ApproveOrReview(decision.Why, order, policy.TenderRule, at),
            Route.Reject => Refuse(RefundTrigger.Reject, Actor.Automation, order, "Refused by the policy", decision.Why, at, [.. decision.Evaluation.Failed.Select(finding => finding.Rule).Distinct()]),
            Route.Ask => Ask(Actor.Automation, string.Join("\n", decision.Evaluation.Questions), at.AddDays(policy.InformationDeadlineDays), at),
            Route.AwaitReturn => AskGoodsBack(Actor.Automation, at.AddDays(policy.ReturnDeadlineDays), at),
            _ => SendToReview(decision.Why, at),
        };
    }

    /// <summary>
    /// A person approves. Within the person's authority the case is approved and the money counted against the tenders; above it,
    /// or where four eyes are wanted, it goes on to a second person, who may be neither its maker nor its reviewer. Where two approvals
    /// are wanted, the first one is noted and the case waits for the other. See <c>RefundCase.Approving.cs</c>.
    /// </summary>
    public Outcome Approve(Actor by, Authority authority, Order order, TenderRule rule, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (Status == RefundStatus.Received)
        {
            return RefundRefusals.NotAssessed;
        }

        if (!Proposed.IsPositive)
        {
            return RefundRefusals.NothingToPay;
        }

        var step = ApprovalRules.Check(this, by, authority);
        if (!step.Succeeded)
        {
            return step.Refusal;
        }

        return step.Value switch
        {
            ApprovalStep.Approves => ApproveFor(by, authority, order, rule, at),
            ApprovalStep.GivesFirst => GiveFirst(by, authority, at),
            _ => PassOn(by, authority, at),
        };
    }

    /// <summary>Asks the customer something; without an answer the case is refused when the deadline passes.</summary>
    public Outcome Ask(Actor by, string question, DateTimeOffset deadline, DateTimeOffset at)
    {
        if (!IsReason(question))
        {
            return RefundRefusals.ReasonMissing;
        }

        var asked = Fire(RefundTrigger.Ask, by, at, "Asked the customer", question.Trim());
        if (asked.Succeeded)
        {
            DueAt = deadline;
            Tell(NoticeKind.InformationAsked, question.Trim(), at);
        }

        return asked;
    }

    /// <summary>The customer's answer came; the case is looked at anew, and the promise to the client runs on.</summary>
    /// <param name="by">Who wrote it down, or the customer.</param>
    /// <param name="answer">The customer's words.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="hours">The client's business hours; null is always open.</param>
    public Outcome TakeAnswer(Actor by, string answer, DateTimeOffset at, BusinessCalendar? hours = null)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return RefundRefusals.AnswerMissing;
        }

        var taken = Fire(RefundTrigger.Answer, by, at, "Answered", Cut(answer, 2_000));
        if (taken.Succeeded)
        {
            AnsweredAt = at;
            DueAt = at;
            Resume(hours, at);
            TakeEvidence(by);
        }

        return taken;
    }

    /// <summary>Asks the goods back, to be inspected before it is decided; when they do not come by the deadline the case is refused.</summary>
    public Outcome AskGoodsBack(Actor by, DateTimeOffset deadline, DateTimeOffset at)
    {
        if (WasApproved && Knows(RefundTrigger.AskGoodsBack))
        {
            return RefundRefusals.AlreadyApproved;
        }

        var asked = Fire(RefundTrigger.AskGoodsBack, by, at, "Asked for the goods back");
        if (asked.Succeeded)
        {
            DueAt = deadline;
            Tell(NoticeKind.ReturnAsked, "Please send the goods back; the money follows when they were inspected.", at);
        }

        return asked;
    }

    /// <summary>The second person sends the case back to review.</summary>
    public Outcome SendBack(Actor by, string reason, DateTimeOffset at)
    {
        if (!IsReason(reason))
        {
            return RefundRefusals.ReasonMissing;
        }

        var sent = Fire(RefundTrigger.SendBack, by, at, "Sent back to review", reason.Trim());
        if (sent.Succeeded)
        {
            WhyHere = Cut($"Sent back: {reason.Trim()}", 200);
        }

        return sent;
    }

    private Outcome ApproveOrReview(string why, Order order, TenderRule rule, DateTimeOffset at)
    {
        var approved = ApproveNow(Actor.Automation, order, rule, "Approved automatically", why, at);
        return approved.Succeeded ? approved : SendToReview(approved.Refusal.Message, at);
    }

    private Outcome SendToReview(string why, DateTimeOffset at)
    {
        WhyHere = Cut(why, 200);
        return Fire(RefundTrigger.SendToReview, Actor.Automation, at, "Sent to review", why);
    }

    private Outcome ApproveNow(Actor by, Order order, TenderRule rule, string text, string? why, DateTimeOffset at)
    {
        if (!Proposed.IsPositive)
        {
            return RefundRefusals.NothingToPay;
        }

        if (!Knows(RefundTrigger.Approve))
        {
            return RefundRefusals.NotAllowed(Status, RefundTrigger.Approve);
        }

        // A case that came back from a failed payout is already owed: only what failed is planned anew, and nothing is posted twice.
        var planned = WasApproved ? PlanFailedAnew(order, rule, at) : PlanPayouts(order, Proposed, rule, at);
        if (!planned.Succeeded)
        {
            return planned;
        }

        if (!WasApproved)
        {
            ReleaseLines(order, _lines.Where(line => !line.IsIncluded));
            Settle(order, AsApproved());
            ApprovedMinor = ProposedMinor;
            _pendingJournals.Add(RefundJournals.Approval(ClientId, Id.Value, Returned, at));
        }

        ApprovedById = by.Id;
        ApprovedForId = null;
        DecidedByAutomation = by.Id is null;
        DecidedAt = at;
        DueAt = at;
        return Fire(RefundTrigger.Approve, by, at, $"{text}: {Proposed}", why);
    }

    /// <summary>What would be paid: what the policy gives, or, where it gives nothing and a person may still approve, everything that was charged.</summary>
    private void Propose(PolicyEvaluation evaluation, Order order)
    {
        // What broken terms of the purchase leave nothing of was not refused: the proposal is nothing, not everything.
        var nothing = evaluation.PayableMinor == 0 && evaluation.Settled is null;
        Settle(order, evaluation.Settled is { } settled ? new SettledTerms(settled) : null);
        var refused = evaluation.Failed.Select(finding => finding.LineNumber).ToHashSet();
        foreach (var line in _lines)
        {
            var result = evaluation.Lines.First(result => result.LineNumber == line.LineNumber);
            line.Propose(nothing ? 0 : result.FeeMinor, nothing ? null : result.FeeTaxMinor, nothing || !refused.Contains(line.LineNumber));
            line.Claim(result.LegalClaim);
        }

        ProposedMinor = _lines.Sum(line => line.PayableMinor);
    }

    private static bool IsReason(string? text) => text is not null && text.Trim().Length is >= 3 and <= 1_000;
}
