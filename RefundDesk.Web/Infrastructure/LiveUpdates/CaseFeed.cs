using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using RefundDesk.Domain.Refunds.Watching;

namespace RefundDesk.Web.Infrastructure.LiveUpdates;

/// <summary>Hands changes to the viewers of this process.</summary>
internal sealed class CaseFeed(IOptions<LiveUpdatesOptions> options, TimeProvider time, ILogger<CaseFeed> log) : ICaseFeed
{
    private ImmutableArray<Viewer> _viewers = [];

    /// <summary>True while anybody wants to know.</summary>
    public bool IsWatched => !_viewers.IsEmpty;

    /// <inheritdoc />
    public IDisposable Subscribe(CaseWatch watch, Func<CaseChanges, Task> callback)
    {
        var viewer = new Viewer(watch, callback, options.Value, time, log, Remove);
        ImmutableInterlocked.Update(ref _viewers, list => list.Add(viewer));
        return viewer;
    }

    /// <summary>Offers changes to everybody who is there now; returns before anybody was called.</summary>
    public void Publish(IReadOnlyCollection<CaseChange> changes)
    {
        foreach (var viewer in _viewers)
        {
            viewer.Offer(changes);
        }
    }

    /// <summary>Has everybody read everything anew.</summary>
    public void PublishAnew()
    {
        foreach (var viewer in _viewers)
        {
            viewer.Offer([], missed: true);
        }
    }

    private void Remove(Viewer viewer) => ImmutableInterlocked.Update(ref _viewers, list => list.Remove(viewer));
}
