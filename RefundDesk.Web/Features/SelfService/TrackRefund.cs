using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.SelfService;

/// <summary>A refund as its customer sees it: neither who looks at it nor why.</summary>
/// <param name="Number">What it is called.</param>
/// <param name="OrderNumber">The retailer's number of the purchase.</param>
/// <param name="Status">Where it is.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Amount">What goes back; null while that is not decided.</param>
/// <param name="Lines">What was asked for: description and units.</param>
/// <param name="Payouts">Money on its way or arrived.</param>
public sealed record TrackedRefund(
    RefundNumber Number, string OrderNumber, RefundStatus Status, DateTimeOffset ReceivedAt, Money? Amount, IReadOnlyList<(string Description, int Quantity)> Lines, IReadOnlyList<TrackedPayout> Payouts);

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
        if (await db.WholeCases().AsNoTracking().SingleOrDefaultAsync(refund => refund.ClientId == client && refund.Number == number, cancellationToken) is not { } refund)
        {
            return RefundRefusals.NotFound;
        }

        Money? amount = refund.Status is RefundStatus.Approved or RefundStatus.Paying or RefundStatus.PayoutFailed or RefundStatus.Paid ? Money.Of(refund.ApprovedMinor, refund.Currency) : null;
        return new TrackedRefund(
            refund.Number, refund.OrderNumber, refund.Status, refund.ReceivedAt, amount,
            [.. refund.Lines.Select(line => (line.Description, line.Quantity))],
            [.. refund.Payouts.Where(payout => payout.Status != PayoutStatus.Failed).Select(payout => new TrackedPayout(payout.TenderLabel, payout.Amount, payout.Status == PayoutStatus.Succeeded ? payout.FinalAt : null))]);
    }
}
