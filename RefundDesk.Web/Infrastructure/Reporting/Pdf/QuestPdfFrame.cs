using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>What every page has in the QuestPDF engine: the title on the first, a running head, the foot.</summary>
internal static class QuestPdfFrame
{
    public static void Title(IContainer container, ReportDocument document) => container.PaddingBottom(18).Column(column =>
    {
        column.Item().PaddingBottom(20).Row(row =>
        {
            row.RelativeItem().Text(document.ClientName).FontSize(10).SemiBold();
            if (document.PreparedFor is { Length: > 0 } whom)
            {
                row.RelativeItem().AlignRight().Text("Prepared for " + whom).FontSize(8).FontColor(QuestPdfBlocks.Muted);
            }
        });
        column.Item().Text(document.Title).FontSize(PrintTheme.Title.Size).SemiBold();
        column.Item().Text($"{ReportWording.Period(document.From, document.To)}  ·  days in {document.TimeZoneId}").FontSize(PrintTheme.Lead.Size).FontColor(QuestPdfBlocks.Muted);
    });

    public static void RunningHead(IContainer container, ReportDocument document) =>
        container.BorderBottom(PrintTheme.Hairline).BorderColor(QuestPdfBlocks.Line).PaddingBottom(6).Row(row =>
        {
            row.RelativeItem().Text(text =>
            {
                text.Span(document.Title).FontSize(7.5f).SemiBold();
                text.Span("  " + document.ClientName).FontSize(7.5f).FontColor(QuestPdfBlocks.Muted);
            });
            row.RelativeItem().AlignRight().Text(ReportWording.Period(document.From, document.To)).FontSize(7.5f).FontColor(QuestPdfBlocks.Muted);
        });

    public static void Foot(IContainer container, ReportDocument document, ReportWording wording) =>
        container.BorderTop(PrintTheme.Hairline).BorderColor(QuestPdfBlocks.Line).PaddingTop(6).DefaultTextStyle(style => style.FontSize(7).FontColor(QuestPdfBlocks.Muted)).Row(row =>
        {
            var utc = new ReportWording(TimeZoneInfo.Utc).Moment(document.GeneratedAt);
            row.RelativeItem(3).Text($"Generated {utc} UTC  ·  {wording.Moment(document.GeneratedAt)} {document.TimeZoneId}");
            row.RelativeItem().AlignRight().Text(text =>
            {
                text.Span("Page ");
                text.CurrentPageNumber();
                text.Span(" of ");
                text.TotalPages();
            });
        });
}
