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
    /// exports <see cref="IReportExport"/>. All are stateless singletons; calling it twice adds nothing.
    /// </summary>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
#if QUESTPDF
        services.AddOptions<QuestPdfOptions>()
            .BindConfiguration(QuestPdfOptions.Section)
            .Validate(options => options.License is not null, QuestPdfOptions.Fault)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportRenderer, QuestPdfReportRenderer>());
#else
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportRenderer, SkiaReportRenderer>());
#endif
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportRenderer, ClosedXmlReportRenderer>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportRenderer, CsvReportRenderer>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportExport, XlsxReportExport>(_ => new XlsxReportExport()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReportExport, CsvReportExport>());
        services.TryAddSingleton<ReportRenderers>();
        return services;
    }
}
