using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence.Attachments;

namespace RefundDesk.Web.Automation;

/// <summary>One case with everything its next step looks at.</summary>
/// <param name="Refund">The case.</param>
/// <param name="Order">Its purchase; cases of one order share it.</param>
/// <param name="Client">Its client.</param>
/// <param name="Policies">What was promised at the purchase, and what the desk goes by now.</param>
/// <param name="History">What is known of the customer.</param>
/// <param name="Evidence">What came with the case; known where it is to be decided.</param>
internal sealed record CaseWork(RefundCase Refund, Order Order, Client Client, PoliciesInForce Policies, CustomerHistory History, CaseEvidence Evidence)
{
    /// <summary>What the order's shop says of it by now, where that is not what is stored; known where the case is to be decided.</summary>
    public string? ShopDiffers { get; init; }

    /// <summary>True where this round sends the payouts for the first time, so that nothing needs to be looked up before.</summary>
    public bool IsSentNow { get; private set; }

    /// <summary>Watches the pace of the version in force; null where it sets no limit.</summary>
    public BreakerGate? Gate { get; set; }

    /// <summary>The limit that left this case to a person; null where none did.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Takes every step that needs no gateway; where payouts are to be sent it stops at Paying, to be stored first.</summary>
    /// <exception cref="InvalidOperationException">A step was refused: the case cannot go on without a person.</exception>
    public void Advance(IRiskModel model, ICountryZones zones, DateTimeOffset now)
    {
        switch (Refund.Status)
        {
            case RefundStatus.Received:
                Require(Decide(model, zones, now));
                break;
            case RefundStatus.NeedsInformation or RefundStatus.AwaitingReturn:
                Require(Refund.Expire(Order, now, Client.Calendar));
                break;
            case RefundStatus.Approved or RefundStatus.Paying:
                break;
            default:
                Refund.Rest();
                break;
        }

        if (Refund.Status == RefundStatus.Approved)
        {
            Require(Refund.StartPaying(now));
            IsSentNow = true;
        }
    }

    private Domain.Common.Outcome Decide(IRiskModel model, ICountryZones zones, DateTimeOffset now)
    {
        var facts = History.With(Refund.FactsFor(Order, Order.ShopperZone(zones, Client.TimeZoneId)), Refund, AuthorityRules.Of(Policies.Current).SplitWindowDays);
        if (Evidence != CaseEvidence.Nothing || Policies.Promise.Evidence.Count + Policies.Current.Evidence.Count > 0)
        {
            facts = facts with { Evidence = Evidence.Facts };
        }

        facts = facts with { ShopDiffers = ShopDiffers };
        var risk = History.FactsFor(Refund, Order, Policies.Current) with { SamePhotos = Evidence.Same };
        var decision = Decider.Decide(Policies, Client.Currency.Code, facts, risk, model);
        var passed = Gate?.Pass(decision) ?? decision;
        StoppedBy = passed.Stopped?.Rule;
        return Refund.Decide(passed, Order, Policies.Promise, now);
    }

    private static void Require(Domain.Common.Outcome step)
    {
        if (!step.Succeeded)
        {
            throw new InvalidOperationException($"{step.Refusal.Message} ({step.Refusal.Code})");
        }
    }
}
