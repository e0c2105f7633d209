using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Customers;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Risk;

namespace RefundDesk.Web.Automation;

/// <summary>A customer of a client; the client's own key tells them apart.</summary>
internal readonly record struct CustomerKey(ClientId Client, string Reference);

/// <summary>An earlier or other request of a customer, as far as risk looks at it.</summary>
internal sealed record EarlierRequest(RefundCaseId Id, ClientId ClientId, string CustomerReference, DateTimeOffset AskedAt, RefundStatus Status, RefundReason Reason, long RequestedMinor, long ProposedMinor, Currency Currency);

/// <summary>What is known of a customer.</summary>
internal sealed class CustomerHistory
{
    /// <summary>What was noted of the customer.</summary>
    public CustomerStanding Standing { get; init; }

    /// <summary>Orders of the customer.</summary>
    public int Orders { get; set; }

    /// <summary>What they captured, minor units of the order's currency.</summary>
    public long OrderedMinor { get; set; }

    /// <summary>The first order.</summary>
    public DateTimeOffset? FirstOrderAt { get; set; }

    /// <summary>Requests of the last year and a day, and all refused ones.</summary>
    public List<EarlierRequest> Requests { get; } = [];

    /// <summary>The facts of one request; only what came before it counts.</summary>
    public RiskFacts FactsFor(RefundCase refund, Order order, ReturnPolicy policy)
    {
        int quarter = 0, notReceived = 0, refused = 0;
        long quarterMinor = 0;
        foreach (var earlier in Requests)
        {
            if (earlier.Id == refund.Id || earlier.AskedAt > refund.AskedAt)
            {
                continue;
            }

            var age = refund.AskedAt - earlier.AskedAt;
            notReceived += age < TimeSpan.FromDays(365) && earlier.Reason == RefundReason.NotReceived ? 1 : 0;
            if (earlier.Status == RefundStatus.Rejected)
            {
                refused++;
            }
            else if (age < TimeSpan.FromDays(90) && earlier.Status != RefundStatus.Cancelled)
            {
                quarter++;
                quarterMinor += earlier.Currency == refund.Currency ? earlier.RequestedMinor : 0;
            }
        }

        return new RiskFacts(
            Math.Max(1, Orders),
            OrderedMinor,
            FirstOrderAt ?? order.PlacedAt,
            OccasionsOnTheDayBefore(refund),
            quarter,
            quarterMinor,
            notReceived,
            refused,
            refund.RequestedMinor,
            policy.AgentApprovalMinor,
            refund.Lines.Any(line => line.Reason == RefundReason.NotReceived),
            refund.AskedAt,
            order.PlacedAt);
    }

    /// <summary>The facts of the policy with the customer's other requests close by: those that are open or were granted, before this one or after it.</summary>
    public PolicyFacts With(PolicyFacts facts, RefundCase refund, int windowDays)
    {
        facts = Standing == CustomerStanding.None ? facts : facts with { Standing = Standing };
        var window = TimeSpan.FromDays(windowDays);
        var nearby = 0;
        var minor = 0L;
        foreach (var other in Requests)
        {
            if (other.Id != refund.Id && other.Currency == refund.Currency && (other.AskedAt - refund.AskedAt).Duration() <= window
                && other.Status is not (RefundStatus.Rejected or RefundStatus.Cancelled))
            {
                nearby++;
                minor += other.ProposedMinor;
            }
        }

        return nearby == 0 ? facts : facts with { NearbyRequests = nearby, NearbyMinor = minor };
    }

    /// <summary>What a customer sends at one moment is one request in their eyes, however many orders it touches.</summary>
    private int OccasionsOnTheDayBefore(RefundCase refund) => Requests
        .Select(earlier => earlier.AskedAt)
        .Where(askedAt => askedAt < refund.AskedAt && refund.AskedAt - askedAt < TimeSpan.FromHours(24))
        .Distinct()
        .Count();
}
