namespace RefundDesk.Web.Features.Audit;

/// <summary>The use cases of this folder.</summary>
internal static class AuditRegistration
{
    public static IServiceCollection AddAuditFeature(this IServiceCollection services) => services.AddScoped<AuditQuery>();
}
