using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds.Attaching;
using RefundDesk.Domain.Refunds.Deciding;

namespace RefundDesk.Domain.Refunds;

/// <summary>Mails: who sent one is never certain, so what came by mail is decided by a person.</summary>
public sealed partial class RefundCase
{
    /// <summary>Whether the request or something after it came by mail: automation then approves and refuses nothing, whatever the policy says.</summary>
    public bool HasMail { get; private set; }

    /// <summary>
    /// The customer wrote a mail about this case. Where something was asked it is the answer; else it is noted, and what was looked at before it came is
    /// looked at again. Money that is on its way is not disturbed.
    /// </summary>
    /// <param name="by">The customer, or who found out that it belongs here.</param>
    /// <param name="words">What was written, not empty.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="hours">The client's business hours; null is always open.</param>
    /// <returns>Ok; or <c>refund.answer-missing</c>, <c>refund.own-purchase</c>, <c>attachment.ended</c> where the refund is paid or withdrawn.</returns>
    public Outcome TakeMail(Actor by, string words, DateTimeOffset at, BusinessCalendar? hours = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (string.IsNullOrWhiteSpace(words))
        {
            return RefundRefusals.AnswerMissing;
        }

        if (IsOwnPurchaseOf(by))
        {
            return RefundRefusals.OwnPurchase;
        }

        if (Status is RefundStatus.Paid or RefundStatus.Cancelled)
        {
            return AttachmentRefusals.Ended;
        }

        if (Status is RefundStatus.Approved or RefundStatus.Paying)
        {
            Note(by, at, by.Kind == ActorKind.Customer ? "Wrote a mail" : "Put a mail of the customer to it", words);
            return Outcome.Ok;
        }

        HasMail = true;
        if (Status == RefundStatus.NeedsInformation)
        {
            return TakeAnswer(by, words, at, hours);
        }

        Note(by, at, by.Kind == ActorKind.Customer ? "Wrote a mail" : "Put a mail of the customer to it", words);
        TakeEvidence(by);
        Version++;
        return Outcome.Ok;
    }

    /// <summary>Whatever it was decided by: automation asks about what came by mail, and does nothing else with it.</summary>
    private Route RouteOf(Decision decision) => HasMail && decision.Route != Route.Ask ? Route.Review : decision.Route;
}
