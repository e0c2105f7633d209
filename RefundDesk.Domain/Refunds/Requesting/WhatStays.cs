using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Requesting;

/// <summary>What stays with the customer of a purchase, as far as rules ask about it; most purchases have no such terms and cost nothing.</summary>
internal static class WhatStays
{
    /// <summary>The facts; null where no rule could ask.</summary>
    /// <param name="order">The purchase, with the units of the request counted.</param>
    /// <param name="own">What the request itself settled before; it is settled anew.</param>
    public static PurchaseFacts? With(Order order, SettledTerms? own)
    {
        var (goods, kept, delivery, hasTerms) = (0L, 0L, 0L, false);
        foreach (var line in order.Lines)
        {
            hasTerms |= line.Terms is not null && line.Kind == OrderLineKind.Goods;
            delivery += line.Kind == OrderLineKind.Shipping ? line.ChargedMinor : 0;
            goods += line.Kind == OrderLineKind.Goods ? line.ChargedMinor : 0;
            kept += line.Kind == OrderLineKind.Goods ? line.ChargedMinor - line.ReservedMinor : 0;
        }

        var others = order.Settled?.Without(own).Terms ?? [];
        var asksForValue = delivery == 0 && (kept > 0 || others.Count > 0);
        return !hasTerms && !asksForValue ? null : new PurchaseFacts(hasTerms ? Lines(order) : [])
        {
            GoodsMinor = asksForValue ? goods : null,
            GoodsKeptMinor = asksForValue ? kept : null,
            Settled = others.Count == 0 ? null : others,
        };
    }

    private static PurchaseLine[] Lines(Order order)
    {
        var mains = order.Lines.Select(line => line.Terms?.FreeWithLine).OfType<int>().ToHashSet();
        return
        [
            .. order.Lines.Where(line => line.Kind == OrderLineKind.Goods && (line.Terms is not null || mains.Contains(line.LineNumber)))
                .Select(line => new PurchaseLine(line.LineNumber, line.Description, line.Quantity, line.OpenQuantity, line.ListMinor, line.ChargedMinor, line.ChargedMinor - line.ReservedMinor) { Terms = line.Terms }),
        ];
    }
}
