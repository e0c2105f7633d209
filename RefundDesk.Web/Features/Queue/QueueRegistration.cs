using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The queries of this folder.</summary>
internal static class QueueRegistration
{
    public static IServiceCollection AddQueueFeature(this IServiceCollection services) => services
        .AddScoped<QueueQuery>()
        .AddScoped<QueueCounts>()
        .AddScoped<ClientChoices>()
        .AddScoped<NextCase>()
        .AddScoped<PastTheLaw>()
        .AddScoped<IBannerSource, LawBanners>()
        .AddSingleton<InboxWatch>().AddHostedService(found => found.GetRequiredService<InboxWatch>())
        .AddScoped<INavCounters, NavCounters>();
}
