using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation.Erasing;

/// <summary>Erases what is to be erased while the application serves: customers who want to be forgotten, and clients two administrators agreed on.</summary>
internal sealed class PrivacyService(CustomerErasureRound customers, ClientErasure clients, AutomationTools tools) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!tools.Options.Value.Enabled)
        {
            return;
        }

        var process = Guid.CreateVersion7(tools.Time.GetUtcNow()).ToString("N")[^12..];
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, tools.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await customers.RunOnceAsync($"{tools.Options.Value.Node}/{process}/erasing", stoppingToken);
                foreach (var key in await clients.DueAsync(stoppingToken))
                {
                    await clients.RunAsync(key, null, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a round meets: leases run out, and the next round goes on where this one stopped.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                tools.Log.LogError(fault, "A round of erasing failed");
            }
        }
    }
}
