using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Web.Infrastructure.OrderSources;

namespace RefundDesk.Tests.Kit;

/// <summary>The guarded client of the product, set up as the product does it, allowed to call shops on this machine.</summary>
internal sealed class SourceCalls : IDisposable
{
    private readonly ServiceProvider _services;

    public SourceCalls(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["OrderSources:AllowHttpOnLocalhost"] = "true", ["OrderSources:TimeoutSeconds"] = "20" };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddOrderSources();
        _services = services.BuildServiceProvider();
    }

    /// <summary>What connectors call with.</summary>
    public ShopCalls Calls => _services.GetRequiredService<ShopCalls>();

    /// <summary>Anything of the room.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
