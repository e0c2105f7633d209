namespace RefundDesk.Web.Features.Access;

/// <summary>The use cases of this folder.</summary>
internal static class AccessRegistration
{
    public static IServiceCollection AddAccessFeature(this IServiceCollection services)
    {
        services.AddOptions<DemoSignIn>().BindConfiguration(DemoSignIn.Section);
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SignInThrottle>();
        services.AddScoped<SignIn>();
        services.AddScoped<ActAs>();
        services.AddScoped<AddUser>();
        services.AddScoped<ChangePerson>();
        services.AddScoped<DeclareAddresses>();
        services.AddScoped<DisableUser>();
        services.AddScoped<EnableUser>();
        services.AddScoped<RenewLink>();
        services.AddScoped<PeopleQuery>();
        return services;
    }

    public static void MapAccess(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/account/alive", () => Results.NoContent());
        endpoints.MapPasskeys();
        endpoints.MapDirectorySignIn();
    }
}
