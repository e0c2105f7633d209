using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies.Breaking;

/// <summary>The use cases of this folder.</summary>
internal static class BreakingRegistration
{
    public static IServiceCollection AddPolicyBreakers(this IServiceCollection services) => services
        .AddScoped<BreakersQuery>()
        .AddScoped<LetGoOn>()
        .AddScoped<IBannerSource, BreakerBanners>();
}
