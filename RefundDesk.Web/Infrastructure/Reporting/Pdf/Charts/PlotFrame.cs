using System.Globalization;
using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>The part that upright bars and lines share: the value axis, gridlines, category labels and the target.</summary>
internal sealed class PlotFrame
{
    private const float LabelRow = 14;
    private const float LabelGap = 12;

    private static readonly TextStyle AxisText = PrintTheme.Small with { Size = 7, Tabular = true };

    private readonly ReportChart _chart;
    private readonly ChartScale _scale;
    private readonly SKRect _plot;

    public PlotFrame(SKRect area, ReportChart chart)
    {
        _chart = chart;
        var (low, high) = ChartMagnitude.Range(chart);
        _scale = new ChartScale(chart.ValueKind, low, high);
        var labels = _scale.Ticks.Max(tick => TextShaper.Shape(tick.Label, AxisText).Width);
        _plot = new SKRect(area.Left + labels + 6, area.Top + 4, area.Right, area.Bottom - LabelRow);
    }

    public float Left => _plot.Left;

    public float Right => _plot.Right;

    /// <summary>The width that one category has.</summary>
    public float Slot => _plot.Width / _chart.Categories.Count;

    public float Y(double value) => _scale.Y(value, _plot.Top, _plot.Bottom);

    /// <summary>The middle of a category.</summary>
    public float X(int category) => _plot.Left + ((category + 0.5f) * Slot);

    public void DrawGrid(SKCanvas canvas)
    {
        foreach (var (value, label) in _scale.Ticks)
        {
            var y = Y(value);
            PrintTheme.Rule(canvas, _plot.Left, _plot.Right, y, value == 0 ? PrintTheme.StrongLine : PrintTheme.Line);
            TextShaper.Shape(label, AxisText).Draw(canvas, _plot.Left - 6, y - (AxisText.LineHeight / 2), fromRight: true);
        }
    }

    /// <summary>Labels as many categories as have room, the first one always.</summary>
    public void DrawCategories(SKCanvas canvas)
    {
        var labels = _chart.Categories.Select(category => TextShaper.Fit(Short(category), AxisText, 90)).ToList();
        var every = Math.Max(1, (int)Math.Ceiling((labels.Max(label => label.Width) + LabelGap) / Slot));
        var top = _plot.Bottom + 4;
        for (var index = 0; index < labels.Count; index += every)
        {
            var left = Math.Clamp(X(index) - (labels[index].Width / 2), _plot.Left, Math.Max(_plot.Left, _plot.Right - labels[index].Width));
            labels[index].Draw(canvas, left, top);
        }
    }

    public void DrawTarget(SKCanvas canvas)
    {
        if (_chart.Target is null || ChartMagnitude.Of(_chart.Target.Value) is not { } value)
        {
            return;
        }

        var y = Y(value);
        using var dash = SKPathEffect.CreateDash([3, 2.5f], 0);
        using var pen = PrintTheme.Stroke(PrintTheme.Bad, 0.9f);
        pen.PathEffect = dash;
        canvas.DrawLine(_plot.Left, y, _plot.Right, y, pen);

        // On paper of its own, so that lines and bars behind it do not cross the words.
        var label = TextShaper.Fit(_chart.Target.Label, AxisText with { Color = PrintTheme.Bad }, _plot.Width);
        var above = y - AxisText.LineHeight - 2;
        using var paper = PrintTheme.Fill(SKColors.White);
        canvas.DrawRect(new SKRect(_plot.Right - label.Width - 4, above, _plot.Right, y - 1), paper);
        label.Draw(canvas, _plot.Right - 2, above, fromRight: true);
    }

    private static string Short(ReportValue category) => category switch
    {
        ReportValue.DateValue date => date.Value.ToString("d MMM", CultureInfo.InvariantCulture),
        ReportValue.TextValue text => text.Value,
        _ => ReportWording.Nothing,
    };
}
