using RefundDesk.Domain.Common;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Orders;

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

    /// <summary>A tax rate in percent as basis points, rounded once.</summary>
    public static int BasisPoints(decimal percent) => (int)Math.Clamp(Whole(percent * 100), int.MinValue, int.MaxValue);

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
