using System.Globalization;
using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>What every page has: the title on the first, a running head on the others, the foot on all.</summary>
internal sealed class PageFrame(ReportDocument document, ReportWording wording)
{
    private const float Mark = 20;

    private readonly string _period = ReportWording.Period(document.From, document.To);

    /// <summary>Places the title block at the top of the first page.</summary>
    public void PlaceTitle(PageFlow flow)
    {
        flow.Place(Mark, DrawClient);
        flow.Skip(22);
        foreach (var line in TextShaper.Wrap(document.Title, PrintTheme.Title, flow.Width, 2))
        {
            flow.Place(PrintTheme.Title.LineHeight, (canvas, area) => line.Draw(canvas, area.Left, area.Top));
        }

        flow.Skip(1);
        var lead = TextShaper.Fit($"{_period}  ·  days in {document.TimeZoneId}", PrintTheme.Lead, flow.Width);
        flow.Place(PrintTheme.Lead.LineHeight, (canvas, area) => lead.Draw(canvas, area.Left, area.Top));
        flow.Skip(18);
    }

    public void Draw(SKCanvas canvas, SKSize page, int number, int pages)
    {
        if (number > 1)
        {
            DrawRunningHead(canvas, page);
        }

        DrawFoot(canvas, page, number, pages);
    }

    private void DrawClient(SKCanvas canvas, SKRect area)
    {
        using var fill = PrintTheme.Fill(PrintTheme.Accent);
        canvas.DrawRoundRect(area.Left, area.Top, Mark, Mark, PrintTheme.PanelRadius, PrintTheme.PanelRadius, fill);
        var initial = TextShaper.Shape(Initial(document.ClientName), new TextStyle(PrintWeight.SemiBold, 11, PrintTheme.AccentInk));
        initial.Draw(canvas, area.Left + ((Mark - initial.Width) / 2), area.Top + 2.4f);

        var prepared = PreparedFor(area.Width * 0.45f);
        var left = area.Left + Mark + 8;
        var name = TextShaper.Fit(document.ClientName, new TextStyle(PrintWeight.SemiBold, 10, PrintTheme.Ink), area.Right - (prepared?.Width ?? 0) - 16 - left);
        name.Draw(canvas, left, area.Top + 3.2f);
        prepared?.Draw(canvas, area.Right, area.Top + 4.6f, fromRight: true);
    }

    private ShapedText? PreparedFor(float width) => document.PreparedFor is { Length: > 0 } whom
        ? TextShaper.Fit("Prepared for " + whom, PrintTheme.Small with { Size = 8 }, width)
        : null;

    private void DrawRunningHead(SKCanvas canvas, SKSize page)
    {
        var right = page.Width - PrintTheme.Margin;
        var period = TextShaper.Shape(_period, PrintTheme.Small);
        var title = TextShaper.Fit(document.Title, PrintTheme.Label with { Color = PrintTheme.Ink }, (right - PrintTheme.Margin) * 0.4f);
        var room = right - PrintTheme.Margin - title.Width - period.Width - 24;
        title.Draw(canvas, PrintTheme.Margin, 34);
        TextShaper.Fit(document.ClientName, PrintTheme.Small, room).Draw(canvas, PrintTheme.Margin + title.Width + 8, 34);
        period.Draw(canvas, right, 34, fromRight: true);
        PrintTheme.Rule(canvas, PrintTheme.Margin, right, 49, PrintTheme.Line);
    }

    private void DrawFoot(SKCanvas canvas, SKSize page, int number, int pages)
    {
        var right = page.Width - PrintTheme.Margin;
        var top = page.Height - 38;
        PrintTheme.Rule(canvas, PrintTheme.Margin, right, top - 7, PrintTheme.Line);
        TextShaper.Shape(Generated(), PrintTheme.Small with { Size = 7 }).Draw(canvas, PrintTheme.Margin, top);
        var count = string.Create(CultureInfo.InvariantCulture, $"Page {number} of {pages}");
        TextShaper.Shape(count, PrintTheme.Small with { Size = 7, Tabular = true }).Draw(canvas, right, top, fromRight: true);
    }

    private string Generated()
    {
        var utc = new ReportWording(TimeZoneInfo.Utc).Moment(document.GeneratedAt);
        var local = wording.Moment(document.GeneratedAt);
        return utc == local ? $"Generated {utc} UTC" : $"Generated {utc} UTC  ·  {local} {document.TimeZoneId}";
    }

    private static string Initial(string name) => StringInfo.GetNextTextElement(name.TrimStart()).ToUpperInvariant();
}
