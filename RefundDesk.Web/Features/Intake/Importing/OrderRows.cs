using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Features.Intake.Importing;

/// <summary>What every line of an order says about the order.</summary>
internal sealed record OrderHead(
    string OrderNumber,
    string CustomerReference,
    string CustomerName,
    string? CustomerEmail,
    string Country,
    string? CustomerGroup,
    string? TimeZone,
    string? Postcode,
    string Currency,
    DateTimeOffset PlacedAt,
    DateTimeOffset? DispatchedAt,
    DateTimeOffset? DeliveredAt,
    long OrderDiscountMinor,
    OrderPayment Payment);

/// <summary>How an order was paid; one payment an order.</summary>
internal sealed record OrderPayment(TenderMethod Method, string Gateway, string ChargeReference, string Label, long? CapturedMinor);

/// <summary>A line of a file that is a line of an order.</summary>
internal sealed record OrderRow(ImportedLine Line, OrderHead Head, OrderLineDraft Draft)
{
    /// <summary>The article the line was a gift with; which line of the order that is, is known when the order is whole.</summary>
    public string? FreeWith { get; init; }
}

/// <summary>Makes order lines of rows.</summary>
internal sealed class OrderRowReader(MappedRow row, Client client)
{
    private readonly FieldReader _fields = new(row);

    /// <summary>Looks at the current row.</summary>
    /// <param name="keep">False while the file is only checked: then nothing is kept of the row.</param>
    public Classified<OrderRow> Read(bool keep)
    {
        if (row.RuleFor() is { } rule)
        {
            return Classified<OrderRow>.OfRule(rule);
        }

        _fields.Begin();
        var code = _fields.Needed(ImportField.Currency);
        if (!Currency.TryOf(code, out var currency) && code.Length > 0)
        {
            _fields.Stop(ImportField.Currency, $"'{(code.Length > 12 ? code[..12] + "…" : code)}' is no currency code of ISO 4217, for example EUR.");
        }

        // An unknown currency stops the file or rejects the line; the rest is still read, so that the first fault of the line is found.
        var minorPerMajor = row.Map.AmountsAreMinor || currency is null ? 1 : currency.MinorPerMajor;
        var draft = ReadLine(minorPerMajor);
        var head = ReadHead(currency?.Code ?? code, minorPerMajor);
        return _fields.Fault is { } fault ? Classified<OrderRow>.Stop(fault)
            : _fields.Rejected is { } rejected ? Classified<OrderRow>.Reject(rejected.Reason, rejected.Text)
            : Classified<OrderRow>.Taken(new OrderRow(keep ? row.Keep() : new ImportedLine(row.LineNumber, []), head, draft) { FreeWith = _fields.Text(ImportField.FreeWith) });
    }

    private OrderLineDraft ReadLine(long minorPerMajor)
    {
        var sku = _fields.Needed(ImportField.Sku);
        var quantity = _fields.Quantity(ImportField.Quantity);
        var unit = _fields.Amount(ImportField.UnitPrice);
        var total = _fields.Amount(ImportField.LineTotal);
        if (unit is null && total is null && _fields.Fault is null)
        {
            _fields.Reject("missing-price", "There is neither unitPrice nor lineTotal.");
        }

        var list = total is { } whole ? Minor(whole, 1, minorPerMajor, ImportField.LineTotal)
            : unit is { } price ? Minor(price, quantity, minorPerMajor, ImportField.UnitPrice) : 0;
        var discount = _fields.Amount(ImportField.LineDiscount) is { } off ? Minor(off, 1, minorPerMajor, ImportField.LineDiscount) : 0;
        var tax = _fields.Amount(ImportField.TaxPercent) is { } rate ? Minor(rate, 1, 100, ImportField.TaxPercent) : 0;
        var kind = row.Map.LineKinds.TryGetValue(sku, out var named) ? named : _fields.Word<OrderLineKind>(ImportField.LineKind) ?? OrderLineKind.Goods;
        return new OrderLineDraft(
            sku,
            _fields.Text(ImportField.Description) ?? sku,
            _fields.Text(ImportField.Category) ?? (kind == OrderLineKind.Shipping ? "delivery" : "general"),
            quantity,
            list,
            discount,
            (int)Math.Min(tax, int.MaxValue),
            kind,
            _fields.YesOrNo(ImportField.FinalSale))
        {
            Terms = ReadTerms(minorPerMajor),
        };
    }

    private LineTerms? ReadTerms(long minorPerMajor)
    {
        var standard = _fields.Amount(ImportField.StandardDelivery) is { } cost ? Minor(cost, 1, minorPerMajor, ImportField.StandardDelivery) : (long?)null;
        var set = _fields.Text(ImportField.SetKey);
        var promotion = _fields.Text(ImportField.Promotion) is { } key
            ? new Promotion(key, _fields.Quantity(ImportField.PromotionBuy), _fields.Quantity(ImportField.PromotionPay)) : null;
        return standard is null && set is null && promotion is null ? null : new LineTerms { StandardDeliveryMinor = standard, SetKey = set, Promotion = promotion };
    }

    private OrderHead ReadHead(string currency, long minorPerMajor)
    {
        var number = _fields.Needed(ImportField.OrderNumber);
        var customer = _fields.Needed(ImportField.CustomerReference);
        var placed = _fields.Instant(ImportField.PlacedAt);
        if (placed is null && _fields.Fault is null)
        {
            _fields.Needed(ImportField.PlacedAt);
        }

        var method = _fields.Word<TenderMethod>(ImportField.TenderMethod) ?? TenderMethod.Card;
        var captured = _fields.Amount(ImportField.Captured) is { } paid ? Minor(paid, 1, minorPerMajor, ImportField.Captured) : (long?)null;
        return new OrderHead(
            number,
            customer,
            _fields.Text(ImportField.CustomerName) ?? customer,
            _fields.Text(ImportField.CustomerEmail),
            _fields.Needed(ImportField.Country),
            _fields.Text(ImportField.CustomerGroup),
            _fields.Text(ImportField.TimeZone),
            _fields.Text(ImportField.Postcode),
            currency,
            placed ?? default,
            _fields.Instant(ImportField.DispatchedAt),
            _fields.Instant(ImportField.DeliveredAt),
            _fields.Amount(ImportField.OrderDiscount) is { } off ? Minor(off, 1, minorPerMajor, ImportField.OrderDiscount) : 0,
            new OrderPayment(
                method,
                _fields.Text(ImportField.Gateway) ?? client.Gateway,
                _fields.Text(ImportField.ChargeReference) ?? number,
                _fields.Text(ImportField.TenderLabel) ?? LabelOf(method),
                captured));
    }

    /// <summary>Minor units, rounded once, half away from zero, after the price was multiplied by the units.</summary>
    private long Minor(DecimalText number, int quantity, long minorPerMajor, ImportField field)
    {
        // 18 digits times 10^7 units times 10^4 fits 128 bits; what does not fit the result is no price.
        var exact = (Int128)number.Unscaled * quantity * minorPerMajor / number.Divisor;
        if (exact > 1_000_000_000_000_000)
        {
            _fields.Reject("amount", $"{field.Name()}: is above 10^15 minor units.");
            return 0;
        }

        return number.Times(quantity, minorPerMajor);
    }

    private static string LabelOf(TenderMethod method) => method switch
    {
        TenderMethod.BankTransfer => "Bank transfer",
        TenderMethod.GiftCard => "Gift card",
        TenderMethod.StoreCredit => "Store credit",
        TenderMethod.PointOfSale => "Point of sale",
        _ => method.ToString(),
    };
}
