using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>How long a value is drawn. These numbers become places on paper and are never shown or summed as money.</summary>
internal static class ChartMagnitude
{
    /// <summary>A count, an amount in major units, a share in percent, a duration in seconds; null where there is nothing.</summary>
    public static double? Of(ReportValue value) => value switch
    {
        ReportValue.CountValue count => count.Value,
        ReportValue.AmountValue amount => amount.Value.Minor / Math.Pow(10, amount.Value.Currency.Exponent),
        ReportValue.PercentValue percent => (double)(percent.Fraction * 100),
        ReportValue.DurationValue duration => duration.Value.TotalSeconds,
        _ => null,
    };

    /// <summary>The lowest and highest point of the lines, or of the stacks.</summary>
    public static (double Low, double High) Range(ReportChart chart)
    {
        var stacked = chart.Kind != ReportChartKind.Lines;
        double low = 0, high = 0;
        for (var category = 0; category < chart.Categories.Count; category++)
        {
            double below = 0, above = 0;
            foreach (var series in chart.Series)
            {
                var value = Of(series.Values[category]) ?? 0;
                above = stacked ? above + Math.Max(value, 0) : Math.Max(above, value);
                below = stacked ? below + Math.Min(value, 0) : Math.Min(below, value);
            }

            (low, high) = (Math.Min(low, below), Math.Max(high, above));
        }

        var target = chart.Target is null ? 0 : Of(chart.Target.Value) ?? 0;
        return (Math.Min(low, target), Math.Max(high, target));
    }

    /// <summary>What stands beside the title: the unit, and the currency where amounts are drawn.</summary>
    public static string Unit(ReportChart chart)
    {
        var currencies = chart.Series.SelectMany(series => series.Values).OfType<ReportValue.AmountValue>()
            .Select(amount => amount.Value.Currency.Code).Distinct();
        return string.Join(", ", [.. chart.Unit.Length > 0 ? [chart.Unit] : Array.Empty<string>(), .. currencies]);
    }
}
