using System.Globalization;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Features.Reports;

namespace RefundDesk.Web.Api;

/// <summary><c>GET /reports/{name}?from=&amp;to=&amp;format=</c>: the same document as on the page, as a file.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this RouteGroupBuilder api) => api.MapGet("/reports/{name}", ReadAsync).WithTags("Reports").WithName("GetReport").WithSummary("Have a report as a file")
        .WithDescription($"Reports: {string.Join(", ", ProduceReport.Names)}. Days are local days of the client, both included.")
        .Produces<Stream>(StatusCodes.Status200OK, "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ReadAsync(string name, ProduceReport produce, ReportRenderers renderers, CancellationToken cancellationToken, string? from = null, string? to = null, string format = "csv")
    {
        if (!DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            return ApiProblems.Of(RefundRefusals.Field("from", $"'{from}' must be a day, for example 2026-11-01"));
        }

        if (!DateOnly.TryParseExact(to, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
        {
            return ApiProblems.Of(RefundRefusals.Field("to", $"'{to}' must be a day, for example 2026-11-30"));
        }

        if (!Enum.TryParse<ReportFormat>(format, ignoreCase: true, out var wanted) || !renderers.Formats.Contains(wanted))
        {
            return ApiProblems.Of(RefundRefusals.Field("format", $"'{format}' must be one of {string.Join(", ", renderers.Formats).ToLowerInvariant()}"));
        }

        var document = await produce.HandleAsync(new ReportOrder(name, null, first, last), cancellationToken);
        if (!document.Succeeded)
        {
            return ApiProblems.Of(document.Refusal);
        }

        var renderer = renderers.For(wanted);
        return Results.Stream(output => renderer.RenderAsync(document.Value, output, cancellationToken).AsTask(), renderer.ContentType, $"{document.Value.FileStem}.{renderer.FileExtension}");
    }
}
