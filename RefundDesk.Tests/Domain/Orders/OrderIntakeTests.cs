using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Domain.Orders;

public sealed class OrderIntakeTests
{
    /// <summary>10 × 23.90 with 20 % tax inside, 25 % off: 179.25 was paid and 179.26 refunded where net and tax were rounded apart (woocommerce#64668).</summary>
    [Fact]
    public void Tax_is_what_is_left_of_the_price_so_that_net_and_tax_add_up_to_what_was_paid()
    {
        var line = AnOrder().WithLine(239_00, quantity: 10, discount: 59_75, tax: 2_000).Build().Lines[0];

        Assert.Equal((179_25, 29_87), (line.ChargedMinor, line.TaxMinor));
        Assert.Equal(59_75, line.DiscountMinor);
    }

    /// <summary>Tax was rounded per line and came to more than was paid (woocommerce#41919).</summary>
    [Theory]
    [InlineData(100, 1_900, 16)]
    [InlineData(1, 1_900, 0)]
    [InlineData(119, 1_900, 19)]
    [InlineData(10_99, 700, 72)]
    [InlineData(500, 0, 0)]
    [InlineData(500, 10_000, 250)]
    public void Tax_inside_a_price_is_rounded_once(long charged, int basisPoints, long tax) =>
        Assert.Equal(tax, AnOrder().WithLine(charged, tax: basisPoints).Build().Lines[0].TaxMinor);

    /// <summary>2 × 100 and 10 % tax less 20: a unit is worth 99.00, not 97.90 (medusa#15885).</summary>
    [Fact]
    public void A_discount_of_the_order_lowers_what_a_unit_is_worth()
    {
        var order = AnOrder().WithLine(220_00, quantity: 2, tax: 1_000).WithDiscount(22_00).Build();

        Assert.Equal(198_00, order.Charged.Minor);
        Assert.Equal(18_00, order.Lines[0].TaxMinor);
        Assert.Equal(Eur(99_00), Done(order.ReserveLines([(1, 1)]))[0].Charged);
        Assert.Equal(Eur(99_00), Done(order.ReserveLines([(1, 1)]))[0].Charged);
    }

    /// <summary>6 + 4 less 10 %: the discount was forgotten when one article came back (solidus#512).</summary>
    [Fact]
    public void A_discount_of_the_order_is_shared_by_its_lines()
    {
        var order = AnOrder().WithLine(6_00).WithLine(4_00).WithDiscount(1_00).Build();

        Assert.Equal([5_40, 3_60], order.Lines.Select(line => line.ChargedMinor));
    }

    /// <summary>318.00 were paid and 255.50 offered back, because delivery had a share of the discount that nobody kept (magento-lts#4396).</summary>
    [Fact]
    public void Delivery_has_its_share_of_the_discount()
    {
        var order = AnOrder().WithLine(300_00).WithShipping(100_00).WithDiscount(82_00).Build();

        Assert.Equal([238_50, 79_50], order.Lines.Select(line => line.ChargedMinor));
        Assert.Equal(Eur(318_00), order.Refundable);
    }

    /// <summary>Delivery at a discount of 100 % was refunded in full (Sylius RefundPlugin#252).</summary>
    [Fact]
    public void Delivery_that_was_given_free_is_worth_nothing()
    {
        var order = AnOrder().WithLine(50_00).WithShipping(5_00, discount: 5_00).Build();

        Assert.Equal(0, order.Lines[1].ChargedMinor);
        Assert.Equal(Eur(0), Done(order.ReserveLines([(2, 1)]))[0].Charged);
    }

    [Fact]
    public void A_discount_of_everything_leaves_nothing_charged()
    {
        var order = AnOrder().WithLine(3_33).WithLine(6_66).WithShipping(0).WithDiscount(9_99).PaidByCard(0).Build();

        Assert.All(order.Lines, line => Assert.Equal((0, 0), (line.ChargedMinor, line.TaxMinor)));
        Assert.Equal(Eur(0), order.Refundable);
    }

    [Fact]
    public void Lines_and_tenders_are_numbered_from_one_and_belong_to_the_client()
    {
        var client = ClientId.New(Now);
        var order = AnOrder().Of(client).WithLine(1_00).WithShipping(1_00).PaidByGiftCard(50).PaidByCard(1_50).Build();

        Assert.Equal([1, 2], order.Lines.Select(line => line.LineNumber));
        Assert.Equal([1, 2], order.Tenders.Select(tender => tender.TenderNumber));
        Assert.All(order.Lines, line => Assert.Equal(client, line.ClientId));
        Assert.All(order.Tenders, tender => Assert.Equal(client, tender.ClientId));
    }

