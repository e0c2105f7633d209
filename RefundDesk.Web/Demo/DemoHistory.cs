using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Domain.Refunds.Requesting;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Web.Demo;

/// <summary>Walks past refunds through their life with the same steps as real ones, so that charts, books and histories are true.</summary>
internal sealed class DemoHistory(Random random, DemoOrders orders, Actor agent, Actor supervisor)
{
    private static readonly RiskRules Rules = new();
    private readonly Dictionary<string, (int Orders, List<DateTimeOffset> Asked, int NotReceived, int Refused)> _customers = [];

    /// <summary>One refund that was asked for at a time and has got as far as it would have by now.</summary>
    public (Order Order, RefundCase Refund) Make(DemoShop shop, Client client, ReturnPolicy policy, DateTimeOffset askedAt, DateTimeOffset now)
    {
        var order = orders.Make(shop, client, askedAt.AddDays(-random.Next(3, random.Next(10) == 0 ? 70 : 30)), now);
        var refund = Begin(client, policy, order, orders.Want(order, askedAt), askedAt);
        Continue(refund, order, policy, client, askedAt.AddMinutes(random.Next(4, 400)), now);
        return (order, refund);
    }

    /// <summary>One refund that automation has decided and nobody has touched.</summary>
    public RefundCase Begin(Client client, ReturnPolicy policy, Order order, RefundRequest request, DateTimeOffset askedAt)
    {
        var refund = RefundCase.Receive(order, request, orders.Number(), Actor.Customer(order.CustomerName), askedAt.AddHours(policy.AnswerWithinHours), askedAt).Value;
        var facts = refund.FactsFor(order, client.TimeZoneId);
        var decision = Decider.Decide(PoliciesInForce.Only(policy), client.Currency.Code, facts, RiskOf(client, order, refund, policy), Rules);
        Must(refund.Decide(decision, order, policy, askedAt.AddSeconds(2)).Succeeded);
        return refund;
    }

    private void Continue(RefundCase refund, Order order, ReturnPolicy policy, Client client, DateTimeOffset at, DateTimeOffset now)
    {
        // Only what came in today may still wait: a desk that is weeks late is not what a visitor should see.
        var isRecent = now - refund.AskedAt < TimeSpan.FromHours(policy.AnswerWithinHours);
        if (refund.Status == RefundStatus.InReview && at < now && (!isRecent || random.Next(3) == 0))
        {
            Review(refund, order, policy, client, at);
        }

        if (refund.Status == RefundStatus.AwaitingReturn && at.AddDays(7) < now && random.Next(8) != 0)
        {
            var inspected = at.AddDays(random.Next(4, 7));
            Must(refund.TakeInspection(agent, new Dictionary<int, GoodsFound>(), order, inspected).Succeeded);
            Must(refund.Decide(Decider.Decide(PoliciesInForce.Only(policy), client.Currency.Code, refund.FactsFor(order, client.TimeZoneId), RiskOf(client, order, refund, policy), Rules), order, policy, inspected.AddSeconds(2)).Succeeded);
            at = inspected.AddMinutes(30);
            Review(refund, order, policy, client, at);
        }

        if (refund.Status == RefundStatus.NeedsInformation)
        {
            at = AnswerOrExpire(refund, order, policy, client, at, now);
        }

        if (refund.Status == RefundStatus.AwaitingApproval && at.AddMinutes(50) < now && (!isRecent || random.Next(3) == 0))
        {
            Must(refund.Approve(supervisor, new Authority(true, null, FourEyes(policy, client)), order, policy.TenderRule, at.AddMinutes(50)).Succeeded);
        }

        if (refund is { Status: RefundStatus.AwaitingReturn, DueAt: { } deadline } && deadline < now)
        {
            Must(refund.Expire(order, deadline).Succeeded);
            Review(refund, order, policy, client, deadline.AddMinutes(40));
        }

        if (refund.Status == RefundStatus.Approved)
        {
            Pay(refund, order, refund.DecidedAt!.Value.AddSeconds(1));
        }
    }

