using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;

namespace RefundDesk.Domain.Refunds.Paying;

/// <summary>Which tender gets how much back.</summary>
public static class PayoutPlan
{
    /// <summary>
    /// Spreads an amount over the tenders that paid, by the client's rule, never more to one than it can still give back; what one
    /// cannot take spills to the next.
    /// </summary>
    /// <param name="order">With its tenders.</param>
    /// <param name="amount">Above zero, in the order's currency.</param>
    /// <param name="rule">In which order tenders are used.</param>
    /// <returns>Tender number and amount, tenders that get nothing left out; or <c>order.above-ceiling</c>.</returns>
    public static Outcome<IReadOnlyList<(int TenderNumber, Money Amount)>> Over(Order order, Money amount, TenderRule rule)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(amount);
        ArgumentOutOfRangeException.ThrowIfLessThan(amount.Minor, 1, nameof(amount));
        if (amount > order.Refundable)
        {
            return OrderRefusals.AboveCeiling(amount.ToString(), order.Refundable.ToString());
        }

        var parts = rule == TenderRule.ProRata
            ? InProportion(order, amount)
            : InTurn(order, amount, rule);
        return parts.Where(part => part.part.IsPositive).ToArray();
    }

    private static IEnumerable<(int TenderNumber, Money part)> InProportion(Order order, Money amount)
    {
        var tenders = order.Tenders.OrderBy(tender => tender.TenderNumber).ToArray();
        return tenders.Zip(amount.Allocate([.. tenders.Select(tender => tender.OpenMinor)]), (tender, part) => (tender.TenderNumber, part));
    }

    private static IEnumerable<(int TenderNumber, Money part)> InTurn(Order order, Money amount, TenderRule rule)
    {
        var giftCardFirst = rule == TenderRule.GiftCardFirst;
        foreach (var tender in order.Tenders.OrderBy(tender => IsStoreValue(tender) != giftCardFirst).ThenBy(tender => tender.TenderNumber))
        {
            var part = Money.Min(amount, Money.Of(tender.OpenMinor, order.Currency));
            amount -= part;
            yield return (tender.TenderNumber, part);
        }
    }

    private static bool IsStoreValue(Tender tender) => tender.Method is TenderMethod.GiftCard or TenderMethod.StoreCredit;
}
