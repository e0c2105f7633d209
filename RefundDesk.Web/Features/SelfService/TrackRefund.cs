using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A refund as its customer sees it: neither who looks at it nor why.</summary>
/// <param name="Number">What it is called.</param>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Amount">What goes back; null while that is not decided.</param>
/// <param name="Lines">What was asked for: description and units.</param>
/// <param name="Payouts">Money on its way or arrived.</param>
/// <param name="Steps">What happened, oldest first; nothing that has not happened.</param>
public sealed record TrackedRefund(
    RefundNumber Number, string OrderNumber, RefundStatus Status, Money? Amount, IReadOnlyList<(string Description, int Quantity)> Lines, IReadOnlyList<TrackedPayout> Payouts, IReadOnlyList<TrackedStep> Steps)
{
    /// <summary>Why a person refused it; null where none did. What the policy refuses is in the mail, in the customer's language.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the customer can still withdraw the request.</summary>
    public bool MayCancel { get; init; }
}

/// <summary>Something that happened.</summary>
/// <param name="What">Received, Asked, Answered, Inspected, Approved, Refused, Cancelled, Sent or Paid.</param>
/// <param name="At">UTC.</param>
public sealed record TrackedStep(string What, DateTimeOffset At);

/// <summary>Money on its way or arrived.</summary>
/// <param name="To">The payment it goes back to.</param>
/// <param name="Amount">How much.</param>
/// <param name="ArrivedAt">When it was paid, UTC; null while it is on its way.</param>
public sealed record TrackedPayout(string To, Money Amount, DateTimeOffset? ArrivedAt);

/// <summary>Where a refund is, for whoever holds its link.</summary>
public sealed class TrackRefund(DeskDatabase database)
{
    /// <summary>Reads it.</summary>
    /// <param name="client">The retailer, as the link says.</param>
    /// <param name="number">The refund, as the link says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The refund; or <c>refund.not-found</c>.</returns>
    public async Task<Outcome<TrackedRefund>> HandleAsync(ClientId client, RefundNumber number, CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Only(client), cancellationToken);
        if (await db.WholeCases(few: true).AsNoTracking().SingleOrDefaultAsync(refund => refund.ClientId == client && refund.Number == number, cancellationToken) is not { } refund)
        {
            return RefundRefusals.NotFound;
        }

        var id = refund.Id;
        var told = await db.CaseEvents.AsNoTracking().Where(row => row.CaseId == id && (row.Trigger == RefundTrigger.Ask || row.Trigger == RefundTrigger.Reject || row.Trigger == RefundTrigger.Cancel))
            .OrderBy(row => row.Id).Select(row => new { row.Trigger, row.At, row.ActorKind, row.Why }).ToListAsync(cancellationToken);
        var isOwed = refund.Status is RefundStatus.Approved or RefundStatus.Paying or RefundStatus.PayoutFailed or RefundStatus.Paid;
        IEnumerable<(string What, DateTimeOffset? At)> steps =
        [
            ("Received", refund.ReceivedAt), .. told.Where(row => row.Trigger == RefundTrigger.Ask).Select(row => ("Asked", (DateTimeOffset?)row.At)), ("Answered", refund.AnsweredAt), ("Inspected", refund.GoodsInspectedAt),
            ("Approved", isOwed ? refund.DecidedAt : null), ("Refused", refund.Status == RefundStatus.Rejected ? refund.DecidedAt : null),
            ("Cancelled", refund.Status == RefundStatus.Cancelled ? told.LastOrDefault(row => row.Trigger == RefundTrigger.Cancel)?.At : null),
            ("Sent", refund.Payouts.Min(payout => payout.FirstSentAt)), ("Paid", refund.PaidAt),
        ];
        return new TrackedRefund(
            refund.Number, refund.OrderNumber, refund.Status, isOwed ? Money.Of(refund.ApprovedMinor, refund.Currency) : null,
            [.. refund.Lines.Select(line => (line.Description, line.Quantity))],
            [.. refund.Payouts.Where(payout => payout.Status != PayoutStatus.Failed).Select(payout => new TrackedPayout(payout.TenderLabel, payout.Amount, payout.Status == PayoutStatus.Succeeded ? payout.FinalAt : null))],
            [.. steps.Where(step => step.At is not null).Select(step => new TrackedStep(step.What, step.At!.Value)).OrderBy(step => step.At)])
        {
            Reason = refund.Status == RefundStatus.Rejected && told.LastOrDefault(row => row.Trigger == RefundTrigger.Reject) is { ActorKind: ActorKind.Person } refused ? refused.Why : null,
            MayCancel = !isOwed && RefundCase.TriggersFrom(refund.Status).Contains(RefundTrigger.Cancel),
        };
    }
}
