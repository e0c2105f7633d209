using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>
/// What a person may decide about a case, by the own authority and by what supervisors lent. The page shows it and the approval is measured by
/// it: the same rules, asked twice, the second time in the transaction of the approval.
/// </summary>
/// <param name="All">The own authority first.</param>
/// <param name="Best">The one that leads furthest.</param>
/// <param name="MayDecideWaiting">Whether the own authority, or that of a supervisor deputised for, reaches to what waits for a second person.</param>
internal sealed record Authorities(IReadOnlyList<Authority> All, Authority Best, bool MayDecideWaiting)
{

    /// <summary>Reads what is needed.</summary>
    /// <param name="db">The context; in a transaction where something is decided by it.</param>
    /// <param name="principal">Who.</param>
    /// <param name="refund">The case.</param>
    /// <param name="order">Its purchase.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<Authorities> LoadAsync(RefundDeskDbContext db, DeskPrincipal principal, RefundCase refund, Order order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var holders = await Holders.LoadAsync(db, principal, now, cancellationToken);
        var policies = await db.LoadPoliciesAsync(refund.ClientId, order.PlacedAt, now, cancellationToken);
        var rules = AuthorityRules.Of(policies.Current);
        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == refund.ClientId, cancellationToken);
        if (db.Database.CurrentTransaction is not null)
        {
            await HoldAsync(db, refund, holders, cancellationToken);
        }

        var isOpen = refund.Status is RefundStatus.InReview or RefundStatus.AwaitingApproval;
        var nearby = isOpen ? await NearbyReading.LoadAsync(db, refund, order, rules.SplitWindowDays, cancellationToken) : NearbyCases.None;
        var usage = isOpen ? await UsageReading.LoadAsync(db, refund, rules, holders, DayBegan(client, now), now, cancellationToken) : ApprovalUsage.None;
        var parts = PartsOf(refund, order, policies.Promise);
        var all = holders.Select(holder => AuthorityLimits.Of(refund, parts, rules, client.Currency, holder, usage, nearby)).ToArray();
        var mayDecideWaiting = Array.Exists(all, authority => authority.MayApproveWaiting && !ApprovalRules.IsLendersPurchase(refund, authority));
        return new Authorities(all, ApprovalRules.Best(refund, principal.Actor, all), mayDecideWaiting);
    }

    /// <summary>Two approvals that count against the same limit wait for each other; what the first one approved is seen by the second.</summary>
    private static async Task HoldAsync(RefundDeskDbContext db, RefundCase refund, IReadOnlyList<AuthorityHolder> holders, CancellationToken cancellationToken)
    {
        var names = holders.Where(holder => holder.Id is not null).Select(holder => $"approver {refund.ClientId} {holder.Id}").Append($"customer {refund.ClientId} {refund.CustomerReference}");
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            await db.Dialect.HoldAsync(db, name, cancellationToken);
        }
    }

    /// <summary>A day is one of the client's calendar: whichever door an approval comes through, it counts against the same day.</summary>
    private static DateTimeOffset DayBegan(Client client, DateTimeOffset now) => WindowClock.StartOf(WindowClock.LocalDate(now, client.TimeZone), client.TimeZone);

    private static Dictionary<RefundDestination, long> PartsOf(RefundCase refund, Order order, ReturnPolicy policy) =>
        (ApprovalPreviews.Plan(refund, order, policy.TenderRule) ?? [])
            .GroupBy(part => AuthorityRules.DestinationOf(order.Tender(part.TenderNumber).Method))
            .ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Amount.Minor));
}
