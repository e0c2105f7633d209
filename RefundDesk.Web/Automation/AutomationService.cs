using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Automation;

/// <summary>
/// The desk's robot: works due cases off while the application serves. Its loops take turns: one waits for due cases, claims and decides, and
/// what comes meanwhile gathers for the next one, since a batch costs nearly the same whatever it holds. Only where more is due than a batch
/// takes, and while gateways are called, do they work at the same time.
/// </summary>
internal sealed class AutomationService(AutomationRound round, DeskDatabase database, AutomationTools tools) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!tools.Options.Value.Enabled)
        {
            return;
        }

        // Two processes may have the same node's name, and one process several loops: a lease belongs to exactly one of them.
        var process = Guid.CreateVersion7(tools.Time.GetUtcNow()).ToString("N")[^12..];
        using var turns = new Turns(database.Signal.Listen(CommittedWork.DueCases));
        await Task.WhenAll(Enumerable.Range(1, tools.Options.Value.Workers).Select(worker => LoopAsync($"{tools.Options.Value.Node}/{process}/{worker}", turns, stoppingToken)));
    }

    private async Task LoopAsync(string owner, Turns turns, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeTurnAsync(owner, turns, stoppingToken);
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

    private async Task TakeTurnAsync(string owner, Turns turns, CancellationToken stoppingToken)
    {
        var options = tools.Options.Value;
        await turns.Next.WaitAsync(stoppingToken);
        var isMine = true;
        try
        {
            if (!turns.MoreIsDue)
            {
                await turns.Ear.WaitAsync(TimeSpan.FromMilliseconds(options.IdlePollMilliseconds), TimeSpan.FromMilliseconds(options.GatherMilliseconds), tools.Time, stoppingToken);
            }

            turns.MoreIsDue = false;
            await round.RunOnceAsync(owner, stoppingToken, GiveUp);
        }
        finally
        {
            GiveUp(moreIsDue: false);
        }

        void GiveUp(bool moreIsDue)
        {
            if (isMine)
            {
                isMine = false;
                turns.MoreIsDue = moreIsDue;
                turns.Next.Release();
            }
        }
    }

    /// <summary>What the loops share; whoever has the turn may touch it.</summary>
    private sealed class Turns(WorkListener ear) : IDisposable
    {
        /// <summary>Held by whose turn it is.</summary>
        public SemaphoreSlim Next { get; } = new(1, 1);

        /// <summary>Hears what becomes due.</summary>
        public WorkListener Ear { get; } = ear;

        /// <summary>Whether the last batch left some; at the start nobody knows.</summary>
        public bool MoreIsDue { get; set; } = true;

        public void Dispose()
        {
            Ear.Dispose();
            Next.Dispose();
        }
    }
}
