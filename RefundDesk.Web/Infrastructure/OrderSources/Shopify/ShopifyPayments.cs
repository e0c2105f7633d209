using System.Text.Json;
using RefundDesk.Domain.Orders;
using RefundDesk.Web.Infrastructure.OrderSources.Mapping;

namespace RefundDesk.Web.Infrastructure.OrderSources.Shopify;

/// <summary>What paid an order of Shopify: what was captured, less what the shop gave back of it.</summary>
internal static class ShopifyPayments
{
    private static readonly string[] ReceiptKeys = ["transaction_id", "charge_id", "id"];

    /// <summary>Sales and captures that succeeded, in the shop's order.</summary>
    public static IReadOnlyList<TenderDraft> Of(ShopNode transactions, ShopifyMoney money, string gateway)
    {
        var all = transactions.Items();
        var captured = all.Where(part => part["kind"].TextOrNull() is "SALE" or "CAPTURE" && part["status"].TextOrNull() == "SUCCESS").ToArray();
        var made = captured.Select(part => Tender(part, money, gateway)).ToArray();

        // One that is on its way counts too: it will arrive.
        foreach (var back in all.Where(part => part["kind"].TextOrNull() is "REFUND" or "CHANGE" && part["status"].TextOrNull() is "SUCCESS" or "PENDING"))
        {
            Take(made, Array.FindIndex(captured, part => part["id"].TextOrNull() == back["parentTransaction"]["id"].TextOrNull()), money.Of(back["amountSet"]));
        }

        return made;
    }

    /// <summary>Takes an amount off a payment; what it does not hold, or of no known payment, off the others, the last first.</summary>
    private static void Take(TenderDraft[] tenders, int parent, long minor)
    {
        foreach (var i in Enumerable.Range(0, tenders.Length).Reverse().OrderByDescending(i => i == parent))
        {
            var off = Math.Min(minor, tenders[i].CapturedMinor);
            tenders[i] = tenders[i] with { CapturedMinor = tenders[i].CapturedMinor - off };
            minor -= off;
        }
    }

    private static TenderDraft Tender(ShopNode part, ShopifyMoney money, string gateway)
    {
        var name = part["gateway"].TextOrNull();
        var (method, key) = ShopGateways.Of(name, gateway);
        var details = part["paymentDetails"];
        var brand = ShopText.Line(details["company"].TextOrNull(), 40);
        var four = string.Concat((details["number"].TextOrNull() ?? "").Where(char.IsAsciiDigit)) is { Length: >= 4 } digits ? digits[^4..] : null;
        var label = four is null ? ShopText.Line((brand ?? name)?.Replace('_', ' '), 60) ?? "Payment" : $"{brand ?? "Card"} ·· {four}";
        var reference = Receipt(part["receiptJson"].TextOrNull()) ?? ShopText.Line(part["paymentId"].TextOrNull(), 120) ?? ShopText.Line(part["authorizationCode"].TextOrNull(), 120) ?? part["id"].Text();
        return new TenderDraft(brand is not null && method == TenderMethod.Wallet ? TenderMethod.Card : method, key, reference, label, money.Of(part["amountSet"]));
    }

    /// <summary>The processor's reference in its own receipt; each writes it as it likes, most under one of these names.</summary>
    private static string? Receipt(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            using var receipt = JsonDocument.Parse(text);
            var node = new ShopNode(receipt.RootElement, "", new ShopFaults());
            return ReceiptKeys.Select(key => ShopText.Line(node[key].TextOrNull(), 120)).FirstOrDefault(found => found is not null);
        }
        catch (JsonException)
        {
            return null; // a receipt is the processor's own text and need not be JSON
        }
    }
}
