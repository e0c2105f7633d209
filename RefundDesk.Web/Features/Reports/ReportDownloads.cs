using RefundDesk.Domain.People;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Features.Reports;

/// <summary><c>/reports/{name}.{format}?client=&amp;from=&amp;to=</c>: the same document as on the page, as a file.</summary>
internal static class ReportDownloads
{
    public static void MapReportDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/reports/{name}.{format}", DownloadAsync).RequireAuthorization(nameof(Permission.ViewReports));

    private static async Task<IResult> DownloadAsync(string name, string format, string? client, DateOnly from, DateOnly to, ProduceReport produce, ReportRenderers renderers, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ReportFormat>(format, ignoreCase: true, out var wanted) || !renderers.Formats.Contains(wanted))
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "Unknown format", detail: $"A report can be had as {string.Join(", ", renderers.Formats)}.");
        }

        var document = await produce.HandleAsync(new ReportOrder(name, client, from, to), cancellationToken);
        if (!document.Succeeded)
        {
            return Results.Problem(
                statusCode: document.Refusal.Code switch { "refund.forbidden" => StatusCodes.Status403Forbidden, "report.period" => StatusCodes.Status400BadRequest, _ => StatusCodes.Status404NotFound },
                title: "No such report",
                detail: document.Refusal.Message,
                extensions: new Dictionary<string, object?> { ["code"] = document.Refusal.Code });
        }

        var renderer = renderers.For(wanted);
        return Results.Stream(
            output => renderer.RenderAsync(document.Value, output, cancellationToken).AsTask(),
            renderer.ContentType,
            $"{document.Value.FileStem}.{renderer.FileExtension}");
    }
}
