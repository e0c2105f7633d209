namespace RefundDesk.Web.Features.Policies.Simulating;

/// <summary>The use case of this folder.</summary>
internal static class SimulatingRegistration
{
    public static IServiceCollection AddPolicySimulation(this IServiceCollection services) => services.AddScoped<SimulatePolicy>();
}
