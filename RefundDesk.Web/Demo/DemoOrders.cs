using System.Globalization;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Requesting;

namespace RefundDesk.Web.Demo;

/// <summary>Makes orders and what customers want of them, the same for the same seed.</summary>
internal sealed class DemoOrders(Random random)
{
    private int _next = 20_000;

    /// <summary>An order placed at a time and delivered some days later.</summary>
    public Order Make(DemoShop shop, Client client, DateTimeOffset placedAt, DateTimeOffset now)
    {
        var customer = random.Next(DemoCatalogue.Names.Count * 90);
        var name = DemoCatalogue.Names[customer % DemoCatalogue.Names.Count];
        var lines = Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => shop.Articles[random.Next(shop.Articles.Count)])
            .DistinctBy(article => article.Sku)
            .Select(article => (Article: article, Quantity: random.Next(10) == 0 ? 2 : 1))
            .Select(line => new OrderLineDraft(line.Article.Sku, line.Article.Name, line.Article.Category, line.Quantity, line.Article.PriceMinor * line.Quantity, 0, shop.TaxBasisPoints, OrderLineKind.Goods, line.Article.FinalSale))
            .Append(new OrderLineDraft("SHIP", "Standard delivery", "Delivery", 1, shop.ShippingMinor, 0, shop.TaxBasisPoints, OrderLineKind.Shipping))
            .ToArray();
        var total = lines.Sum(line => line.ListMinor);
        var discount = random.Next(5) == 0 ? total / 10 : 0;
        var number = string.Create(CultureInfo.InvariantCulture, $"{shop.Key[..2].ToUpperInvariant()}-{_next++}");
        var delivered = placedAt.AddHours(random.Next(30, 120));
        var draft = new OrderDraft(
            number,
            string.Create(CultureInfo.InvariantCulture, $"C{customer:00000}"),
            name,
            string.Create(CultureInfo.InvariantCulture, $"customer{customer}@example.org"),
            shop.Country,
            shop.Currency,
            placedAt,
            placedAt.AddHours(20),
            delivered <= now ? delivered : null,
            discount,
            lines,
            Tenders(number, total - discount)) { Postcode = string.Create(CultureInfo.InvariantCulture, $"{10_000 + customer}") };
        return Order.TakeIn(client.Id, draft, placedAt).Value;
    }

    /// <summary>What the customer of an order wants back, and why.</summary>
    public RefundRequest Want(Order order, DateTimeOffset askedAt)
    {
        var goods = order.Lines.Where(line => line.Kind == OrderLineKind.Goods && line.OpenQuantity > 0).ToArray();
        var whole = random.Next(4) == 0;
        var picked = whole ? goods : [goods[random.Next(goods.Length)]];
        var reason = random.Next(100) switch
        {
            < 36 => RefundReason.ChangedMind,
            < 56 => RefundReason.WrongSize,
            < 70 => RefundReason.Defective,
            < 80 => RefundReason.NotReceived,
            < 88 => RefundReason.DamagedInTransit,
            < 94 => RefundReason.WrongItem,
            < 98 => RefundReason.LateDelivery,
            _ => RefundReason.Other,
        };
        var condition = reason is RefundReason.Defective or RefundReason.DamagedInTransit ? GoodsCondition.Damaged : (GoodsCondition)random.Next(3);
        var lines = picked.Select(line => new RequestedLine(line.LineNumber, random.Next(6) == 0 ? line.OpenQuantity : 1, reason, condition));
        var shipping = whole ? order.Lines.Where(line => line.Kind == OrderLineKind.Shipping && line.OpenQuantity > 0).Select(line => new RequestedLine(line.LineNumber, 1, reason, condition)) : [];
        var channel = random.Next(10) switch { < 6 => RequestChannel.Portal, < 8 => RequestChannel.Api, 8 => RequestChannel.Mail, _ => RequestChannel.PointOfSale };
        return new RefundRequest(channel, null, askedAt, random.Next(3) == 0 ? DemoCatalogue.Notes[random.Next(DemoCatalogue.Notes.Count)] : null, [.. lines, .. shipping]);
    }

    /// <summary>A fresh number.</summary>
    public RefundNumber Number() => RefundNumber.FromRandom((ulong)random.NextInt64());

    private TenderDraft[] Tenders(string number, long total)
    {
        // Now and then the sandbox gateway misbehaves, so that payout problems can be seen.
        var charge = $"ch_{number}{random.Next(40) switch { 0 => "#decline=card_closed", 1 => "#timeout", 2 => "#pending=20s", 3 => "#late-failure=30s", _ => string.Empty }}";
        var label = random.Next(3) switch { 0 => "Visa ·· 4242", 1 => "Mastercard ·· 4444", _ => "PayPal ·· a…@example.org" };
        var method = label.StartsWith("PayPal", StringComparison.Ordinal) ? TenderMethod.Wallet : TenderMethod.Card;
        if (random.Next(8) != 0)
        {
            return [new TenderDraft(method, "sandbox", charge, label, total)];
        }

        var gift = total / 4;
        return [new TenderDraft(TenderMethod.GiftCard, "sandbox", $"gc_{number}", "Gift card ·· 7F2K", gift), new TenderDraft(method, "sandbox", charge, label, total - gift)];
    }
}
