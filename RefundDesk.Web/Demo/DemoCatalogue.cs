using RefundDesk.Domain.Policies;

namespace RefundDesk.Web.Demo;

/// <summary>An article of a demo shop; the price in minor units of the shop's currency, tax included.</summary>
internal sealed record DemoArticle(string Sku, string Name, string Category, long PriceMinor, bool FinalSale = false);

/// <summary>A demo shop.</summary>
internal sealed record DemoShop(string Key, string Name, string Currency, string TimeZone, string Country, int TaxBasisPoints, long ShippingMinor, Func<ReturnPolicy, ReturnPolicy> Policy, IReadOnlyList<DemoArticle> Articles);

/// <summary>Three shops in three currencies, one of them without minor units.</summary>
internal static class DemoCatalogue
{
    public static IReadOnlyList<DemoShop> Shops { get; } =
    [
        new("northwind-home", "Northwind Home", "EUR", "Europe/Berlin", "DE", 1_900, 490,
            policy => policy with
            {
                Windows = [new ReturnWindow(null, 30, WindowAnchor.Delivery), new ReturnWindow("Outerwear", 45, WindowAnchor.Delivery)],
                Countries = ["DE"],
                FinalSaleCategories = ["Made to measure"],
                WithdrawalExemptions = [new WithdrawalExemption("Made to measure", ExemptionGround.MadeToOrder)],
                AutomaticApprovalMinor = 180_00,
                AgentApprovalMinor = 250_00,
                FourEyesFromMinor = 800_00,
                ReturnRequiredFromMinor = 400_00,
            },
            [
                new("NW-PAR-M", "Parka “Lofoten”, M", "Outerwear", 289_00),
                new("NW-PAR-L", "Parka “Lofoten”, L", "Outerwear", 289_00),
                new("NW-BOO-42", "Boots “Ask”, 42", "Shoes", 123_50),
                new("NW-KET-17", "Kettle “Fjord” 1.7 l, black", "Kitchen", 64_90),
                new("NW-LMP-01", "Lamp “Vik”", "Living", 89_00),
                new("NW-SCF-02", "Scarf “Fjell”", "Accessories", 35_00),
                new("NW-CHR-09", "Armchair “Geiranger”, oak and undyed wool, with footstool", "Living", 849_00),
                new("NW-BED-03", "Duvet cover “Hav”, 2 × 155 × 220", "Bedroom", 79_90),
                new("NW-CUR-11", "Curtain “Fjell”, made to measure", "Made to measure", 119_90, true),
            ]),
        new("kaito-electronics", "Kaito Electronics", "JPY", "Asia/Tokyo", "JP", 1_000, 550,
            policy => policy with
            {
                Windows = [new ReturnWindow(null, 14, WindowAnchor.Delivery)],
                AcceptedConditions = [GoodsCondition.Unopened, GoodsCondition.Opened],
                RestockingFees = [new RestockingFee(GoodsCondition.Opened, 1_000)],
                AutomaticApprovalMinor = 20_000,
                AgentApprovalMinor = 40_000,
                FourEyesFromMinor = 120_000,
                Sets = SetRule.Review,
                FreeGifts = GiftRule.Deduct,
                Promotions = PromotionRule.Recompute,
            },
            [
                new("KT-EAR-1", "ワイヤレスイヤホン Kaito Air", "Audio", 12_800),
                new("KT-KBD-2", "メカニカルキーボード 静音赤軸", "Computers", 18_500),
                new("KT-CAM-5", "Mirrorless camera body KX-5", "Cameras", 138_000),
                new("KT-CHG-3", "USB-C charger 65 W", "Accessories", 4_980),
                new("KT-MON-7", "27\" monitor, 4K", "Computers", 49_800),
                new("KT-SPK-4", "Bluetooth speaker, waterproof", "Audio", 7_980),
            ]),
        new("bramble-books", "Bramble & Thorn Books", "GBP", "Europe/London", "GB", 0, 350,
            policy => policy with
            {
                Windows = [new ReturnWindow(null, 28, WindowAnchor.Dispatch), new ReturnWindow("Vinyl", 14, WindowAnchor.Delivery)],
                FinalSaleCategories = ["Signed editions"],
                AutomaticApprovalMinor = 60_00,
                AgentApprovalMinor = 150_00,
                FourEyesFromMinor = 400_00,
            },
            [
                new("BT-NOV-1", "The Salt Road (hardback)", "Fiction", 18_99),
                new("BT-NOV-2", "A Field Guide to Small Weathers", "Non-fiction", 24_00),
                new("BT-VIN-1", "Fen Sessions, double LP", "Vinyl", 34_99),
                new("BT-SIG-1", "Hedgerow, signed first edition", "Signed editions", 65_00, true),
                new("BT-BOX-1", "Complete Marlowe, 12-volume boxed set with slipcase and index", "Fiction", 189_00),
                new("BT-CAL-1", "Wall calendar 2027", "Gifts", 12_50),
            ]),
    ];

    public static IReadOnlyList<string> Names { get; } =
    [
        "Marta Wójcik", "Jonas Lindqvist", "田中 由紀", "Ahmed El-Sayed", "Claire Dubois", "Oluwaseun Adeyemi-Richardson", "Sofia Rossi", "Liam O’Connor",
        "Emma Schneider-Hohenzollern", "Noah Janssen", "Beatriz Carvalho", "Kwame Mensah", "Ingrid Haugen", "Mateusz Nowak", "佐藤 健", "Zoë van der Berg",
        "Priya Raman", "Giulia Conti", "Hans-Peter Müller", "Aoife Byrne", "Chidi Okafor", "Maximilian Freiherr von und zu Guttenberg-Wallenstein", "Lucía Fernández", "Tom Baker",
        "鈴木 さくら", "Fatima Zahra Benali", "Erik Johansson", "Nadia Petrova", "Samuel Owusu", "Grace Kim",
    ];

    public static IReadOnlyList<string> Notes { get; } =
    [
        "Stopped heating after three weeks.", "Too small, I ordered the wrong size.", "The parcel never came although the tracking says delivered.",
        "Came with a deep scratch on the left side.", "This is not what I ordered.", "I changed my mind, it is unopened.", "Arrived after the birthday it was meant for.",
    ];
}
