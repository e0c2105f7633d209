using System.Text.Json;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders.Sources;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>A paid case in the words of the port: what moved, spread over the lines it is for.</summary>
internal static class RefundRecord
{
    /// <summary>What the shop is told.</summary>
    /// <param name="refund">Paid, with lines and payouts.</param>
    /// <param name="order">Under which keys the shop knows order and lines.</param>
    public static SourceRefund Of(RefundCase refund, SourceOrderRow order)
    {
        var keys = JsonSerializer.Deserialize<string[]>(order.LineKeysJson) ?? [];
        var amount = refund.Payouts.Where(payout => payout.Status == PayoutStatus.Succeeded).Sum(payout => payout.AmountMinor);
        var lines = refund.Lines.Where(line => line is { IsIncluded: true, PayableMinor: > 0 }).OrderBy(line => line.LineNumber).ToList();

        // What moved is what counts; where it is not the sum of the lines, each carries its share.
        var shares = lines.Count == 0 ? [] : Allocation.Split(amount, [.. lines.Select(line => line.PayableMinor)]);
        var reason = lines.MaxBy(line => line.PayableMinor)?.Reason;
        return new SourceRefund(
            refund.Number.ToString(), order.ShopKey, order.OrderNumber, amount, refund.Currency.Code, reason is { } why ? DomainText.Of(why) : "Refund", refund.PaidAt ?? refund.ReceivedAt,
            [.. lines.Zip(shares, (line, share) => new SourceRefundLine(line.LineNumber <= keys.Length ? keys[line.LineNumber - 1] : string.Empty, line.Kind, line.Quantity, share))]);
    }
}
