using Microsoft.AspNetCore.SignalR;
using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>Sends changes to the hub's groups while anybody is connected to this node.</summary>
public sealed class LiveHubPublisher(ICaseFeed feed, IHubContext<LiveHub> hub) : IDisposable
{
    private readonly Lock _gate = new();
    private IDisposable? _subscription;
    private int _connections;

    /// <summary>One more connection.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _connections++;
            _subscription ??= feed.Subscribe(new CaseWatch(), SendAsync);
        }
    }

    /// <summary>One less; after the last nothing is read for the hub any more.</summary>
    public void Disconnected()
    {
        lock (_gate)
        {
            if (--_connections == 0)
            {
                Dispose();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _subscription?.Dispose();
        _subscription = null;
    }

    /// <summary>Each change goes to those who watch the client, or all, in the queue it left, in the one it came to, or all.</summary>
    private Task SendAsync(CaseChanges changes)
    {
        var byGroup = changes.Changes
            .SelectMany(change => Groups(change).Distinct(StringComparer.Ordinal), (change, group) => (group, message: new LiveMessage(change.CaseId.Value, change.From.ToString(), change.To.ToString(), change.At)))
            .GroupBy(pair => pair.group, pair => pair.message);
        return Task.WhenAll(byGroup.Select(group => hub.Clients.Group(group.Key).SendAsync(LiveHub.Changed, group.ToArray(), changes.Missed)));
    }

    private static IEnumerable<string> Groups(CaseChange change)
    {
        yield return LiveHub.GroupOf(null, null);
        yield return LiveHub.GroupOf(change.ClientId, null);
        yield return LiveHub.GroupOf(null, change.From);
        yield return LiveHub.GroupOf(null, change.To);
        yield return LiveHub.GroupOf(change.ClientId, change.From);
        yield return LiveHub.GroupOf(change.ClientId, change.To);
    }
}
