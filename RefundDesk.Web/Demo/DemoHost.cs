using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Demo;

/// <summary>The application on a throw-away database that already has a past, with customers who keep asking.</summary>
internal static class DemoHost
{
    /// <summary>Settings that make an application the demo; later ones win over these.</summary>
    /// <param name="folder">Where the database and the mails go.</param>
    public static IEnumerable<string> Settings(string folder) =>
    [
        "--Database:Provider=Sqlite",
        $"--ConnectionStrings:RefundDesk=Data Source={Path.Combine(folder, "demo.db")}",
        $"--Notifications:Folder={Path.Combine(folder, "mail")}",
        "--Authentication:Provider=Local",
        "--Demo:Enabled=true",
        .. DemoPeople.Settings(),
    ];

    /// <summary>Builds it; the database is filled by <see cref="FillAsync"/>.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = DeskHost.CreateBuilder(args);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DemoSeed>();
        builder.Services.AddHostedService<SimulatedCustomers>();
        return builder.Build();
    }

    /// <summary>Migrates the database and gives it shops, people and a past, where it has none.</summary>
    public static async Task FillAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await app.Services.GetRequiredService<DatabaseMigration>().MigrateAsync(cancellationToken);
        var seed = app.Services.GetRequiredService<DemoSeed>();
        var shops = await seed.AddShopsAsync(cancellationToken);
        if (shops.Count == 0)
        {
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var people = await DemoPeople.AddAsync(scope.ServiceProvider.GetRequiredService<UserManager<DeskUser>>(), shops, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var past = app.Services.GetRequiredService<IOptions<DemoOptions>>().Value.PastRefunds;
        await seed.AddHistoryAsync(past, people[Role.Agent], people[Role.Supervisor], cancellationToken);
    }
}
