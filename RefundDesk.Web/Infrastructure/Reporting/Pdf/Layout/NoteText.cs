using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>A paragraph, with a bar in the colour of its tone where it has one.</summary>
internal static class NoteText
{
    private const float Indent = 9;

    private static readonly TextStyle Style = PrintTheme.Body with { Size = 8.2f, Color = PrintTheme.Muted };

    public static void Place(PageFlow flow, ReportNote note)
    {
        var toned = note.Tone != ReportTone.Neutral;
        var style = toned ? Style with { Color = PrintTheme.Ink } : Style;
        foreach (var line in TextShaper.Wrap(note.Text, style, Math.Min(flow.Width, 440) - Indent))
        {
            flow.Place(style.LineHeight, (canvas, area) =>
            {
                if (toned)
                {
                    using var fill = PrintTheme.Fill(PrintTheme.OfTone(note.Tone));
                    canvas.DrawRect(area.Left, area.Top, 2, area.Height, fill);
                }

                line.Draw(canvas, toned ? area.Left + Indent : area.Left, area.Top);
            });
        }
    }
}
