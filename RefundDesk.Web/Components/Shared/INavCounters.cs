namespace RefundDesk.Web.Components.Shared;

/// <summary>How much waits in each room, for the numbers in the list on the left. Scoped: one a circuit.</summary>
public interface INavCounters
{
    /// <summary>The counts by counter name: review, approval, information, return, payout-problems, withdrawals, mails.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Calls back when the counts may have changed, at most a few times a second; dispose to end it.</summary>
    IDisposable Subscribe(Func<Task> changed);
}

/// <summary>Counts nothing, where no feature does.</summary>
internal sealed class NoCounters : INavCounters, IDisposable
{
    public Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>());

    public IDisposable Subscribe(Func<Task> changed) => this;

    public void Dispose()
    {
        // nothing was subscribed
    }
}
