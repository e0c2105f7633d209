using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RefundDesk.Web;
using RefundDesk.Web.Demo;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Tests.Infrastructure;

/// <summary>The application can be put together, on every provider, and does not start with a setting that is wrong.</summary>
public sealed class CompositionTests
{
    public static TheoryData<DatabaseProvider> Providers => [.. Enum.GetValues<DatabaseProvider>()];

    [Theory, MemberData(nameof(Providers))]
    public async Task Every_service_can_be_made(DatabaseProvider provider)
    {
        await using var app = DeskHost.CreateBuilder([$"--Database:Provider={provider}", "--ConnectionStrings:RefundDesk=Host=nowhere"]).Build();

        Assert.Equal(provider, app.Services.GetRequiredService<Dialect>().Provider);
    }

    [Fact]
    public async Task Every_options_class_is_checked_when_the_application_starts()
    {
        await using var app = DeskHost.CreateBuilder([]).Build();
        await using var demo = DemoHost.Build([]);
        var bound = typeof(DeskHost).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is not null)
            .ToArray();
        var parts = bound.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType);

        Assert.Contains(typeof(DatabaseOptions), bound);
        Assert.Empty(bound.Except(parts).Except(CheckedAtStart(app.Services)).Except(CheckedAtStart(demo.Services)).Select(type => type.FullName));
    }

    [Theory]
    [InlineData("--Database:Provider=Oracle", "Database:Provider is 'Oracle'")]
    [InlineData("--ConnectionStrings:RefundDesk= ", "ConnectionStrings:RefundDesk is missing")]
    [InlineData("--Database:CommandTimeoutSeconds=0", "CommandTimeoutSeconds")]
    [InlineData("--Database:SqlServer:MaxBatchSize=0", "MaxBatchSize")]
    public void A_wrong_setting_stops_the_start_and_is_named(string setting, string expected)
    {
        var fault = Assert.Throws<OptionsValidationException>(() =>
        {
            using var app = DeskHost.CreateBuilder([setting]).Build();
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        });

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What the host checks before it starts; the framework keeps the list to itself.</summary>
    private static IEnumerable<Type> CheckedAtStart(IServiceProvider services)
    {
        var list = typeof(IStartupValidator).Assembly.GetType("Microsoft.Extensions.Options.StartupValidatorOptions", throwOnError: true)!;
        var options = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(list));
        var value = options.GetType().GetProperty("Value")!.GetValue(options)!;
        var validators = (IDictionary)value.GetType().GetProperty("_validators", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(value)!;
        return validators.Keys.Cast<object>().Select(key => (Type)((System.Runtime.CompilerServices.ITuple)key)[0]!);
    }
}
