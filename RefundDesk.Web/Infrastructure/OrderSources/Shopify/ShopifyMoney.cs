using RefundDesk.Domain.Finance;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>Reads Shopify's amounts: always what the customer paid, always in one currency.</summary>
internal sealed class ShopifyMoney(Currency currency, bool taxesIncluded)
{
    /// <summary>The currency.</summary>
    public Currency Currency => currency;

    /// <summary>Whether prices are with tax.</summary>
    public bool TaxesIncluded => taxesIncluded;

    /// <summary>Minor units of a bag of money.</summary>
    public long Of(ShopNode bag)
    {
        var paid = bag["presentmentMoney"];
        if (paid["currencyCode"].TextOrNull() is { } code && code != currency.Code)
        {
            paid["currencyCode"].Fault($"is {code}, the order is in {currency.Code}");
        }

        return paid["amount"].Minor(currency.Exponent);
    }

    /// <summary>The same, 0 where there is none.</summary>
    public long OrZero(ShopNode bag) => bag.Exists ? Of(bag) : 0;

    /// <summary>The taxes of a line together, and their rates; the rates are null where one is not named.</summary>
    public (long Minor, int? BasisPoints) Taxes(ShopNode taxLines)
    {
        var (sum, rate) = (0L, (int?)0);
        foreach (var tax in taxLines.Items())
        {
            var minor = Of(tax["priceSet"]);
            sum += minor;
            rate = minor == 0 ? rate : rate + tax["ratePercentage"].Rate(100);
        }

        return (sum, rate);
    }

    /// <summary>Something that was charged: its price after discounts, its discounts, and its taxes where they are not inside.</summary>
    public (long List, long Charged, int BasisPoints) Charged(long discounted, long discount, ShopNode taxLines)
    {
        var (tax, rate) = Taxes(taxLines);
        var charged = discounted + (taxesIncluded ? 0 : tax);
        return (charged + discount, charged, ShopAmount.TaxBasisPoints(charged, tax, rate));
    }

    /// <summary>The discounts of a line together, those over the whole order too.</summary>
    public long Discounts(ShopNode line) => line["discountAllocations"].Items().Sum(part => Of(part["allocatedAmountSet"]));
}
