using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Orders.Sources;

namespace RefundDesk.Web.Infrastructure.OrderSources;

/// <summary>A line as a shop has it: amounts in minor units that may have fractions of one, because a shop rounds later than the desk does.</summary>
/// <param name="Draft">Everything but the amounts.</param>
/// <param name="Key">The shop's key; empty where there is none.</param>
/// <param name="List">Before discounts, tax included.</param>
/// <param name="Charged">After them.</param>
internal sealed record SummedLine(OrderLineDraft Draft, string Key, decimal List, decimal Charged);

/// <summary>Makes whole minor units of what shops keep with fractions, so that the lines add up to what was charged, or says by how much they do not.</summary>
internal static class SourceAmounts
{
    private const decimal Largest = 1_000_000_000_000_000m;

    /// <summary>A line that is free came through divisions at the shop, and may be as much below zero.</summary>
    private const decimal Dust = 0.01m;

    /// <summary>An amount of major units as minor units, fractions kept.</summary>
    public static decimal Minor(decimal major, Currency currency) => major * currency.MinorPerMajor;

    /// <summary>Whole minor units, rounded once, half away from zero, as a gateway is told them.</summary>
    public static long Whole(decimal minor) => (long)decimal.Round(minor, 0, MidpointRounding.AwayFromZero);

    /// <summary>Lines in whole minor units that add up to the total.</summary>
    /// <param name="lines">As the shop has them.</param>
    /// <param name="total">What the shop says the order is, minor units.</param>
    /// <param name="currency">Of all amounts.</param>
    /// <returns>
    /// The drafts; or <c>source.order-amounts</c> where the lines are further from the total than rounding each of them explains.
    /// What rounding left over goes to the lines with the largest fractions.
    /// </returns>
    public static Outcome<IReadOnlyList<OrderLineDraft>> AddUp(IReadOnlyList<SummedLine> lines, decimal total, Currency currency)
    {
        if (lines.Count == 0)
        {
            return new Refusal("source.order-empty", "The shop has nothing sold on it: every unit was cancelled.");
        }

        if (total > Largest || lines.Any(line => line.Charged is < -Dust or > Largest || line.List is < -Dust or > Largest))
        {
            return new Refusal("source.order-amounts", "A line of it is below zero, or larger than 10^15 minor units.");
        }

        lines = [.. lines.Select(line => line with { List = Math.Max(0, line.List), Charged = Math.Max(0, line.Charged) })];
        var sum = lines.Sum(line => line.Charged);
        if (Math.Abs(sum - total) > lines.Count / 2m)
        {
            return new Refusal("source.order-amounts", $"Its lines and delivery are {Text(sum, currency)}, the shop says {Text(total, currency)}: {Text(Math.Abs(sum - total), currency)} of difference.");
        }

        var charged = Shares(lines, Whole(total));
        return lines.Select((line, i) => WithAmounts(line, charged[i])).ToArray();
    }

    /// <summary>The larger fractions get the units that rounding down left over; where all are whole and add up, nothing moves.</summary>
    private static long[] Shares(IReadOnlyList<SummedLine> lines, long total)
    {
        var shares = lines.Select(line => (long)decimal.Truncate(line.Charged)).ToArray();
        var left = total - shares.Sum();
        var byFraction = Enumerable.Range(0, shares.Length).OrderByDescending(i => lines[i].Charged - shares[i]).ThenByDescending(i => shares[i]).ToArray();
        for (var step = 0; left != 0 && step < shares.Length * 2; step++)
        {
            var i = left > 0 ? byFraction[step % shares.Length] : byFraction[^((step % shares.Length) + 1)];
            if (shares[i] + Math.Sign(left) >= 0)
            {
                shares[i] += Math.Sign(left);
                left -= Math.Sign(left);
            }
        }

        return shares;
    }

    private static OrderLineDraft WithAmounts(SummedLine line, long charged)
    {
        var isDiscounted = line.List - line.Charged >= 0.5m;
        var list = isDiscounted ? Math.Max(charged, Whole(line.List)) : charged;
        return line.Draft with { ListMinor = list, LineDiscountMinor = list - charged };
    }

    private static string Text(decimal minor, Currency currency) =>
        minor == decimal.Truncate(minor) ? Money.Of((long)minor, currency).ToString() : FormattableString.Invariant($"{minor / currency.MinorPerMajor:0.######} {currency.Code}");
}

/// <summary>Texts of shops as the desk can keep them.</summary>
internal static class SourceTexts
{
    /// <summary>At most so many characters, no control characters, no half of a character; the other where nothing is left.</summary>
    public static string Clip(string? text, int longest, string otherwise)
    {
        var clean = new string([.. (text ?? string.Empty).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        var cut = clean.Length <= longest ? clean : clean[..(char.IsHighSurrogate(clean[longest - 1]) ? longest - 1 : longest)].TrimEnd();
        return cut.Length == 0 ? otherwise : cut;
    }

    /// <summary>The kind of payment that a name of one suggests; a card where it suggests nothing.</summary>
    public static TenderMethod MethodOf(string name) => name.ToUpperInvariant() switch
    {
        var text when HasAny(text, "GIFT", "VOUCHER") => TenderMethod.GiftCard,
        var text when HasAny(text, "STORE-CREDIT", "STORE_CREDIT", "LOYALTY", "WALLET-BALANCE") => TenderMethod.StoreCredit,
        var text when HasAny(text, "PAYPAL", "KLARNA", "APPLE", "GOOGLE", "WALLET", "ALIPAY", "TWINT") => TenderMethod.Wallet,
        var text when HasAny(text, "BANK", "TRANSFER", "SEPA", "INVOICE", "IDEAL", "GIROPAY", "SOFORT") => TenderMethod.BankTransfer,
        var text when HasAny(text, "CASH", "POS", "TILL") => TenderMethod.PointOfSale,
        _ => TenderMethod.Card,
    };

    /// <summary>A tax rate in percent as basis points, rounded once.</summary>
    public static int BasisPoints(decimal percent) => (int)Math.Clamp(SourceAmounts.Whole(percent * 100), int.MinValue, int.MaxValue);

    /// <summary>What is written at a shop for a refund, in one line.</summary>
    public static string RecordOf(SourceRefund refund)
    {
        var amount = Currency.TryOf(refund.Currency, out var currency) ? Money.Of(refund.AmountMinor, currency).ToString() : $"{refund.AmountMinor} {refund.Currency}";
        var units = refund.Lines.Where(line => line.Kind == OrderLineKind.Goods).Sum(line => line.Quantity);
        return FormattableString.Invariant($"RefundDesk {refund.RefundNumber}: {amount} paid back on {refund.PaidAt.UtcDateTime:yyyy-MM-dd} for {units} unit(s). {Clip(refund.Reason, 200, "No reason given")}");
    }

    private static bool HasAny(string text, params string[] words) => Array.Exists(words, word => text.Contains(word, StringComparison.Ordinal));
}
