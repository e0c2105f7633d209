using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Policies.Law;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Case;

/// <summary>Reads a case for a person.</summary>
public sealed class CaseQuery(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    private const int EventsAtMost = 200;

    /// <summary>The case as this person sees it.</summary>
    /// <returns>The case; <c>refund.forbidden</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<CaseView>> FindAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refund = await db.WholeCases(few: true).AsNoTracking().SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken);
        if (refund is null)
        {
            return RefundRefusals.NotFound;
        }

        var order = await db.WholeOrders(few: true).AsNoTracking().SingleAsync(order => order.Id == refund.OrderId, cancellationToken);
        var client = await db.Clients.AsNoTracking().SingleAsync(client => client.Id == refund.ClientId, cancellationToken);
        var policies = await db.LoadPoliciesAsync(refund.ClientId, order.PlacedAt, time.GetUtcNow(), cancellationToken);
        principal = await db.KnownAsync(principal, cancellationToken);
        var decision = await DecisionAsync(db, refund.Id, cancellationToken);
        var authorities = await Authorities.LoadAsync(db, principal, refund, order, time.GetUtcNow(), cancellationToken);
        return new CaseView
        {
            Id = refund.Id,
            Number = refund.Number,
            Version = refund.Version,
            Status = refund.Status,
            ClientName = client.Name,
            ClientKey = client.Key,
            MayRequest = principal.May(Permission.RequestRefunds) && client.State == ClientState.Active,
            Channel = refund.Channel,
            ReceivedAt = refund.ReceivedAt,
            AnswerBy = refund.AnswerBy,
            IsOwnPurchase = refund.IsOwnPurchaseOf(principal.Actor),
            IsPaused = refund.PausedAt is not null,
            Law = LawOf(refund, order),
            CustomerDeadline = refund.Status is RefundStatus.NeedsInformation or RefundStatus.AwaitingReturn ? refund.DueAt : null,
            Why = refund.WhyHere,
            Reason = refund.Reason,
            CustomerNote = refund.CustomerNote,
            HasMail = refund.HasMail,
            Suggested = await SuggestedAsync(db, refund, cancellationToken),
            Risk = refund.RiskScore,
            Requested = refund.Requested,
            Amount = refund.ApprovedMinor > 0 ? refund.Approved : refund.Proposed,
            Order = OrderOf(refund, order),
            Tenders = TendersOf(refund, order, policies.Promise.TenderRule),
            Policy = decision?.Evaluation,
            Assessment = decision?.Risk,
            Approval = ApprovalPreviews.Of(refund, order, policies.Promise, principal, authorities.Best),
            Agreed = await AgreedAsync(db, refund, cancellationToken),
            Nearby = authorities.Best.Nearby,
            History = await HistoryAsync(db, refund.Id, principal, cancellationToken),
            Customer = await CustomerAsync(db, refund, cancellationToken),
            Actions = CaseActions.Of(refund, principal, authorities),
        };
    }

    private static async Task<Decision?> DecisionAsync(RefundDeskDbContext db, RefundCaseId id, CancellationToken cancellationToken)
    {
        var json = await db.Decisions.AsNoTracking().Where(row => row.CaseId == id).OrderByDescending(row => row.Id).Select(row => row.Json).FirstOrDefaultAsync(cancellationToken);
        return json is null ? null : DecisionJson.Read(json);
    }

    private static async Task<SuggestedReason?> SuggestedAsync(RefundDeskDbContext db, RefundCase refund, CancellationToken cancellationToken)
    {
        if (!refund.HasMail)
        {
            return null;
        }

        var mail = await db.MailMessages.AsNoTracking().Where(row => row.ClientId == refund.ClientId && row.CaseNumber == refund.Number && row.State == MailState.BecameCase && row.Reason != null)
            .OrderByDescending(row => row.StoredAt).Select(row => new { row.Reason, row.ReasonPermille }).FirstOrDefaultAsync(cancellationToken);
        return mail is null ? null : new SuggestedReason(mail.Reason!.Value, mail.ReasonPermille);
    }

    private static async Task<IReadOnlyList<EventView>> HistoryAsync(RefundDeskDbContext db, RefundCaseId id, DeskPrincipal principal, CancellationToken cancellationToken)
    {
        var rows = await db.CaseEvents.AsNoTracking().Where(row => row.CaseId == id).OrderByDescending(row => row.Id).Take(EventsAtMost)
            .Select(row => new { row.At, row.ActorName, row.ActorId, row.Text, row.Why }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new EventView(row.At, row.ActorName, row.ActorId is { } actor && actor == principal.Actor.Id, row.Text, row.Why));
    }

    /// <summary>The last of each kind; only what still holds, so that nobody counts on an approval that a change has voided.</summary>
    private static async Task<IReadOnlyList<AgreedView>> AgreedAsync(RefundDeskDbContext db, RefundCase refund, CancellationToken cancellationToken)
    {
        var wanted = new List<(RefundTrigger Trigger, string What)>();
        if (refund.Status is RefundStatus.AwaitingApproval || (refund.ApprovedById is not null && refund.ReviewedById is not null))
        {
            wanted.Add((RefundTrigger.SendToApproval, "Reviewed"));
        }

        if (refund.FirstApprovedById is not null)
        {
            wanted.Add((RefundTrigger.ApproveFirst, "First approval"));
        }

        if (refund.ApprovedById is not null && refund.ApprovedMinor > 0)
        {
            wanted.Add((RefundTrigger.Approve, refund.FirstApprovedById is null ? "Approved" : "Second approval"));
        }

        if (wanted.Count == 0)
        {
            return [];
        }

        RefundTrigger?[] triggers = [.. wanted.Select(one => (RefundTrigger?)one.Trigger)];
        var rows = await db.CaseEvents.AsNoTracking().Where(row => row.CaseId == refund.Id && triggers.Contains(row.Trigger)).OrderBy(row => row.Id)
            .Select(row => new { row.Trigger, row.ActorName, row.At }).ToListAsync(cancellationToken);
        return [.. wanted.Select(one => (one.What, Row: rows.FindLast(row => row.Trigger == one.Trigger))).Where(pair => pair.Row is not null).Select(pair => new AgreedView(pair.What, pair.Row!.ActorName, pair.Row.At))];
    }

    private static async Task<CustomerView> CustomerAsync(RefundDeskDbContext db, RefundCase refund, CancellationToken cancellationToken)
    {
        var orders = db.Orders.AsNoTracking().Where(order => order.ClientId == refund.ClientId && order.CustomerReference == refund.CustomerReference);
        var since = await orders.MinAsync(order => (DateTimeOffset?)order.PlacedAt, cancellationToken);
        var count = await orders.CountAsync(cancellationToken);
        var refunds = await db.RefundCases.AsNoTracking().CountAsync(other => other.ClientId == refund.ClientId && other.CustomerReference == refund.CustomerReference, cancellationToken);
        return new CustomerView(refund.CustomerName, DeskText.Masked(refund.CustomerEmail), count, refunds, since ?? refund.ReceivedAt);
    }

    private static LawClock? LawOf(RefundCase refund, Order order) =>
        refund.LawfulBy is { } by && !RefundCase.IsEnd(refund.Status) && StatutoryFloors.Of(order.Country) is { RefundDays: { } days } floor
            ? new LawClock(by, refund.WithheldAt is not null, days, floor.RefundSource)
            : null;

    private static OrderView OrderOf(RefundCase refund, Order order)
    {
        var asked = refund.Lines.ToDictionary(line => line.LineNumber);
        var lines = order.Lines.Select(line => (asked.TryGetValue(line.LineNumber, out var wanted)
            ? new LineView(line.LineNumber, line.Description, line.Kind, line.Quantity, Money.Of(line.ChargedMinor, order.Currency), wanted.Quantity, Money.Of(wanted.IsIncluded ? wanted.PayableMinor : 0, order.Currency), Money.Of(wanted.FeeMinor, order.Currency), wanted.Reason, wanted.Condition) { Asked = Money.Of(wanted.ChargedMinor, order.Currency), IsIncluded = wanted.IsIncluded, Announced = wanted.AskedQuantity == wanted.Quantity ? null : wanted.AskedQuantity, Instead = wanted.FoundInstead, LegalClaim = wanted.LegalClaim }
            : new LineView(line.LineNumber, line.Description, line.Kind, line.Quantity, Money.Of(line.ChargedMinor, order.Currency), 0, null, null, null, null)) with { Terms = LineTermsText.Of(line, order) });
        return new OrderView(order.OrderNumber, order.PlacedAt, order.DeliveredAt, order.Charged, refund.ApprovedMinor > 0 ? refund.Approved : refund.Proposed, [.. lines]);
    }

    private static IReadOnlyList<TenderView> TendersOf(RefundCase refund, Order order, TenderRule rule)
    {
        var willBePaid = refund.Status is not (RefundStatus.Rejected or RefundStatus.Cancelled);
        var planned = willBePaid && (refund.ApprovedMinor == 0 || RefundCase.IsQueue(refund.Status)) ? ApprovalPreviews.Plan(refund, order, rule) ?? [] : [];
        return [.. order.Tenders.Select(tender =>
        {
            var own = refund.Payouts.Where(payout => payout.TenderNumber == tender.TenderNumber).OrderBy(payout => payout.CreatedAt).ToArray();
            var speaking = own.Where(payout => payout.Status != PayoutStatus.Failed).Sum(payout => payout.AmountMinor);
            var takes = speaking + planned.Where(part => part.TenderNumber == tender.TenderNumber).Sum(part => part.Amount.Minor);
            return new TenderView(
                tender.Label,
                tender.Gateway,
                Money.Of(tender.CapturedMinor, order.Currency),
                Money.Of(tender.ReservedMinor - speaking, order.Currency),
                Money.Of(tender.OpenMinor + speaking, order.Currency),
                Money.Of(takes, order.Currency),
                [.. own.Select(payout => new PayoutView(payout.Amount, payout.Status, payout.Attempts, payout.FailureMessage ?? payout.FailureCode, payout.GatewayRefundId, payout.FinalAt))]);
        })];
    }
}
