using Microsoft.Extensions.Options;

namespace RefundDesk.Web.Features.Intake.Pulling;

/// <summary>Reads shops and tells them of refunds as long as the application serves.</summary>
internal sealed class PullService(PullRound pull, TellRound tell, IOptions<PullingOptions> options, TimeProvider time, ILogger<PullService> log) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Enabled)
        {
            var owner = $"shops/{Guid.CreateVersion7(time.GetUtcNow()):N}";
            await Task.WhenAll(LoopAsync("Reading shops", stop => pull.RunOnceAsync(owner, stop), stoppingToken), LoopAsync("Telling shops of refunds", stop => tell.RunOnceAsync(owner, stop), stoppingToken));
        }
    }

    private async Task LoopAsync(string what, Func<CancellationToken, Task<int>> round, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await round(stoppingToken) == 0)
                {
                    await Task.Delay(Idle, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a round meets: leases run out, and the next round finds everything again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "{What} failed", what);
                await Task.Delay(Idle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
