using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>
/// Tells whoever shows how many mails and declarations wait that it is another number now. No case's history says so, so the numbers are asked
/// for: at once where this process stored it, within seconds where another node did, and not at all while nobody looks.
/// </summary>
internal sealed class InboxWatch(DeskDatabase database, TimeProvider time, ILogger<InboxWatch> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private ImmutableArray<Subscriber> _subscribers = [];

    /// <summary>Calls back when a number changed; dispose to end it.</summary>
    public IDisposable Subscribe(Func<Task> changed)
    {
        var subscriber = new Subscriber(this, changed);
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(subscriber));
        return subscriber;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ear = database.Signal.Listen(CommittedWork.Inbox);
        var before = (Mails: 0, Withdrawals: 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ear.WaitAsync(LookEvery, time, stoppingToken);
                if (!_subscribers.IsEmpty && await CountAsync(stoppingToken) is var now && now != before)
                {
                    before = now;
                    await Task.WhenAll(_subscribers.Select(CallAsync));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever a look meets: the next one asks again.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.LogWarning(fault, "How many mails and declarations wait could not be asked; asked again in {Seconds} s", LookEvery.TotalSeconds);
            }
        }
    }

    private async Task<(int Mails, int Withdrawals)> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.OpenAsync(ClientScope.Everything, cancellationToken);
        return (await QueueCounts.WaitingMails(db).CountAsync(cancellationToken), await QueueCounts.WaitingDeclarations(db).CountAsync(cancellationToken));
    }

    private async Task CallAsync(Subscriber subscriber)
    {
        try
        {
            await subscriber.Changed();
        }
#pragma warning disable CA1031 // A page that is going away must not keep the others from hearing it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.LogDebug(fault, "A page did not take the new numbers");
        }
    }

    private sealed class Subscriber(InboxWatch watch, Func<Task> changed) : IDisposable
    {
        public Func<Task> Changed { get; } = changed;

        public void Dispose() => ImmutableInterlocked.Update(ref watch._subscribers, list => list.Remove(this));
    }
}
