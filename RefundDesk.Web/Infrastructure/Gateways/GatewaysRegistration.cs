using RefundDesk.Domain.Refunds.Paying;
using RefundDesk.Web.Infrastructure.Gateways.Sandbox;

namespace RefundDesk.Web.Infrastructure.Gateways;

/// <summary>Puts the payment gateways in place; tenders name them by their keys.</summary>
public static class GatewaysRegistration
{
    /// <summary>Registers every gateway.</summary>
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SandboxBook>();
        services.AddSingleton<SandboxGateway>();
        services.AddSingleton<IPaymentGateway>(found => found.GetRequiredService<SandboxGateway>());
        return services;
    }
}
