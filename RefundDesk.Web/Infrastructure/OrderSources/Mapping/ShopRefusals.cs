using RefundDesk.Domain.Common;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>Why one order of a shop cannot be taken in; it holds back that order alone.</summary>
internal static class ShopRefusals
{
    public static Refusal Field(string place, string what) => new("source.order-answer", $"{place} {what}.");

    public static Refusal Unpaid() => new("source.order-unpaid", "Nothing of this order was captured yet.");

    public static Refusal AllGivenBack() => new("source.order-given-back", "Everything of this order was given back in the shop itself.");

    public static Refusal Total(string lines, string total, string difference) =>
        new("source.order-amounts", $"The lines come to {lines} and the shop's total is {total}: the difference of {difference} is not explained by what the shop sent.");
}
