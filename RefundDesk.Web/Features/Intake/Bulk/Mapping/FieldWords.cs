using RefundDesk.Web.Features.Intake.Importing;

namespace RefundDesk.Web.Features.Intake.Bulk.Mapping;

/// <summary>What fields mean to people, and what shops call them.</summary>
internal static class FieldWords
{
    private static readonly Dictionary<ImportField, (string Meaning, string[] AlsoCalled)> Words = new()
    {
        [ImportField.OrderNumber] = ("The retailer’s number of the order", ["order", "orderid", "orderno", "invoice", "invoiceno", "invoicenumber", "receipt", "receiptnumber", "transactionid", "bestellnummer", "auftragsnummer"]),
        [ImportField.CustomerReference] = ("The retailer’s key of the customer", ["customer", "customerid", "customerno", "customernumber", "kundennummer"]),
        [ImportField.CustomerName] = ("The customer’s name", ["name", "fullname", "buyername"]),
        [ImportField.CustomerEmail] = ("Where messages go", ["email", "mail", "emailaddress", "customermail"]),
        [ImportField.Country] = ("Where it was delivered to: a code or the name", ["countrycode", "shippingcountry", "land"]),
        [ImportField.CustomerGroup] = ("The group of the customer", ["group", "segment"]),
        [ImportField.TimeZone] = ("IANA zone of the shopper or the store", ["tz", "zone"]),
        [ImportField.Postcode] = ("The postcode it was delivered to", ["postalcode", "zip", "zipcode", "plz"]),
        [ImportField.Currency] = ("Three letters, as EUR", ["currencycode", "waehrung"]),
        [ImportField.PlacedAt] = ("When it was bought", ["orderdate", "invoicedate", "date", "createdat", "purchasedate", "purchasedat", "datum"]),
        [ImportField.DispatchedAt] = ("When it left", ["shippedat", "shipdate", "dispatchdate"]),
        [ImportField.DeliveredAt] = ("When the last parcel arrived", ["deliverydate", "delivered"]),
        [ImportField.OrderDiscount] = ("A discount over the whole order", ["discounttotal"]),
        [ImportField.Sku] = ("Article number", ["stockcode", "article", "articlenumber", "item", "itemid", "productid", "ean", "artikelnummer"]),
        [ImportField.Description] = ("What the customer calls the article", ["title", "productname", "itemname", "bezeichnung"]),
        [ImportField.Category] = ("The retailer’s category", ["department", "producttype"]),
        [ImportField.Quantity] = ("Units", ["qty", "units", "menge", "anzahl"]),
        [ImportField.UnitPrice] = ("Price of one unit, tax included", ["price", "priceperunit", "einzelpreis", "preis"]),
        [ImportField.LineTotal] = ("Price of the line before discounts, tax included", ["total", "amount", "linetotalprice"]),
        [ImportField.LineDiscount] = ("Discount of the line", ["discount"]),
        [ImportField.TaxPercent] = ("Tax inside the price, percent", ["vat", "vatpercent", "taxrate", "tax"]),
        [ImportField.LineKind] = ("Goods, shipping, giftWrap, …", ["linetype"]),
        [ImportField.FinalSale] = ("Sold as final sale: yes or no", ["isfinalsale"]),
        [ImportField.StandardDelivery] = ("What standard delivery would have cost", []),
        [ImportField.SetKey] = ("Key of the set it was sold in", ["bundle", "bundleid", "set"]),
        [ImportField.FreeWith] = ("Article it was a gift with", ["giftwith"]),
        [ImportField.Promotion] = ("Key of the promotion", ["promo", "promotionid"]),
        [ImportField.PromotionBuy] = ("Units of a group of the promotion", []),
        [ImportField.PromotionPay] = ("Units of it that are paid", []),
        [ImportField.TenderMethod] = ("How it was paid", ["paymentmethod", "payment", "tender"]),
        [ImportField.Gateway] = ("Key of the gateway that captured it", ["paymentprovider", "psp"]),
        [ImportField.ChargeReference] = ("The gateway’s reference of the charge", ["chargeid", "paymentreference", "paymentid"]),
        [ImportField.TenderLabel] = ("What people know the payment by", ["card", "cardlabel"]),
        [ImportField.Captured] = ("What was captured", ["paid", "capturedamount", "amountpaid"]),
        [ImportField.RequestKey] = ("The sender’s own key of the request", ["request", "requestid", "returnid", "returnnumber", "rma", "key"]),
        [ImportField.LineNumber] = ("The order’s line", ["line", "lineno", "position"]),
        [ImportField.AskedAt] = ("When the customer asked", ["returndate", "requestdate", "requestedat", "date", "invoicedate", "createdat"]),
        [ImportField.Reason] = ("Why, as changedMind or damaged", ["returnreason", "grund"]),
        [ImportField.Condition] = ("The condition the goods are said to be in", ["itemcondition", "zustand"]),
        [ImportField.Note] = ("The customer’s words", ["comment", "remarks", "notes"]),
    };

    public static string Meaning(ImportField field) => Words[field].Meaning;

    /// <summary>Names under which a column is taken for the field, in plain letters.</summary>
    public static IReadOnlySet<string> Names(ImportField field) => new HashSet<string>([Plain(field.Name()), .. Words[field].AlsoCalled], StringComparer.Ordinal);

    /// <summary>Letters and digits alone, small.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