    /// <returns>When the last of it happened.</returns>
    private DateTimeOffset AnswerOrExpire(RefundCase refund, Order order, ReturnPolicy policy, Client client, DateTimeOffset at, DateTimeOffset now)
    {
        var answered = at.AddHours(random.Next(2, 60));
        if (random.Next(4) != 0 && answered.AddHours(2) < now)
        {
            Must(refund.TakeAnswer(Actor.Customer(order.CustomerName), "Here are the photographs of the fault and of the label.", answered).Succeeded);
            Must(refund.Decide(Decider.Decide(PoliciesInForce.Only(policy), client.Currency.Code, refund.FactsFor(order, client.TimeZoneId), RiskOf(client, order, refund, policy), Rules), order, policy, answered.AddSeconds(2)).Succeeded);
            if (refund.Status == RefundStatus.InReview)
            {
                Must(refund.Approve(agent, new Authority(false, Money.Of(policy.AgentApprovalMinor, client.Currency), FourEyes(policy, client)), order, policy.TenderRule, answered.AddMinutes(40)).Succeeded);
            }

            return answered.AddMinutes(40);
        }

        if (refund.DueAt is { } deadline && deadline.AddMinutes(40) < now)
        {
            Must(refund.Expire(order, deadline).Succeeded);
            if (refund.Status == RefundStatus.InReview)
            {
                Must(refund.Approve(agent, new Authority(false, Money.Of(policy.AgentApprovalMinor, client.Currency), FourEyes(policy, client)), order, policy.TenderRule, deadline.AddMinutes(40)).Succeeded);
            }

            return deadline.AddMinutes(40);
        }

        return at;
    }

    private void Review(RefundCase refund, Order order, ReturnPolicy policy, Client client, DateTimeOffset at)
    {
        if (refund.Status != RefundStatus.InReview)
        {
            return;
        }

        var outcome = random.Next(100) switch
        {
            < 18 => refund.Reject(agent, "The goods show more use than trying them on; the photographs do not show a fault.", order, at, refund.LegalClaim is null ? RefusalGround.Policy : RefusalGround.FactsDisproved),
            < 22 => refund.Ask(agent, "Please send a photograph of the fault and of the label on the parcel.", at.AddDays(policy.InformationDeadlineDays), at),
            _ => refund.Approve(agent, new Authority(false, Money.Of(policy.AgentApprovalMinor, client.Currency), FourEyes(policy, client)), order, policy.TenderRule, at),
        };
        Must(outcome.Succeeded);
    }

    private void Pay(RefundCase refund, Order order, DateTimeOffset at)
    {
        Must(refund.StartPaying(at).Succeeded);
        foreach (var payout in refund.Payouts.ToArray())
        {
            var reply = random.Next(150) == 0
                ? GatewayReply.Refused("expired_or_canceled_card", "The card was cancelled; the issuer refused the refund.")
                : GatewayReply.Succeeded($"re_{payout.Id.Value:N}");
            Must(refund.TakeReply(payout.Id, reply, order, at.AddMilliseconds(400)).Succeeded);
        }
    }

    private RiskFacts RiskOf(Client client, Order order, RefundCase refund, ReturnPolicy policy)
    {
        var key = $"{client.Key}/{order.CustomerReference}";
        var (count, asked, notReceived, refused) = _customers.GetValueOrDefault(key, (0, [], 0, 0));
        var isNotReceived = refund.Reason == RefundReason.NotReceived;
        var facts = new RiskFacts(
            count + 1,
            order.Charged.Minor,
            order.PlacedAt,
            asked.Count(at => at <= refund.AskedAt && refund.AskedAt - at < TimeSpan.FromHours(24)),
            asked.Count(at => at <= refund.AskedAt && refund.AskedAt - at < TimeSpan.FromDays(90)),
            refund.RequestedMinor,
            notReceived,
            refused,
            refund.RequestedMinor,
            policy.AgentApprovalMinor,
            isNotReceived,
            refund.AskedAt,
            order.PlacedAt);
        asked.Add(refund.AskedAt);
        _customers[key] = (count + 2, asked, notReceived + (isNotReceived ? 1 : 0), refused);
        return facts;
    }

    private static Money? FourEyes(ReturnPolicy policy, Client client) => policy.FourEyesFromMinor is { } minor ? Money.Of(minor, client.Currency) : null;

    private static void Must(bool succeeded)
    {
        if (!succeeded)
        {
            throw new InvalidOperationException("A step of a demo refund was refused: the demo no longer fits the life of a refund.");
        }
    }
}
