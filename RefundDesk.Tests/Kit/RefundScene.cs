using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Risk;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>
/// A refund with the order and the policy it belongs to, and a clock that moves a minute a step. Each method is one step of the
/// refund's life and fails the test where the domain refuses it; call <see cref="Refund"/> directly to see a refusal.
/// </summary>
internal sealed class RefundScene(RefundCase refund, Order order, ReturnPolicy policy, DateTimeOffset at)
{
    /// <summary>Decides alone, whatever the amount.</summary>
    public static Authority WithoutLimit { get; } = new(MayApproveWaiting: true, Limit: null, FourEyesFrom: null);

    public RefundCase Refund { get; } = refund;

    public Order Order { get; } = order;

    public ReturnPolicy Policy { get; set; } = policy;

    /// <summary>When the last step was taken, UTC.</summary>
    public DateTimeOffset At { get; private set; } = at;

    public void Deconstruct(out RefundCase refund, out Order order) => (refund, order) = (Refund, Order);

    /// <summary>The instant of the next step.</summary>
    public DateTimeOffset Tick() => At = At.AddMinutes(1);

    public RefundScene Decide(string timeZone = "Europe/Berlin")
    {
        var decision = Decider.Decide(PoliciesInForce.Only(Policy), Refund.Currency.Code, Refund.FactsFor(Order, timeZone), RiskFacts(), new RiskRules());
        Done(Refund.Decide(decision, Order, Policy, Tick()));
        return this;
    }

    public RefundScene Ask(Actor by, string question = "Which of the two is broken?")
    {
        Done(Refund.Ask(by, question, At.AddDays(Policy.InformationDeadlineDays), Tick()));
        return this;
    }

    public RefundScene Answer(string answer = "The blue one.")
    {
        Done(Refund.TakeAnswer(CustomerKim, answer, Tick()));
        return this;
    }

    /// <summary>The goods came back; every line in this condition.</summary>
    public RefundScene Inspect(GoodsCondition found = GoodsCondition.Opened)
    {
        Done(Refund.TakeInspection(AgentAnn, Refund.Lines.ToDictionary(line => line.LineNumber, line => new GoodsFound(line.Quantity, found)), Order, Tick()));
        return this;
    }

    /// <summary>An agent agrees, above whose limit it is: it goes on to a second person.</summary>
    public RefundScene Review(Actor by)
    {
        var nothing = Refund.Proposed - Refund.Proposed;
        Done(Refund.Approve(by, new Authority(MayApproveWaiting: false, nothing, null), Order, Policy.TenderRule, Tick()));
        return this;
    }

    public RefundScene Approve(Actor by)
    {
        Done(Refund.Approve(by, WithoutLimit, Order, Policy.TenderRule, Tick()));
        return this;
    }

    public RefundScene Reject(Actor by, string reason = "The article was used for a year.")
    {
        Done(Refund.Reject(by, reason, Order, Tick()));
        return this;
    }

    public RefundScene Appeal(string reason = "It was used for a day.")
    {
        Done(Refund.Appeal(CustomerKim, reason, Order, Tick()));
        return this;
    }

    public RefundScene Cancel(Actor by)
    {
        Done(Refund.Cancel(by, "No longer wanted.", Order, Tick()));
        return this;
    }

    public RefundScene StartPaying()
    {
        Done(Refund.StartPaying(Tick()));
        return this;
    }

    /// <summary>One answer of the gateway for one payout.</summary>
    public RefundScene Reply(Payout payout, GatewayReply reply)
    {
        Done(Refund.TakeReply(payout.Id, reply, Order, Tick()));
        return this;
    }

    /// <summary>Every open payout succeeds.</summary>
    public RefundScene GatewayPays() => ReplyToOpen(payout => GatewayReply.Succeeded($"re_{payout.Id.Value:N}"));

    /// <summary>Every open payout is refused for good.</summary>
    public RefundScene GatewayRefuses() => ReplyToOpen(_ => GatewayReply.Refused("expired_card", "The card is closed."));

    public RefundScene Retry(Actor by)
    {
        Done(Refund.RetryPayout(by, Order, Policy.TenderRule, Tick()));
        return this;
    }

    /// <summary>A customer of two years with two orders, of whom nothing bad is known.</summary>
    public RiskFacts RiskFacts() => new(
        Orders: 2,
        OrderedMinor: Order.Charged.Minor,
        FirstOrderAt: Order.PlacedAt.AddYears(-2),
        RequestsLast24Hours: 0,
        RefundsLast90Days: 0,
        RefundedLast90DaysMinor: 0,
        NotReceivedLast365Days: 0,
        Refused: 0,
        AmountMinor: Refund.RequestedMinor,
        LargeAmountMinor: Policy.AgentApprovalMinor,
        IsNotReceivedClaim: false,
        AskedAt: Refund.AskedAt,
        PlacedAt: Order.PlacedAt);

    private RefundScene ReplyToOpen(Func<Payout, GatewayReply> reply)
    {
        foreach (var payout in Refund.Payouts.Where(payout => payout.IsOpen).ToArray())
        {
            Reply(payout, reply(payout));
        }

        return this;
    }
}
