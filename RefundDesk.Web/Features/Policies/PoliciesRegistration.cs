namespace RefundDesk.Web.Features.Policies;

/// <summary>The use cases of this folder.</summary>
internal static class PoliciesRegistration
{
    public static IServiceCollection AddPoliciesFeature(this IServiceCollection services) => services
        .AddScoped<PolicyStepRunner>()
        .AddScoped<PolicySteps>()
        .AddScoped<PoliciesQuery>()
        .AddScoped<PolicyDifference>()
        .AddScoped<DraftPolicy>()
        .AddScoped<EditPolicy>()
        .AddScoped<ReviewPolicy>()
        .AddScoped<SendBackPolicy>()
        .AddScoped<ActivatePolicy>()
        .AddScoped<WithdrawPolicy>()
        .AddScoped<RollBackPolicy>();
}
