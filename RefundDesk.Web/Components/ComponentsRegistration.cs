using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Components;

/// <summary>Pages and circuits.</summary>
internal static class ComponentsRegistration
{
    public static IServiceCollection AddDeskComponents(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DetailedErrors = false);
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.TopCenter);
        services.AddSingleton<OpenConnections>();
        services.AddScoped<DeskClock>();
        services.TryAddScoped<INavCounters, NoCounters>();
        return services;
    }

    public static void MapDeskComponents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets().AllowAnonymous();

        // Without compression a circuit costs a third less memory, and secrets never share a compressed frame with a customer's words.
        endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuits =>
        {
            circuits.ContentSecurityFrameAncestorsPolicy = null; // part of the one policy in DocumentHeaders
            circuits.DisableWebSocketCompression = true;
        });
    }
}