    [Fact]
    public void An_order_keeps_what_the_draft_says()
    {
        var draft = AnOrder().WithLine(10_00, quantity: 2, discount: 1_00, tax: 1_900, category: "shoes", finalSale: true).PaidBy(TenderMethod.Wallet, 9_00, "ch_7", "paypal").Draft();
        var order = Done(Order.TakeIn(ClientId.New(Now), draft, Now));
        var (line, tender) = (order.Lines[0], order.Tenders[0]);

        Assert.Equal((draft.OrderNumber, draft.CustomerReference, draft.CustomerName, draft.CustomerEmail, draft.Country), (order.OrderNumber, order.CustomerReference, order.CustomerName, order.CustomerEmail, order.Country));
        Assert.Equal((draft.Currency, draft.PlacedAt, draft.DispatchedAt, draft.DeliveredAt, 1), (order.Currency.Code, order.PlacedAt, order.DispatchedAt, order.DeliveredAt, order.Version));
        Assert.Equal(("SKU-1", "Article 1", "shoes", 2, 10_00, true, OrderLineKind.Goods), (line.Sku, line.Description, line.Category, line.Quantity, line.ListMinor, line.IsFinalSale, line.Kind));
        Assert.Equal((TenderMethod.Wallet, "paypal", "ch_7", draft.Tenders[0].Label, 9_00), (tender.Method, tender.Gateway, tender.ChargeReference, tender.Label, tender.CapturedMinor));
    }

    [Fact]
    public void What_was_captured_may_be_less_than_charged_and_is_the_ceiling()
    {
        var order = AnOrder().WithLine(100_00).PaidByCard(60_00).Build();

        Assert.Equal(Eur(100_00), order.Charged);
        Assert.Equal(Eur(60_00), order.Refundable);
    }

