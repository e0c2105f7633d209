using Microsoft.Extensions.Options;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Infrastructure.Notifications;

/// <summary>Delivers the outbox while the application serves.</summary>
internal sealed class OutboxService(OutboxRound round, DeskDatabase database, IOptions<NotificationOptions> options, TimeProvider time, ILogger<OutboxService> log) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var owner = $"mail/{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var (idle, gather) = (TimeSpan.FromMilliseconds(options.Value.IdlePollMilliseconds), TimeSpan.FromMilliseconds(options.Value.GatherMilliseconds));
        using var ear = database.Signal.Listen(CommittedWork.Messages);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await round.RunOnceAsync(owner, stoppingToken) < options.Value.BatchSize)
                {
                    await ear.WaitAsync(idle, gather, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a round meets: the leases run out, and the next round finds the messages again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogError(fault, "A round of the outbox failed");
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
