using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Kit;

/// <summary>The persistence of one node: services of its own, as if it were another process on the same database.</summary>
internal sealed class DeskNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public DeskNode(DatabaseProvider provider, string connection, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(provider, connection)).Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time)
            .AddLogging()
            .AddPersistence(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public IServiceProvider Services => _services;

    public DeskDatabase Database => Get<DeskDatabase>();

    /// <summary>What a configuration says to use this database.</summary>
    public static Dictionary<string, string?> Settings(DatabaseProvider provider, string connection) => new()
    {
        ["Database:Provider"] = provider.ToString(),
        ["ConnectionStrings:RefundDesk"] = connection,
    };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
