using RefundDesk.Web.Components.Shared;
using RefundDesk.Web.Features.Clients.Leaving;

namespace RefundDesk.Web.Features.Clients;

/// <summary>The use cases of this folder.</summary>
internal static class ClientsRegistration
{
    public static IServiceCollection AddClientsFeature(this IServiceCollection services) => services
        .AddScoped<AddClient>()
        .AddScoped<ChangeClient>()
        .AddScoped<ClientsQuery>()
        .AddScoped<GiveNotice>()
        .AddScoped<KeepClient>()
        .AddScoped<CloseClient>()
        .AddScoped<ExportClient>()
        .AddScoped<AskClientErasure>()
        .AddScoped<ConfirmClientErasure>()
        .AddScoped<RunClientErasure>()
        .AddScoped<ClientLeavingSteps>()
        .AddScoped<LeavingQuery>()
        .AddScoped<IBannerSource, LeavingBanners>();
}
