using Microsoft.Extensions.DependencyInjection.Extensions;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Csv;
using RefundDesk.Web.Infrastructure.Reporting.Excel;
using RefundDesk.Web.Infrastructure.Reporting.Pdf;

namespace RefundDesk.Web.Infrastructure.Reporting;

/// <summary>Brings the report renderers into the application.</summary>
public static class ReportingRegistration
{
    /// <summary>
    /// Adds one <see cref="IReportRenderer"/> for each format (also through <see cref="ReportRenderers"/>) and the row
    /// exports <see cref="IReportExport"/>. All are stateless singletons.
    /// </summary>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
#if QUESTPDF
        services.AddSingleton<IReportRenderer, QuestPdfReportRenderer>();
#else
        services.AddSingleton<IReportRenderer, SkiaReportRenderer>();
#endif
        services.AddSingleton<IReportRenderer, ClosedXmlReportRenderer>();
        services.AddSingleton<IReportRenderer, CsvReportRenderer>();
        services.AddSingleton<IReportExport, MiniExcelReportExport>();
        services.AddSingleton<IReportExport, CsvReportExport>();
        services.TryAddSingleton<ReportRenderers>();
        return services;
    }
}
