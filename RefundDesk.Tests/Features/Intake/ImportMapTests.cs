using RefundDesk.Domain.Orders;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Intake.Importing;
using static RefundDesk.Tests.Features.Intake.ImportDesk;

namespace RefundDesk.Tests.Features.Intake;

public sealed class ImportMapTests
{
    private const string Columns = """
        "columns": { "orderNumber": "Beleg", "customerReference": "Kunde", "country": "Land", "placedAt": "Datum", "sku": "Artikel", "quantity": "Menge", "unitPrice": "Preis" },
        "defaults": { "currency": "EUR" }
        """;

    public static TheoryData<string, string> Faults => new()
    {
        { """{ "kind": "orders", "colums": {}, "columns": {} }""", "colums" },
        { """{ "kind": "orders" }""", "columns" },
        { """{ "kind": "orders", "columns": { """, "line 1" },
        { """{ "kind": "requests", "columns": {} }""", "kind: the map is for 'requests', wanted is one for 'orders'" },
        { """{ "kind": "orders", "columns": { "custmer": "x" } }""", "columns.custmer: there is no such field. The fields are: orderNumber" },
        { """{ "kind": "orders", "columns": { "sku": "a", "sku": "b" } }""", "sku" },
        { """{ "kind": "orders", "columns": { "sku": { "column": "a", "removePrefix": "x" } } }""", "removePrefix" },
        { """{ "kind": "orders", "columns": {}, "defaults": { "colour": "red" } }""", "defaults.colour: there is no such field" },
        { """{ "kind": "orders", "columns": {}, "defaults": { "customerName": "{name}" } }""", "defaults.customerName: {name} is no field that has a column" },
        { """{ "kind": "orders", "columns": { "sku": "x" } }""", "columns: none for orderNumber, and no default" },
        { "{ \"kind\": \"orders\", " + Columns.Replace(", \"unitPrice\": \"Preis\"", string.Empty, StringComparison.Ordinal) + "}", "columns: none for unitPrice or lineTotal" },
        { "{ \"kind\": \"orders\", \"delimiter\": \"::\", " + Columns + "}", "delimiter: must be one of" },
        { "{ \"kind\": \"orders\", \"numbers\": { \"decimalSeparator\": \"x\" }, " + Columns + "}", "numbers.decimalSeparator: must be . or ," },
        { "{ \"kind\": \"orders\", \"numbers\": { \"groupSeparator\": \".\" }, " + Columns + "}", "numbers.groupSeparator" },
        { "{ \"kind\": \"orders\", \"numbers\": { \"amounts\": \"cents\" }, " + Columns + "}", "numbers.amounts: must be major (12.99) or minor (1299)" },
        { "{ \"kind\": \"orders\", \"dates\": { \"timeZone\": \"Europe/Londn\" }, " + Columns + "}", "dates.timeZone: 'Europe/Londn' is no known time zone" },
        { "{ \"kind\": \"orders\", \"dates\": { \"formats\": [\"HH:mm\"] }, " + Columns + "}", "dates.formats: 'HH:mm' is no format with a day" },
        { "{ \"kind\": \"orders\", \"lineKinds\": { \"postage\": [\"P\"] }, " + Columns + "}", "lineKinds.postage: must be one of goods, shipping, extra, giftWrap" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"No!\", \"text\": \"\", \"when\": [] }], " + Columns + "}", "rules[0].reason" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"all\", \"text\": \"\", \"when\": [] }], " + Columns + "}", "rules[0].when: needs at least one condition" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"x\", \"text\": \"\", \"when\": [{ \"field\": \"sku\" }] }], " + Columns + "}", "rules[0].when[0]: wants exactly one of empty" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"x\", \"text\": \"\", \"when\": [{ \"field\": \"sku\", \"below\": \"low\" }] }], " + Columns + "}", "'low' is no number" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"x\", \"text\": \"\", \"when\": [{ \"field\": \"skew\", \"empty\": true }] }], " + Columns + "}", "rules[0].when[0].field: there is no field 'skew'" },
        { "{ \"kind\": \"orders\", \"rules\": [{ \"reason\": \"x\", \"text\": \"\", \"then\": \"drop\", \"when\": [{ \"field\": \"sku\", \"empty\": true }] }], " + Columns + "}", "rules[0].then: must be reject or otherVerb" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_map_with_a_fault_is_refused_and_the_field_is_named(string json, string says)
    {
        var refusal = Given.Refused(ImportMapReader.Read(json, ImportKind.Orders, "shop.json"));

        Assert.Equal("import.map", refusal.Code);
        Assert.StartsWith("shop.json: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("online-retail.orders.json", ImportKind.Orders)]
    [InlineData("online-retail.requests.json", ImportKind.Requests)]
    public void The_maps_that_ship_are_good(string name, ImportKind kind) =>
        Assert.False(Given.Done(ImportMapReader.ReadFile(Repository.PathOf("maps", name), kind)).IsOwnLayout);

    [Fact]
    public void A_map_that_is_not_there_is_refused() =>
        Assert.Equal("import.map", Given.Refused(ImportMapReader.ReadFile("nowhere.json", ImportKind.Orders)).Code);

    [Fact]
    public async Task A_file_of_another_making_goes_in_by_its_map()
    {
        await using var desk = await OpenAsync();
        var map = desk.Write("map.json", $$"""
            {
              "kind": "orders", "delimiter": ";", {{Columns}},
              "dates": { "formats": ["dd.MM.yyyy HH:mm"], "timeZone": "Europe/Berlin" },
              "numbers": { "decimalSeparator": ",", "groupSeparator": "." },
              "lineKinds": { "shipping": ["VERSAND"] },
              "rules": [{ "reason": "gutschein", "text": "A voucher.", "when": [{ "field": "sku", "startsWith": ["GS-"] }, { "field": "quantity", "atMost": "0", "not": true }] }]
            }
            """);
        var file = desk.Write(
            "beleg.csv",
            "Beleg;Kunde;Land;Datum;Artikel;Menge;Preis;Filiale",
            "R1;K1;DE;01.07.2025 12:00;A;2;1.234,50;Kiel",
            "R1;K1;DE;01.07.2025 12:00;versand;1;4,95;Kiel",
            "R1;K1;DE;01.07.2025 12:00;gs-10;1;10,00;Kiel");

        var summary = Given.Done(await desk.ImportOrdersAsync(file, map));

        var order = Assert.Single(await desk.OrdersAsync());
        Assert.Equal(Given.Instant("2025-07-01 10:00"), order.PlacedAt);
        Assert.Equal([(OrderLineKind.Goods, 246_900L), (OrderLineKind.Shipping, 495L)], order.Lines.Select(line => (line.Kind, line.ChargedMinor)));
        Assert.Equal(Given.Eur(2_473_95), order.Refundable);
        Assert.Equal(("gutschein", 1), (Assert.Single(summary.Rejected).Reason, summary.LinesRejected));
        Assert.Equal(["4;gutschein;A voucher.;R1;K1;DE;01.07.2025 12:00;gs-10;1;10,00;Kiel"], desk.Rejects());
    }

    [Theory]
    [InlineData("GBP", "major", "12.99", 1299)]
    [InlineData("GBP", "minor", "1299", 1299)]
    [InlineData("JPY", "major", "1299", 1299)]
    [InlineData("KWD", "major", "1.299", 1299)]
    [InlineData("GBP", "major", "0.005", 1)]
    [InlineData("GBP", "major", "0.004", 0)]
    [InlineData("GBP", "minor", "0.5", 1)]
    public async Task Money_is_read_at_the_currencys_exponent_and_rounded_half_away_from_zero(string currency, string amounts, string price, long minor)
    {
        await using var desk = await OpenAsync();
        var map = desk.Write("map.json", $$"""
            { "kind": "orders", "columns": { "orderNumber": "n", "unitPrice": "p" }, "numbers": { "amounts": "{{amounts}}" },
              "defaults": { "currency": "{{currency}}", "customerReference": "C", "country": "GB", "placedAt": "2025-01-01", "sku": "A", "quantity": "1" } }
            """);

        Given.Done(await desk.ImportOrdersAsync(desk.Write("orders.csv", "n,p", $"O-1,{price}"), map));

        Assert.Equal(minor, Assert.Single(await desk.OrdersAsync()).Charged.Minor);
    }

    /// <summary>UK clocks: summer time from 30 March 2025 01:00, winter time from 26 October 2025 02:00.</summary>
    [Theory]
    [InlineData("2025-03-30 00:30", "2025-03-30 00:30")]
    [InlineData("2025-03-30 01:30", "2025-03-30 01:30")]
    [InlineData("2025-03-30 02:30", "2025-03-30 01:30")]
    [InlineData("2025-10-26 00:30", "2025-10-25 23:30")]
    [InlineData("2025-10-26 01:30", "2025-10-26 00:30")]
    [InlineData("2025-10-26 02:30", "2025-10-26 02:30")]
    [InlineData("2025-07-01T12:00:00+02:00", "2025-07-01 10:00")]
    [InlineData("2025-07-01T12:00:00Z", "2025-07-01 12:00")]
    [InlineData("2025-07-01", "2025-06-30 23:00")]
    public async Task A_time_without_offset_is_the_clients_own_also_when_clocks_change(string written, string utc)
    {
        await using var desk = await OpenAsync();
        await desk.HaveOrdersAsync(Order("O-1", placed: written));

        Assert.Equal(Given.Instant(utc), Assert.Single(await desk.OrdersAsync()).PlacedAt);
    }
}
