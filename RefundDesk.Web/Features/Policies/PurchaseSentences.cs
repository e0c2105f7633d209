using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies;

/// <summary>What a policy says about delivery, extras and what was sold together, in sentences.</summary>
internal static class PurchaseSentences
{
    /// <summary>The fields that are said here.</summary>
    public static IReadOnlyList<string> Said { get; } =
    [
        "extras", "standardDeliveryMinor", "refundExpressSurplus", "refundShippingOnPartReturn", "freeShippingFromMinor", "deliveryChargeMinor", "sets", "freeGifts", "promotions",
    ];

    public static IEnumerable<string> Delivery(ReturnPolicy policy, Currency currency)
    {
        string Amount(long minor) => DeskText.Of(Money.Of(minor, currency));
        if (policy.RefundShippingOnPartReturn)
        {
            yield return "Standard delivery is given back with a part of the order too.";
        }

        if (policy.StandardDeliveryMinor is { } standard)
        {
            yield return $"Standard delivery is {Amount(standard)} where the order does not say it.";
        }

        if (policy.StandardDeliveryMinor is not null || policy.RefundExpressSurplus)
        {
            yield return policy.RefundExpressSurplus ? "What a faster delivery cost above the standard one is given back too." : "What a faster delivery cost above the standard one is not given back, unless the retailer is at fault or it came too late.";
        }

        if (policy.FreeShippingFromMinor is { } from)
        {
            yield return $"Delivery is free from {Amount(from)} on: where a return leaves less, {Amount(policy.DeliveryChargeMinor)} is taken once, never from a withdrawal nor where the retailer is at fault.";
        }
    }

    /// <summary>Every kind of extra; what the document does not name too, since it holds all the same.</summary>
    public static IReadOnlyList<string> Extras(ReturnPolicy policy) =>
    [
        .. Enum.GetValues<OrderLineKind>()
            .Where(kind => kind is not (OrderLineKind.Goods or OrderLineKind.Shipping) && policy.WhenOf(kind) is not null)
            .GroupBy(kind => policy.WhenOf(kind)!.Value)
            .OrderBy(group => group.Key)
            .Select(group => $"{DeskText.Capital(string.Join(", ", group.Select(kind => DomainText.Of(kind).ToLowerInvariant())))}: {When(group.Key)}."),
    ];

    /// <summary>Only what is not left as it was charged.</summary>
    public static IReadOnlyList<string> SoldTogether(ReturnPolicy policy)
    {
        string?[] sentences =
        [
            policy.Sets switch
            {
                SetRule.Whole => "A part of a set is not taken back alone, unless the part is at fault or the customer withdraws.",
                SetRule.Review => "Where a part of a set comes back alone, a person decides.",
                _ => null,
            },
            policy.FreeGifts switch
            {
                GiftRule.Deduct => "Where the goods come back and the gift that was free with them stays, its list price is taken, at most what the goods give.",
                GiftRule.Review => "Where the goods come back and the gift that was free with them stays, a person decides.",
                _ => null,
            },
            policy.Promotions switch
            {
                PromotionRule.Recompute => "Where a return breaks a promotion, what stays is counted anew on list prices and what is missing is taken, from other goods of the request too.",
                PromotionRule.FloorAtPaid => "Where a return breaks a promotion, what stays is counted anew on list prices and what is missing is taken, at most what the promotion’s goods give.",
                _ => null,
            },
        ];
        return [.. sentences.OfType<string>()];
    }

    private static string When(ExtraWhen when) => when switch
    {
        ExtraWhen.Always => "given back",
        ExtraWhen.WithGoods => "given back with goods",
        ExtraWhen.WholeOrder => "given back with the whole order, or where the retailer is at fault",
        ExtraWhen.RetailersFault => "given back only where the retailer is at fault",
        _ => "not given back",
    };
}
