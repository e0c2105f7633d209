using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

namespace RefundDesk.Web.Infrastructure.OrderSources.Mapping;

/// <summary>A line as the shop charged it. Amounts are minor units for the whole quantity, tax included.</summary>
internal sealed record ShopLine(string Key, OrderLineKind Kind, string Sku, string Description, string Category, int Quantity, long ListMinor, long ChargedMinor, int TaxBasisPoints);

/// <summary>Units of a line, or an amount of it, that were given back in the shop itself.</summary>
internal sealed record ShopGivenBack(string LineKey, int Quantity, long AmountMinor);

/// <summary>
/// Makes a draft of what a shop charged: first it must come to the shop's own total, then what the shop itself gave back is taken off its
/// lines and payments, so that nothing is offered twice.
/// </summary>
internal sealed class ShopOrder
{
    /// <summary>The shop's own total, minor units.</summary>
    public required long TotalMinor { get; init; }

    /// <summary>The currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>A discount over everything, spread by the desk.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>Everything that was charged.</summary>
    public required IReadOnlyList<ShopLine> Lines { get; init; }

    /// <summary>What was captured, less what the shop gave back of it.</summary>
    public required IReadOnlyList<TenderDraft> Payments { get; init; }

    /// <summary>What the shop itself gave back, by line.</summary>
    public IReadOnlyList<ShopGivenBack> GivenBack { get; init; } = [];

    /// <summary>The draft with its lines and payments, and the keys of its lines.</summary>
    /// <param name="draft">Everything else of it.</param>
    public Outcome<(OrderDraft Draft, IReadOnlyList<string> LineKeys)> Fill(OrderDraft draft)
    {
        var comesTo = Lines.Sum(line => line.ChargedMinor) - DiscountMinor;
        if (comesTo != TotalMinor)
        {
            return ShopRefusals.Total(Say(comesTo), Say(TotalMinor), Say(Math.Abs(comesTo - TotalMinor)));
        }

        if (Payments.Count == 0)
        {
            return ShopRefusals.Unpaid();
        }

        var left = Lines.Select(Less).Where(line => line.Quantity > 0).ToArray();
        var price = left.Sum(line => line.ChargedMinor);
        if (left.Length == 0 || (GivenBack.Count > 0 && price == 0) || Payments.All(payment => payment.CapturedMinor == 0))
        {
            return ShopRefusals.AllGivenBack();
        }

        var discount = Math.Min(DiscountMinor, price);
        return (draft with
        {
            Currency = Currency.Code,
            OrderDiscountMinor = discount,
            Lines = [.. left.Select(line => new OrderLineDraft(line.Sku, line.Description, line.Category, line.Quantity, line.ListMinor, line.ListMinor - line.ChargedMinor, line.TaxBasisPoints, line.Kind))],
            Tenders = GivenBack.Count == 0 ? Payments : AtMost(Payments, price - discount),
        }, left.Select(line => line.Key).ToArray());
    }

    /// <summary>
    /// The shop may have kept something of what came back, a fee: that is not left for the other lines, which cannot give back more than they cost.
    /// </summary>
    private static TenderDraft[] AtMost(IReadOnlyList<TenderDraft> payments, long chargedMinor)
    {
        var made = payments.ToArray();
        for (var (i, over) = (made.Length - 1, made.Sum(payment => payment.CapturedMinor) - chargedMinor); i >= 0 && over > 0; i--)
        {
            var off = Math.Min(over, made[i].CapturedMinor);
            made[i] = made[i] with { CapturedMinor = made[i].CapturedMinor - off };
            over -= off;
        }

        return made;
    }

    /// <summary>A line without what the shop gave back of it; without units where that is all.</summary>
    private ShopLine Less(ShopLine line)
    {
        var back = GivenBack.Where(part => part.LineKey == line.Key).ToArray();
        if (back.Length == 0)
        {
            return line;
        }

        var units = Math.Max(0, line.Quantity - back.Sum(part => part.Quantity));
        var charged = Math.Max(0, line.ChargedMinor - back.Sum(part => part.AmountMinor));
        if (units == 0 || (charged == 0 && line.ChargedMinor > 0))
        {
            return line with { Quantity = 0, ListMinor = 0, ChargedMinor = 0 };
        }

        var discount = Rounding.HalfAwayFromZero((Int128)(line.ListMinor - line.ChargedMinor) * units, line.Quantity);
        return line with { Quantity = units, ListMinor = charged + discount, ChargedMinor = charged };
    }

    private string Say(long minor) => Money.Of(minor, Currency).ToString();
}
