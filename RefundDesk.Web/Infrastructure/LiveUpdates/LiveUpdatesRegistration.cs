using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>The feed, its reader and the hub.</summary>
internal static class LiveUpdatesRegistration
{
    public static IServiceCollection AddLiveUpdates(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LiveUpdatesOptions>().Bind(configuration.GetSection(LiveUpdatesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSignalR();
        services.AddSingleton<CaseFeed>();
        services.AddSingleton<ICaseFeed>(found => found.GetRequiredService<CaseFeed>());
        services.AddSingleton<LiveHubPublisher>();
        services.AddSingleton<CaseEventTail>();
        services.AddHostedService(found => found.GetRequiredService<CaseEventTail>());
        return services;
    }

    public static void MapLiveUpdates(this IEndpointRouteBuilder endpoints) => endpoints.MapHub<LiveHub>("/hubs/live");
}
