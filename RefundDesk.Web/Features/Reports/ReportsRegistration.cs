namespace RefundDesk.Web.Features.Reports;

/// <summary>The use cases of this folder.</summary>
internal static class ReportsRegistration
{
    public static IServiceCollection AddReportsFeature(this IServiceCollection services) =>
        services.AddScoped<RefundActivityQuery>().AddScoped<ProduceReport>().AddScoped<ReportClients>();
}
