using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Demo;

/// <summary>A handful of purchases whose lines hang together, with what their customers want back this morning.</summary>
internal static class DemoSoldTogether
{
    /// <summary>A set, a free gift, two times 3 for 2, and gift wrap with an express delivery, of which a part and the whole come back.</summary>
    public static IEnumerable<(Order Order, RefundRequest Request, Client Client, ReturnPolicy Policy)> Of((DemoShop Shop, Client Client, ReturnPolicy Policy)[] clients, DateTimeOffset now)
    {
        var kaito = clients.Single(one => one.Shop.Currency == "JPY");
        var home = clients.Single(one => one.Shop.Currency == "EUR");
        var threeForTwo = new LineTerms { Promotion = new Promotion("CHARGE-3", 3, 2) };
        OrderLineDraft[] chargers = [new("KT-CHG-3", "USB-C charger 65 W", "Accessories", 3, 14_940, 4_980) { Terms = threeForTwo }];
        OrderLineDraft[] present =
        [
            new("NW-SCF-02", "Scarf “Fjell”", "Accessories", 1, 35_00),
            new("WRAP", "Wrapped as a present", "Extras", 1, 3_50, Kind: OrderLineKind.GiftWrap),
            new("EXPRESS", "Express delivery", "Delivery", 1, 9_90, Kind: OrderLineKind.Shipping) { Terms = new LineTerms { StandardDeliveryMinor = 4_90 } },
        ];

        yield return Ask(kaito, 1, "佐藤 健", [
            new("KT-CAM-5", "Mirrorless camera body KX-5", "Cameras", 1, 138_000, 10_000) { Terms = new LineTerms { SetKey = "KX-5-KIT" } },
            new("KT-LEN-5", "Lens 24–70 mm for KX-5", "Cameras", 1, 62_000, 8_000) { Terms = new LineTerms { SetKey = "KX-5-KIT" } },
        ], [(2, 1)], now.AddMinutes(-95));
        yield return Ask(kaito, 2, "田中 由紀", [
            new("KT-MON-7", "27\" monitor, 4K", "Computers", 1, 49_800),
            new("KT-CBL-1", "DisplayPort cable 2 m", "Accessories", 1, 1_980, 1_980) { Terms = new LineTerms { FreeWithLine = 1 } },
        ], [(1, 1)], now.AddMinutes(-80));
        yield return Ask(kaito, 3, "Kwame Mensah", chargers, [(1, 1)], now.AddMinutes(-65));
        yield return Ask(kaito, 4, "Ingrid Haugen", chargers, [(1, 2)], now.AddMinutes(-50));
        yield return Ask(home, 5, "Sofia Rossi", [.. present, new("NW-KET-17", "Kettle “Fjord” 1.7 l, black", "Kitchen", 1, 64_90)], [(1, 1), (2, 1)], now.AddMinutes(-35));
        yield return Ask(home, 6, "Jonas Lindqvist", present, [(1, 1), (2, 1), (3, 1)], now.AddMinutes(-20));
    }

    private static (Order Order, RefundRequest Request, Client Client, ReturnPolicy Policy) Ask(
        (DemoShop Shop, Client Client, ReturnPolicy Policy) at, int number, string customer, OrderLineDraft[] lines, (int Line, int Quantity)[] back, DateTimeOffset askedAt)
    {
        var key = $"{at.Shop.Key[..2].ToUpperInvariant()}-1900{number}";
        var taxed = lines.Select(line => line with { TaxBasisPoints = at.Shop.TaxBasisPoints }).ToArray();
        var charged = taxed.Sum(line => line.ListMinor - line.LineDiscountMinor);
        var draft = new OrderDraft(
            key, $"C9000{number}", customer, $"customer9000{number}@example.org", at.Shop.Country, at.Shop.Currency,
            askedAt.AddDays(-9), askedAt.AddDays(-8), askedAt.AddDays(-6), 0, taxed, [new TenderDraft(TenderMethod.Card, "sandbox", $"ch_{key}", "Visa ·· 4242", charged)]);
        var request = new RefundRequest(RequestChannel.Portal, null, askedAt, null, [.. back.Select(one => new RequestedLine(one.Line, one.Quantity, RefundReason.ChangedMind, GoodsCondition.Unopened))]);
        return (Order.TakeIn(at.Client.Id, draft, askedAt.AddDays(-9)).Value, request, at.Client, at.Policy);
    }
}
