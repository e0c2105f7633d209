using RefundDesk.Domain.Reporting;
using SkiaSharp;

namespace RefundDesk.Web.Infrastructure.Reporting.Pdf;

/// <summary>
/// Draws a report as an A4 PDF with SkiaSharp: charts as vectors, text that can be selected and searched, fonts
/// embedded, PDF/A-2b metadata. Pages are portrait, or landscape where a table is too wide for that.
/// </summary>
public sealed class SkiaReportRenderer : IReportRenderer
{
    private const string Product = "RefundDesk";

    /// <inheritdoc />
    public ReportFormat Format => ReportFormat.Pdf;

    /// <inheritdoc />
    public string ContentType => "application/pdf";

    /// <inheritdoc />
    public string FileExtension => "pdf";

    /// <inheritdoc />
    public async ValueTask RenderAsync(ReportDocument document, Stream output, CancellationToken cancellationToken)
    {
        // Skia writes synchronously, which a response body refuses; a report is small enough to be held.
        using var file = new MemoryStream();
        Draw(document, file, cancellationToken);
        file.Position = 0;
        await file.CopyToAsync(output, cancellationToken);
    }

    private static void Draw(ReportDocument document, Stream file, CancellationToken cancellationToken)
    {
        var wording = ReportWording.For(document);
        var frame = new PageFrame(document, wording);
        var flow = ReportLayout.Place(document, wording, frame, cancellationToken);

        using var pdf = SKDocument.CreatePdf(file, Metadata(document));
        for (var page = 0; page < flow.Pages.Count; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var canvas = pdf.BeginPage(flow.Page.Width, flow.Page.Height);
            frame.Draw(canvas, flow.Page, page + 1, flow.Pages.Count);
            foreach (var draw in flow.Pages[page])
            {
                draw(canvas);
            }

            pdf.EndPage();
        }

        pdf.Close();
    }

    private static SKDocumentPdfMetadata Metadata(ReportDocument document) => new()
    {
        Title = $"{document.Title} – {document.ClientName} – {ReportWording.Period(document.From, document.To)}",
        Author = Product,
        Creator = Product,
        Producer = Product,
        Subject = $"{document.Title} of {document.ClientName}, {document.From:yyyy-MM-dd} to {document.To:yyyy-MM-dd}",
        Creation = document.GeneratedAt.UtcDateTime,
        Modified = document.GeneratedAt.UtcDateTime,
        PdfA = true,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
    };
}
