namespace RefundDesk.Web.Features.Deputies;

/// <summary>The use cases of this folder.</summary>
internal static class DeputiesRegistration
{
    public static IServiceCollection AddDeputiesFeature(this IServiceCollection services) => services
        .AddScoped<LendAuthority>()
        .AddScoped<TakeAuthorityBack>()
        .AddScoped<DeputiesQuery>();
}
