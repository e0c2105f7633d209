using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>Tells whoever works a queue that a client is leaving: what it has there is to be finished by a day.</summary>
internal sealed class LeavingBanners(LeavingQuery clients) : IBannerSource
{
    public async Task<IReadOnlyList<Banner>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await clients.LeavingAsync(cancellationToken)).Select(client => new Banner(
            FormattableString.Invariant($"{client.Name} is leaving: nothing new is taken in, its open cases are to be finished by {client.Until:yyyy-MM-dd}."),
            $"/queues/review?client={client.Id}",
            "Its cases"))];

    /// <summary>Notice is given once in a while: it is read whenever a list is opened.</summary>
    public IDisposable Subscribe(Func<Task> changed) => new Nothing();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
