using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Approving;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>Reads what counts against limits over a day or a customer; nothing where the client has no such limit.</summary>
internal static class UsageReading
{
    /// <summary>What was approved before.</summary>
    public static async Task<ApprovalUsage> LoadAsync(
        RefundDeskDbContext db, RefundCase refund, AuthorityRules rules, IReadOnlyList<AuthorityHolder> holders, DateTimeOffset dayBegan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limits = rules.Limits ?? [];
        var before = new List<ApprovedBefore>();
        var (client, own) = (refund.ClientId, refund.Id);
        if (limits.Any(limit => limit.Period == LimitPeriod.Day))
        {
            var people = holders.Where(holder => holder.Id is not null).Select(holder => holder.Id).ToArray();
            var rows = await ReadAsync(
                db,
                other => other.ClientId == client && other.Id != own && other.DecidedAt >= dayBegan && other.ApprovedMinor > 0
                    && (people.Contains(other.ApprovedById) || people.Contains(other.ApprovedForId) || people.Contains(other.FirstApprovedById) || people.Contains(other.FirstApprovedForId)),
                cancellationToken);
            var waiting = await ReadAsync(
                db,
                other => other.Queue == RefundStatus.AwaitingApproval && other.ClientId == client && other.Id != own && other.FirstApprovedAt >= dayBegan
                    && (people.Contains(other.FirstApprovedById) || people.Contains(other.FirstApprovedForId)),
                cancellationToken);
            before.AddRange(rows.Concat(waiting).SelectMany(row => row.ByPerson()));
        }

        if (limits.Where(limit => limit.Period == LimitPeriod.Customer).Select(limit => limit.Days ?? 1).DefaultIfEmpty(0).Max() is var days and > 0)
        {
            var since = now.AddDays(-days);
            var customer = (await KnownCustomers.LoadAsync(db, [client], [refund.CustomerReference], cancellationToken)).ReferencesOf(client, refund.CustomerReference).ToArray();
            var rows = await ReadAsync(
                db,
                other => other.ClientId == client && customer.Contains(other.CustomerReference) && other.Id != own && other.DecidedAt >= since && other.ApprovedMinor > 0,
                cancellationToken);
            before.AddRange(rows.Select(row => row.Of(null, isOfCustomer: true, row.DecidedAt!.Value)));
        }

        return new ApprovalUsage(before, dayBegan, now);
    }

    private static Task<List<Row>> ReadAsync(RefundDeskDbContext db, Expression<Func<RefundCase, bool>> which, CancellationToken cancellationToken) =>
        db.RefundCases.AsNoTracking().Where(which).Select(other => new Row
        {
            Reason = other.Reason,
            Currency = other.Currency,
            Minor = other.ApprovedMinor > 0 ? other.ApprovedMinor : other.ProposedMinor,
            IsApproved = other.ApprovedMinor > 0,
            ApprovedById = other.ApprovedById,
            ApprovedForId = other.ApprovedForId,
            DecidedAt = other.DecidedAt,
            FirstApprovedById = other.FirstApprovedById,
            FirstApprovedForId = other.FirstApprovedForId,
            FirstApprovedAt = other.FirstApprovedAt,
            Payouts = other.Payouts.Where(payout => payout.ReplacesId == null).Select(payout => new Part(payout.TenderMethod, payout.AmountMinor)).ToList(),
        }).ToListAsync(cancellationToken);

    private sealed record Part(TenderMethod Method, long Minor);

    private sealed class Row
    {
        public required RefundReason Reason { get; init; }

        public required Currency Currency { get; init; }

        public required long Minor { get; init; }

        public required bool IsApproved { get; init; }

        public UserId? ApprovedById { get; init; }

        public UserId? ApprovedForId { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public UserId? FirstApprovedById { get; init; }

        public UserId? FirstApprovedForId { get; init; }

        public DateTimeOffset? FirstApprovedAt { get; init; }

        public required List<Part> Payouts { get; init; }

        /// <summary>Both approvals count, each against the one whose authority it was.</summary>
        public IEnumerable<ApprovedBefore> ByPerson()
        {
            if (IsApproved && ApprovedById is not null && DecidedAt is { } decided)
            {
                yield return Of(ApprovedForId ?? ApprovedById, isOfCustomer: false, decided);
            }

            if (FirstApprovedById is not null && FirstApprovedAt is { } first)
            {
                yield return Of(FirstApprovedForId ?? FirstApprovedById, isOfCustomer: false, first);
            }
        }

        public ApprovedBefore Of(UserId? holder, bool isOfCustomer, DateTimeOffset at) => new(holder, isOfCustomer, at, Reason, Money.Of(Minor, Currency), Parts());

        /// <summary>Before payouts are planned nobody knows what goes where: then all of it counts everywhere.</summary>
        private Dictionary<RefundDestination, long> Parts() => IsApproved
            ? Payouts.GroupBy(part => AuthorityRules.DestinationOf(part.Method)).ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Minor))
            : Enum.GetValues<RefundDestination>().ToDictionary(destination => destination, _ => Minor);
    }
}
