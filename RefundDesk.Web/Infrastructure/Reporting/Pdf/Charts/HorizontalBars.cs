using System.Globalization;
using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>Lying bars: the name, the bar on its track, the value and what share of all it is.</summary>
internal static class HorizontalBars
{
    /// <summary>More bars than these do not fit a page; the rest is named as a number.</summary>
    private const int MostBars = 36;

    private const float Pitch = 17.5f;
    private const float WidestPitch = 21;
    private const float Thickness = 6;
    private const float Gap = 8;

    // Neither categories nor values of a chart are moments, so any zone will do.
    private static readonly ReportWording Wording = new(TimeZoneInfo.Utc);
    private static readonly TextStyle Name = PrintTheme.Body with { Size = 8 };
    private static readonly TextStyle Value = PrintTheme.Body with { Size = 8, Tabular = true };
    private static readonly TextStyle Share = Value with { Color = PrintTheme.Muted };

    public static float Height(ReportChart chart) =>
        (Math.Min(chart.Categories.Count, MostBars) * Pitch) + (chart.Categories.Count > MostBars ? Pitch : 0);

    public static void Draw(SKCanvas canvas, SKRect area, ReportChart chart)
    {
        var shown = Math.Min(chart.Categories.Count, MostBars);
        var sums = Enumerable.Range(0, chart.Categories.Count).Select(category => Length(chart, category)).ToList();
        var names = chart.Categories.Take(shown).Select(category => TextShaper.Fit(Wording.InColumn(category, currencyInHeading: true), Name, area.Width * 0.4f)).ToList();
        var values = Enumerable.Range(0, shown).Select(category => TextShaper.Shape(ValueText(chart, category), Value)).ToList();
        var shares = Enumerable.Range(0, shown).Select(category => TextShaper.Shape(ShareText(chart, sums, category), Share)).ToList();

        var left = area.Left + names.Max(name => name.Width) + Gap;
        var shareWidth = shares.Max(share => share.Width);
        var valueRight = area.Right - (shareWidth > 0 ? shareWidth + Gap : 0);
        var right = valueRight - values.Max(value => value.Width) - Gap;
        var longest = Math.Max(sums.Max(), double.Epsilon);
        var pitch = chart.Categories.Count > shown ? Pitch : Math.Clamp(area.Height / shown, Pitch, WidestPitch);
        for (var category = 0; category < shown; category++)
        {
            var top = area.Top + (category * pitch);
            var text = top + ((pitch - Name.LineHeight) / 2);
            names[category].Draw(canvas, area.Left, text);
            DrawBar(canvas, chart, category, new SKRect(left, top + ((pitch - Thickness) / 2), right, top + ((pitch + Thickness) / 2)), longest);
            values[category].Draw(canvas, valueRight, text, fromRight: true);
            shares[category].Draw(canvas, area.Right, text, fromRight: true);
        }

        if (chart.Categories.Count > shown)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"and {chart.Categories.Count - shown} more");
            TextShaper.Shape(more, PrintTheme.Small).Draw(canvas, area.Left, area.Top + (shown * Pitch) + 4);
        }
    }

    private static void DrawBar(SKCanvas canvas, ReportChart chart, int category, SKRect track, double longest)
    {
        using var clip = new SKRoundRect(track, 1.5f);
        using var background = PrintTheme.Fill(PrintTheme.Track);
        canvas.DrawRoundRect(clip, background);
        canvas.Save();
        canvas.ClipRoundRect(clip, antialias: true);
        var left = track.Left;
        for (var series = 0; series < chart.Series.Count; series++)
        {
            var length = Math.Max(ChartMagnitude.Of(chart.Series[series].Values[category]) ?? 0, 0);
            var width = (float)(length / longest) * track.Width;
            using var paint = PrintTheme.Fill(PrintTheme.OfSeries(series));
            canvas.DrawRect(left, track.Top, width, track.Height, paint);
            left += width;
        }

        canvas.Restore();
    }

    private static double Length(ReportChart chart, int category) =>
        chart.Series.Sum(series => Math.Max(ChartMagnitude.Of(series.Values[category]) ?? 0, 0));

    private static string ValueText(ReportChart chart, int category)
    {
        var values = chart.Series.Select(series => series.Values[category]).ToList();
        return values switch
        {
            [var only] => Wording.InColumn(only, currencyInHeading: true),
            _ when values.All(value => value.Kind is null) => ReportWording.Nothing,
            _ when chart.ValueKind == ReportColumnKind.Count => Wording.Of(ReportValue.Count(values.OfType<ReportValue.CountValue>().Sum(count => count.Value))),
            _ when chart.ValueKind == ReportColumnKind.Amount => ReportWording.Amount(
                values.OfType<ReportValue.AmountValue>().Select(amount => amount.Value).Aggregate((one, other) => one + other)),
            _ => "",
        };
    }

    private static string ShareText(ReportChart chart, List<double> sums, int category) =>
        chart.ValueKind is ReportColumnKind.Count or ReportColumnKind.Amount && sums.Sum() > 0
            ? ReportWording.Percent((decimal)(sums[category] / sums.Sum()))
            : "";
}
