namespace RefundDesk.Web.Features.ApiKeys;

/// <summary>The use cases of this folder.</summary>
internal static class ApiKeysRegistration
{
    public static IServiceCollection AddApiKeysFeature(this IServiceCollection services) =>
        services.AddScoped<CreateApiKey>().AddScoped<RevokeApiKey>().AddScoped<ApiKeysQuery>();
}
