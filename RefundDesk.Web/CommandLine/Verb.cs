using Microsoft.Extensions.Options;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;

namespace RefundDesk.Web.CommandLine;

/// <summary>Where a verb writes: results to one side, faults to the other.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Faults and progress.</param>
internal sealed record VerbConsole(TextWriter Out, TextWriter Error);

/// <summary>Runs a verb with the application's services, without a server.</summary>
internal static class Verb
{
    /// <summary>Exit code: done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: what was asked for was refused, or a check failed.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: typed wrongly.</summary>
    public const int Usage = 2;

    /// <summary>Runs the work in a scope of its own, on behalf of the operator of the machine.</summary>
    public static Task<int> RunAsync(Func<IServiceProvider, VerbConsole, Task<int>> work) => ConfiguredAsync(async () =>
    {
        var builder = DeskHost.CreateBuilder([]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddScoped<VerbUser>();
        builder.Services.AddScoped<ICurrentUser>(services => services.GetRequiredService<VerbUser>());
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, new VerbConsole(Console.Out, Console.Error));
    });

    /// <summary>Runs what needs sound settings: a fault in them is said in a line each, not as a defect.</summary>
    public static async Task<int> ConfiguredAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OptionsValidationException fault)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, fault.Failures));
            return Usage;
        }
    }

    /// <summary>Says why something was refused and gives the exit code for it.</summary>
    public static async Task<int> RefuseAsync(VerbConsole console, Refusal refusal)
    {
        await console.Error.WriteLineAsync($"{refusal.Message} ({refusal.Code})");
        return Failed;
    }
}

/// <summary>On whose behalf a verb runs: the operator of the machine, until the verb acts as somebody.</summary>
internal sealed class VerbUser : ICurrentUser
{
    /// <summary>Who.</summary>
    public DeskPrincipal Principal { get; set; } = DeskPrincipal.Operator;

    /// <inheritdoc />
    public ValueTask<DeskPrincipal> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Principal);
}
