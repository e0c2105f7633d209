using RefundDesk.Web.Features.Intake.Pushing;

namespace RefundDesk.Web.Features.Intake;

/// <summary>The use cases of this folder.</summary>
internal static class IntakeRegistration
{
    public static IServiceCollection AddIntakeFeature(this IServiceCollection services) => services.AddScoped<SubmitRequest>().AddScoped<ImportOrders>().AddScoped<PushOrders>().AddScoped<ImportRequests>();
}
