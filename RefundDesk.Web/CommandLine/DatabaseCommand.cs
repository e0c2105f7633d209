using System.CommandLine;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.CommandLine;

/// <summary><c>db migrate</c> and <c>db status</c>.</summary>
internal static class DatabaseCommand
{
    public static Command Build()
    {
        var migrate = new Command("migrate", "Bring the configured database up to date.");
        migrate.SetAction((_, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var applied = await services.GetRequiredService<DatabaseMigration>().MigrateAsync(cancellationToken);
            await console.Out.WriteLineAsync(applied.Count == 0 ? "Up to date." : $"Applied: {string.Join(", ", applied)}");
            return Verb.Done;
        }));

        var status = new Command("status", "Say where the configured database stands; exit code 1 where something is missing.");
        status.SetAction((_, cancellationToken) => Verb.RunAsync(async (services, console) =>
        {
            var (applied, missing) = await services.GetRequiredService<DatabaseMigration>().StatusAsync(cancellationToken);
            await console.Out.WriteLineAsync($"Provider: {services.GetRequiredService<Dialect>().Provider}");
            await console.Out.WriteLineAsync($"Applied:  {(applied.Count == 0 ? "nothing" : string.Join(", ", applied))}");
            await console.Out.WriteLineAsync($"Missing:  {(missing.Count == 0 ? "nothing" : string.Join(", ", missing))}");
            return missing.Count == 0 ? Verb.Done : Verb.Failed;
        }));
        return new Command("db", "The database.") { migrate, status };
    }
}
