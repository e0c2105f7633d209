using System.ComponentModel;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Api;

/// <summary>Minor units of a currency.</summary>
/// <param name="Amount">Minor units: 1299 is 12.99 EUR, 1299 JPY and 1.299 KWD.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record MoneyBody(long Amount, string Currency);

/// <summary>A purchase as the retailer's system hands it over.</summary>
/// <param name="Customer">Who bought.</param>
/// <param name="Country">Where it is delivered to, ISO 3166 alpha-2: its law holds.</param>
/// <param name="Currency">ISO 4217; every amount of the order is in it.</param>
/// <param name="PlacedAt">When it was placed, RFC 3339.</param>
/// <param name="Lines">What was bought, in the order of the line numbers 1, 2, 3 …</param>
/// <param name="Payments">How it was paid.</param>
internal sealed record OrderBody(CustomerBody Customer, string Country, string Currency, DateTimeOffset PlacedAt, IReadOnlyList<OrderLineBody> Lines, IReadOnlyList<PaymentBody> Payments)
{
    /// <summary>When it left; may become known later.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When the last parcel came; may become known later.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The postcode it is delivered to, at most 16 characters; customers may name it on their page.</summary>
    public string? Postcode { get; init; }

    /// <summary>The IANA zone in which the shopper counts days; the country's where it is left out.</summary>
    public string? TimeZone { get; init; }

    /// <summary>A discount over the whole order; it is spread over all lines once.</summary>
    public MoneyBody? Discount { get; init; }

    /// <summary>The draft; or <c>order.field</c> for an amount in another currency.</summary>
    /// <param name="orderNumber">From the address, or from the line of a batch.</param>
    /// <param name="gateway">The client's gateway, for payments that name none.</param>
    public Outcome<OrderDraft> Draft(string orderNumber, string gateway)
    {
        var amounts = Lines.SelectMany((line, place) => new[] { ($"lines[{place}].price", line.Price), ($"lines[{place}].discount", line.Discount), ($"lines[{place}].standardDelivery", line.StandardDelivery) })
            .Concat(Payments.Select((payment, place) => ($"payments[{place}].captured", (MoneyBody?)payment.Captured))).Append(("discount", Discount));
        foreach (var (field, money) in amounts)
        {
            if (money is not null && money.Currency != Currency)
            {
                return OrderRefusals.Field($"{field}.currency", $"'{money.Currency}' must be {Currency}, the currency of the order");
            }
        }

        return new OrderDraft(
            orderNumber, Customer.Reference, Customer.Name, Customer.Email, Country, Currency, PlacedAt.ToUniversalTime(), DispatchedAt?.ToUniversalTime(), DeliveredAt?.ToUniversalTime(), Discount?.Amount ?? 0,
            [.. Lines.Select(line => new OrderLineDraft(line.Sku, line.Description, line.Category, line.Quantity, line.Price.Amount, line.Discount?.Amount ?? 0, line.TaxBasisPoints, line.Kind, line.IsFinalSale) { Terms = line.Terms })],
            [.. Payments.Select(payment => new TenderDraft(payment.Method, payment.Gateway ?? gateway, payment.Reference, payment.Label, payment.Captured.Amount))]) { CustomerGroup = Customer.Group, TimeZoneId = TimeZone, Postcode = Postcode };
    }
}

/// <summary>A purchase in a batch.</summary>
/// <param name="OrderNumber">The retailer's own number.</param>
/// <param name="Order">The purchase.</param>
internal sealed record BatchOrderBody(string OrderNumber, OrderBody Order);

/// <summary>Who bought.</summary>
/// <param name="Reference">The retailer's key of the customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">Where messages go; null where unknown.</param>
/// <param name="Group">The group of customers, as the retailer calls it; policies have windows by it.</param>
internal sealed record CustomerBody(string Reference, string Name, string? Email = null, string? Group = null);

/// <summary>A line. Amounts are for the whole quantity, tax included.</summary>
/// <param name="Sku">Article number.</param>
/// <param name="Description">What the customer calls it.</param>
/// <param name="Quantity">Units, above zero.</param>
/// <param name="Price">Before discounts.</param>
/// <param name="TaxBasisPoints">The tax rate inside the price, hundredths of a percent: 1900 is 19 %.</param>
/// <param name="Discount">This line's own discount.</param>
/// <param name="Category">The retailer's category; policies have windows by it.</param>
/// <param name="Kind">Goods, delivery or an extra.</param>
/// <param name="IsFinalSale">Sold as final sale.</param>
internal sealed record OrderLineBody(
    string Sku,
    string Description,
    int Quantity,
    MoneyBody Price,
    int TaxBasisPoints,
    MoneyBody? Discount = null,
    [property: DefaultValue("general")] string Category = "general",
    OrderLineKind Kind = OrderLineKind.Goods,
    bool IsFinalSale = false)
{
    /// <summary>Delivery only: what the standard one would have cost.</summary>
    public MoneyBody? StandardDelivery { get; init; }

    /// <summary>Lines with the same key were sold as one set.</summary>
    public string? SetKey { get; init; }

    /// <summary>A gift that was free with the line of this number.</summary>
    public int? FreeWithLine { get; init; }

    /// <summary>The promotion the line was bought in.</summary>
    public PromotionBody? Promotion { get; init; }

    /// <summary>All that as the order keeps it; null where nothing is said.</summary>
    internal LineTerms? Terms => (StandardDelivery, SetKey, FreeWithLine, Promotion) is (null, null, null, null) ? null
        : new LineTerms { StandardDeliveryMinor = StandardDelivery?.Amount, SetKey = SetKey, FreeWithLine = FreeWithLine, Promotion = Promotion is { } some ? new Promotion(some.Key, some.Buy, some.Pay) : null };
}

/// <summary>Buy so many, pay so many.</summary>
/// <param name="Key">Lines of the order with the same key are counted together.</param>
/// <param name="Buy">Units of a group.</param>
/// <param name="Pay">Units of it that are paid.</param>
internal sealed record PromotionBody(string Key, int Buy, int Pay);

/// <summary>A payment. Card numbers are never taken.</summary>
/// <param name="Method">How it was paid.</param>
/// <param name="Reference">The gateway's reference of the charge.</param>
/// <param name="Label">What people recognise it by: <c>Visa ·· 4242</c>.</param>
/// <param name="Captured">What was captured.</param>
/// <param name="Gateway">The key of the gateway; the client's own where none is given.</param>
internal sealed record PaymentBody(TenderMethod Method, string Reference, string Label, MoneyBody Captured, string? Gateway = null);

/// <summary>What became of an order.</summary>
/// <param name="OrderNumber">The retailer's number.</param>
/// <param name="Result">Created, Updated or Unchanged.</param>
internal sealed record OrderAnswer(string OrderNumber, string Result);

/// <summary>What became of one line of a batch.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="OrderNumber">The retailer's number; null where the line could not be read.</param>
/// <param name="Result">Created, Updated, Unchanged or Refused.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Detail">The same in words, with the field.</param>
internal sealed record BatchAnswer(int Line, string? OrderNumber, string Result, string? Code = null, string? Detail = null);
