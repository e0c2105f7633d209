using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using static RefundDesk.Tests.Kit.Given;

namespace RefundDesk.Tests.Kit;

/// <summary>Makes orders through the door every order comes in by. Amounts are minor units, tax included.</summary>
internal sealed class OrderBuilder
{
    private readonly List<OrderLineDraft> _lines = [];
    private readonly List<TenderDraft> _tenders = [];
    private ClientId _client = ClientId.New(Now);
    private OrderDraft _rest = new(
        $"O-{Next()}", "C-1", "Kim Customer", "kim@customer.example", "US", "EUR", Now.AddDays(-10), Now.AddDays(-9), Now.AddDays(-6), 0, [], []);

    public OrderBuilder Of(ClientId client)
    {
        _client = client;
        return this;
    }

    /// <summary>Changes anything the named steps do not: <c>.With(draft => draft with { Country = "FR" })</c>.</summary>
    public OrderBuilder With(Func<OrderDraft, OrderDraft> change)
    {
        _rest = change(_rest);
        return this;
    }

    public OrderBuilder In(string currency) => With(draft => draft with { Currency = currency });

    public OrderBuilder PlacedAt(DateTimeOffset at) => With(draft => draft with { PlacedAt = at });

    public OrderBuilder DispatchedAt(DateTimeOffset? at) => With(draft => draft with { DispatchedAt = at });

    public OrderBuilder DeliveredAt(DateTimeOffset? at) => With(draft => draft with { DeliveredAt = at });

    /// <summary>A discount over the whole order, delivery included.</summary>
    public OrderBuilder WithDiscount(long minor) => With(draft => draft with { OrderDiscountMinor = minor });

    /// <summary>An article; the amount is for the whole quantity.</summary>
    public OrderBuilder WithLine(
        long minor, int quantity = 1, long discount = 0, int tax = 0, string category = "general", bool finalSale = false)
    {
        var number = _lines.Count + 1;
        _lines.Add(new OrderLineDraft($"SKU-{number}", $"Article {number}", category, quantity, minor, discount, tax, OrderLineKind.Goods, finalSale));
        return this;
    }

    public OrderBuilder WithShipping(long minor, long discount = 0, int tax = 0)
    {
        _lines.Add(new OrderLineDraft("DELIVERY", "Delivery", "delivery", 1, minor, discount, tax, OrderLineKind.Shipping));
        return this;
    }

    /// <summary>Any other line.</summary>
    public OrderBuilder With(OrderLineDraft line)
    {
        _lines.Add(line);
        return this;
    }

    /// <summary>The last line was sold under these terms.</summary>
    public OrderBuilder SoldUnder(LineTerms terms)
    {
        _lines[^1] = _lines[^1] with { Terms = terms };
        return this;
    }

    public OrderBuilder PaidByCard(long minor, string? reference = null) => PaidBy(TenderMethod.Card, minor, reference);

    public OrderBuilder PaidByGiftCard(long minor, string? reference = null) => PaidBy(TenderMethod.GiftCard, minor, reference);

    /// <summary>A payment. Where none is named, one card paid everything.</summary>
    /// <param name="method">How.</param>
    /// <param name="minor">What was captured.</param>
    /// <param name="reference">The gateway's reference of the charge; a fresh one where none is given.</param>
    /// <param name="gateway">The gateway that captured it.</param>
    public OrderBuilder PaidBy(TenderMethod method, long minor, string? reference = null, string gateway = "sandbox")
    {
        var label = method == TenderMethod.Card ? "Visa ·· 4242" : $"{method} {_tenders.Count + 1}";
        _tenders.Add(new TenderDraft(method, gateway, reference ?? $"ch_{Next()}", label, minor));
        return this;
    }

    /// <summary>The order as a retailer would hand it over.</summary>
    public OrderDraft Draft()
    {
        OrderLineDraft[] lines = _lines.Count > 0 ? [.. _lines] : [new OrderLineDraft("SKU-1", "Article 1", "general", 1, 100_00)];
        var charged = lines.Sum(line => line.ListMinor - line.LineDiscountMinor) - _rest.OrderDiscountMinor;
        TenderDraft[] tenders = _tenders.Count > 0 ? [.. _tenders] : [new TenderDraft(TenderMethod.Card, "sandbox", $"ch_{Next()}", "Visa ·· 4242", charged)];
        return _rest with { Lines = lines, Tenders = tenders };
    }

    public Order Build() => Done(Order.TakeIn(_client, Draft(), Now));
}
