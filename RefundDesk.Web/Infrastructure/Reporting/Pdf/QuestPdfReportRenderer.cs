using Microsoft.Extensions.Options;
using QuestPDF.Drawing;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using RefundDesk.Domain.Reporting;
using Document = QuestPDF.Fluent.Document;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>
/// Draws a report as PDF with QuestPDF, in the same style and with the same column widths and charts as
/// <see cref="SkiaReportRenderer"/>; charts are pictures here. It is compiled only with <c>-p:PdfEngine=QuestPDF</c>
/// and uses only the parts of the fluent API that have not changed for years.
/// </summary>
public sealed class QuestPdfReportRenderer : IReportRenderer
{
    private const string Product = "RefundDesk";

    /// <summary>Names the licence and hands the fonts over; both hold for the whole process.</summary>
    public QuestPdfReportRenderer(IOptions<QuestPdfOptions> options)
    {
        QuestPDF.Settings.License = options.Value.License ?? throw new InvalidOperationException(QuestPdfOptions.Fault);
        foreach (var file in new[] { "Inter-Regular.ttf", "Inter-SemiBold.ttf" })
        {
            using var font = PrintFonts.OpenEmbedded(file);
            FontManager.RegisterFont(font);
        }
    }

    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Pdf;

    /// <inheritdoc />
    public string ContentType => "application/pdf";

    /// <inheritdoc />
    public string FileExtension => "pdf";

    /// <inheritdoc />
    public async ValueTask RenderAsync(ReportDocument document, Stream output, CancellationToken cancellationToken)
    {
        var wording = ReportWording.For(document);
        var columns = TableColumns.Of(document, wording, cancellationToken);
        var page = ReportLayout.PageFor(columns.Values);
        var blocks = new QuestPdfBlocks(wording, columns, page.Width - (2 * PrintTheme.Margin));

        var pdf = Document
            .Create(container => container.Page(sheet =>
            {
                sheet.Size(page.Width, page.Height);
                sheet.Margin(PrintTheme.Margin);
                sheet.DefaultTextStyle(style => style.FontFamily("Inter").FontSize(PrintTheme.Body.Size).FontColor(QuestPdfBlocks.Ink));
                sheet.Header().SkipOnce().PaddingBottom(14).Element(header => QuestPdfFrame.RunningHead(header, document));
                sheet.Content().Column(content =>
                {
                    content.Item().Element(title => QuestPdfFrame.Title(title, document));
                    blocks.Fill(content, document);
                });
                sheet.Footer().Element(footer => QuestPdfFrame.Foot(footer, document, wording));
            }))
            .WithMetadata(new DocumentMetadata
            {
                Title = $"{document.Title} – {document.ClientName} – {ReportWording.Period(document.From, document.To)}",
                Author = Product,
                Creator = Product,
                Producer = Product,
                CreationDate = document.GeneratedAt.UtcDateTime,
                ModifiedDate = document.GeneratedAt.UtcDateTime,
            })
            .GeneratePdf();
        await output.WriteAsync(pdf, cancellationToken);
    }
}
