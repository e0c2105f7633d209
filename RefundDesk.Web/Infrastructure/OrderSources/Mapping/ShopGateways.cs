using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>Which gateway a shop means by its name for a way to pay, and what kind of payment that is.</summary>
internal static class ShopGateways
{
    /// <summary>Words in the shops' names, with the gateway that has the charge; null is the one of the source: the shop does not say it.</summary>
    private static readonly (string Word, TenderMethod Method, string? Gateway)[] Known =
    [
        ("store_credit", TenderMethod.StoreCredit, null),
        ("gift_card", TenderMethod.GiftCard, null),
        ("giftcard", TenderMethod.GiftCard, null),
        ("store-credit", TenderMethod.StoreCredit, null),
        ("wallet-balance", TenderMethod.StoreCredit, null),
        ("loyalty", TenderMethod.StoreCredit, null),
        ("gift-card", TenderMethod.GiftCard, null),
        ("voucher", TenderMethod.GiftCard, null),
        ("klarna", TenderMethod.Wallet, null),
        ("apple", TenderMethod.Wallet, null),
        ("google", TenderMethod.Wallet, null),
        ("wallet", TenderMethod.Wallet, null),
        ("alipay", TenderMethod.Wallet, null),
        ("twint", TenderMethod.Wallet, null),
        ("sepa", TenderMethod.BankTransfer, null),
        ("bacs", TenderMethod.BankTransfer, null),
        ("cheque", TenderMethod.BankTransfer, null),
        ("bank", TenderMethod.BankTransfer, null),
        ("transfer", TenderMethod.BankTransfer, null),
        ("invoice", TenderMethod.BankTransfer, null),
        ("ideal", TenderMethod.BankTransfer, null),
        ("giropay", TenderMethod.BankTransfer, null),
        ("sofort", TenderMethod.BankTransfer, null),
        ("manual", TenderMethod.BankTransfer, null),
        ("cod", TenderMethod.PointOfSale, null),
        ("cash", TenderMethod.PointOfSale, null),
        ("till", TenderMethod.PointOfSale, null),
        ("pos", TenderMethod.PointOfSale, null),
        ("stripe", TenderMethod.Card, "stripe"),
        ("ppcp", TenderMethod.Wallet, "paypal"),
        ("paypal", TenderMethod.Wallet, "paypal"),
        ("adyen", TenderMethod.Card, "adyen"),
    ];

    /// <summary>What a shop's name stands for; a card over the source's gateway where it is not known.</summary>
    /// <param name="name">The shop's name of it, <c>ppcp-gateway</c>.</param>
    /// <param name="otherwise">The source's gateway.</param>
    public static (TenderMethod Method, string Gateway) Of(string? name, string otherwise)
    {
        var word = (name ?? "").Replace(' ', '_').ToLowerInvariant();
        var (method, gateway) = (TenderMethod.Card, (string?)null);
        foreach (var known in Known.Reverse().Where(known => Has(word, known.Word)))
        {
            (method, gateway) = (known.Method, gateway ?? known.Gateway);
        }

        return (method, gateway ?? otherwise);
    }

    /// <summary>Short words are whole ones, so that a code is not cash on delivery.</summary>
    private static bool Has(string name, string word) => word.Length > 4 ? name.Contains(word, StringComparison.Ordinal) : name.Split('_', '-').Contains(word);
}
