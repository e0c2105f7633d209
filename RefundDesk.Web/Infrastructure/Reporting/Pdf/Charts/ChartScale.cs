using System.Globalization;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>An axis with round steps.</summary>
internal sealed class ChartScale
{
    private const int WantedSteps = 4;
    private const double Minute = 60;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;

    private static readonly int[] RoundFactors = [1, 2, 5, 10];

    private static readonly double[] DurationSteps =
    [
        1, 5, 10, 15, 30, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute,
        Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 5 * Day, 10 * Day, 20 * Day, 50 * Day, 100 * Day,
    ];

    private readonly ReportColumnKind _kind;
    private readonly double _step;

    /// <summary>An axis that begins at zero or below and holds everything between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public ChartScale(ReportColumnKind kind, double low, double high)
    {
        _kind = kind;
        var rough = Math.Max(high - low, double.Epsilon) / WantedSteps;
        _step = kind == ReportColumnKind.Duration ? DurationStep(rough) : DecimalStep(rough, kind == ReportColumnKind.Count ? 1 : 0);
        Low = Math.Floor(low / _step) * _step;
        High = Math.Max(Math.Ceiling(high / _step) * _step, Low + _step);
    }

    public double Low { get; }

    public double High { get; }

    public IEnumerable<(double Value, string Label)> Ticks
    {
        get
        {
            var steps = (int)Math.Round((High - Low) / _step);
            for (var index = 0; index <= steps; index++)
            {
                var value = Low + (index * _step);
                yield return (value, Label(value));
            }
        }
    }

    /// <summary>Where a value lies between the bottom and the top of the plot.</summary>
    public float Y(double value, float top, float bottom) => bottom - (float)((value - Low) / (High - Low) * (bottom - top));

    private static double DurationStep(double rough) => DurationSteps.FirstOrDefault(step => step >= rough, DecimalStep(rough, Day));

    private static double DecimalStep(double rough, double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = RoundFactors.Select(factor => factor * power).First(candidate => candidate >= rough * 0.999);
        return Math.Max(step, least);
    }

    private string Label(double value) => _kind switch
    {
        _ when value == 0 => "0",
        ReportColumnKind.Percent => Number(value) + "\u00A0%",
        ReportColumnKind.Duration => Duration(value),
        _ => Short(value),
    };

    /// <summary>All steps of an axis in one unit, so that none of them has to be rounded.</summary>
    private string Duration(double seconds) => _step switch
    {
        < Minute => Number(seconds) + "\u00A0s",
        < Hour => Number(seconds / Minute) + "\u00A0min",
        < Day => Number(seconds / Hour) + "\u00A0h",
        _ => Number(seconds / Day) + "\u00A0d",
    };

    private string Short(double value) => Math.Max(High, -Low) switch
    {
        >= 10_000_000_000 => Number(value / 1_000_000_000) + "bn",
        >= 10_000_000 => Number(value / 1_000_000) + "m",
        >= 10_000 => Number(value / 1_000) + "k",
        _ => Number(value),
    };

    private static string Number(double value) =>
        Math.Round(value, 10).ToString("#,##0.###", CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
