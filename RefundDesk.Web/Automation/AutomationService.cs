using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>The desk's robot: works due cases off while the application serves.</summary>
internal sealed class AutomationService(AutomationRound round, DeskDatabase database, AutomationTools tools) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>What the first loop takes, the next need not wake up for; they take what comes while it waits for gateways.</summary>
    private static readonly TimeSpan AfterTheLoopBefore = TimeSpan.FromMilliseconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!tools.Options.Value.Enabled)
        {
            return Task.CompletedTask;
        }

        // Two processes may have the same node's name, and one process several loops: a lease belongs to exactly one of them.
        var process = Guid.CreateVersion7(tools.Time.GetUtcNow()).ToString("N")[^12..];
        return Task.WhenAll(Enumerable.Range(1, tools.Options.Value.Workers).Select(worker => LoopAsync($"{tools.Options.Value.Node}/{process}/{worker}", AfterTheLoopBefore * (worker - 1), stoppingToken)));
    }

    private async Task LoopAsync(string owner, TimeSpan later, CancellationToken stoppingToken)
    {
        var idle = TimeSpan.FromMilliseconds(tools.Options.Value.IdlePollMilliseconds);
        using var ear = database.Signal.Listen(CommittedWork.DueCases);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await round.RunOnceAsync(owner, stoppingToken) == 0)
                {
                    if (await ear.WaitAsync(idle, tools.Time, stoppingToken) && later > TimeSpan.Zero)
                    {
                        await Task.Delay(later, tools.Time, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a round meets: the leases run out, and the next round finds the cases again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                tools.Log.LogError(fault, "A round of automation failed");
                await Task.Delay(AfterFailure, tools.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