    [Fact]
    public void More_captured_than_charged_is_refused_with_both_amounts()
    {
        var refusal = Refused(Order.TakeIn(ClientId.New(Now), AnOrder().WithLine(10_00).PaidByCard(6_00).PaidByGiftCard(4_01).Draft(), Now));

        Assert.Equal("order.captured-above-charged", refusal.Code);
        Assert.Contains("10.01 EUR", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("10.00 EUR", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_order_is_taken_in_without_overflow()
    {
        var largest = AnOrder().Draft().Lines[0] with { ListMinor = 1_000_000_000_000_000, LineDiscountMinor = 0, TaxBasisPoints = 1_900 };
        var draft = AnOrder().Draft() with { Lines = [.. Enumerable.Repeat(largest, 5_000)], OrderDiscountMinor = 999_999_999_999_999, Tenders = AnOrder().PaidByCard(1).Draft().Tenders };

        var order = Done(Order.TakeIn(ClientId.New(Now), draft, Now));

        Assert.Equal(5_000 * 1_000_000_000_000_000 - 999_999_999_999_999, order.Charged.Minor);
    }

    public static TheoryData<string, OrderDraft> FaultyDrafts()
    {
        var draft = AnOrder().WithLine(10_00).PaidByCard(10_00).Draft();
        var (line, tender) = (draft.Lines[0], draft.Tenders[0]);
        OrderDraft Line(OrderLineDraft faulty) => draft with { Lines = [line, faulty] };
        OrderDraft Tender(TenderDraft faulty) => draft with { Tenders = [tender, faulty] };
        return new TheoryData<string, OrderDraft>
        {
            { "orderNumber", draft with { OrderNumber = " " } },
            { "orderNumber", draft with { OrderNumber = new string('1', 61) } },
            { "orderNumber", draft with { OrderNumber = null! } },
            { "customerReference", draft with { CustomerReference = "" } },
            { "customerName", draft with { CustomerName = "a\0b" } },
            { "customerName", draft with { CustomerName = "half \ud83d" } },
            { "customerName", draft with { CustomerName = "\ude00 half" } },
            { "country", draft with { Country = "D\nE" } },
            { "customerEmail", draft with { CustomerEmail = "" } },
            { "currency", draft with { Currency = "EURO" } },
            { "currency", draft with { Currency = null! } },
            { "placedAt", draft with { PlacedAt = default } },
            { "dispatchedAt", draft with { DispatchedAt = DateTimeOffset.MaxValue } },
            { "deliveredAt", draft with { DeliveredAt = DateTimeOffset.MinValue } },
            { "lines", draft with { Lines = [] } },
            { "lines", draft with { Lines = null! } },
            { "lines", draft with { Lines = [.. Enumerable.Repeat(line, 5_001)] } },
            { "tenders", draft with { Tenders = [] } },
            { "tenders", draft with { Tenders = null! } },
            { "tenders", draft with { Tenders = [.. Enumerable.Repeat(tender, 51)] } },
            { "lines[1]", Line(null!) },
            { "lines[1].sku", Line(line with { Sku = "" }) },
            { "lines[1].description", Line(line with { Description = new string('x', 201) }) },
            { "lines[1].category", Line(line with { Category = "" }) },
            { "lines[1].quantity", Line(line with { Quantity = 0 }) },
            { "lines[1].quantity", Line(line with { Quantity = -1 }) },
            { "lines[1].quantity", Line(line with { Quantity = 10_000_001 }) },
            { "lines[1].price", Line(line with { ListMinor = -1 }) },
            { "lines[1].price", Line(line with { ListMinor = long.MaxValue }) },
            { "lines[1].discount", Line(line with { LineDiscountMinor = -1 }) },
            { "lines[1].discount", Line(line with { LineDiscountMinor = 10_01 }) },
            { "lines[1].tax", Line(line with { TaxBasisPoints = -1 }) },
            { "lines[1].tax", Line(line with { TaxBasisPoints = 10_001 }) },
            { "lines[1].kind", Line(line with { Kind = (OrderLineKind)99 }) },
            { "lines[1].standardDelivery", Line(line with { Terms = new LineTerms { StandardDeliveryMinor = 4_90 } }) },
            { "lines[1].standardDelivery", Line(line with { Kind = OrderLineKind.Shipping, Terms = new LineTerms { StandardDeliveryMinor = -1 } }) },
            { "lines[1].terms", Line(line with { Kind = OrderLineKind.Tip, Terms = new LineTerms { SetKey = "S" } }) },
            { "lines[1].setKey", Line(line with { Terms = new LineTerms { SetKey = new string('x', 61) } }) },
            { "lines[1].freeWith", Line(line with { Terms = new LineTerms { FreeWithLine = 0 } }) },
            { "lines[1].freeWith", Line(line with { Terms = new LineTerms { FreeWithLine = 2 } }) },
            { "lines[1].promotion", Line(line with { Terms = new LineTerms { Promotion = new Promotion("P", 3, 3) } }) },
            { "lines[1].promotion", Line(line with { Terms = new LineTerms { Promotion = new Promotion(" ", 3, 2) } }) },
            { "tenders[1]", Tender(null!) },
            { "tenders[1].gateway", Tender(tender with { Gateway = "" }) },
            { "tenders[1].chargeReference", Tender(tender with { ChargeReference = "" }) },
            { "tenders[1].label", Tender(tender with { Label = new string('x', 61) }) },
            { "tenders[1].captured", Tender(tender with { CapturedMinor = -1 }) },
            { "tenders[1].captured", Tender(tender with { CapturedMinor = long.MaxValue }) },
            { "tenders[1].method", Tender(tender with { Method = (TenderMethod)9 }) },
            { "discount", draft with { OrderDiscountMinor = -1 } },
            { "discount", draft with { OrderDiscountMinor = 10_01 } },
            { "discount", draft with { OrderDiscountMinor = 6_01, Lines = [line with { LineDiscountMinor = 4_00 }] } },
        };
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(FaultyDrafts))]
    public void A_fault_is_refused_with_the_name_of_its_field(string field, OrderDraft draft)
    {
        var refusal = Refused(Order.TakeIn(ClientId.New(Now), draft, Now));

        Assert.StartsWith($"{field}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(field == "currency" ? "order.currency" : "order.field", refusal.Code);
    }

    [Fact]
    public void A_gift_is_none_of_another_gift_and_a_promotion_has_the_same_numbers_everywhere()
    {
        var gift = AnOrder().WithLine(10_00).WithLine(1_00).SoldUnder(new LineTerms { FreeWithLine = 1 }).WithLine(1_00).SoldUnder(new LineTerms { FreeWithLine = 2 });
        var promotion = AnOrder().WithLine(10_00).SoldUnder(new LineTerms { Promotion = new Promotion("P", 3, 2) }).WithLine(10_00).SoldUnder(new LineTerms { Promotion = new Promotion("P", 2, 1) });

        Assert.Equal("lines[2].freeWith: must not be a gift itself", Refused(Order.TakeIn(ClientId.New(Now), gift.Draft(), Now)).Message);
        Assert.Equal("lines[1].promotion: 'P' has other numbers in another line", Refused(Order.TakeIn(ClientId.New(Now), promotion.Draft(), Now)).Message);
    }

    [Fact]
    public void Text_outside_the_basic_plane_is_taken_in() =>
        Assert.Equal("Kim 😀", AnOrder().With(draft => draft with { CustomerName = "Kim 😀" }).Build().CustomerName);
}
