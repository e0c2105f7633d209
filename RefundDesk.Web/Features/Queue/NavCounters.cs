using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The numbers beside the queues in the list on the left, kept current.</summary>
internal sealed class NavCounters(QueueCounts counts, ICaseFeed feed, InboxWatch inbox) : INavCounters
{
    private static readonly CaseWatch Queues = new(Statuses: DeskQueue.All.Select(queue => queue.Status).OfType<RefundStatus>().ToHashSet());

    public async Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken)
    {
        var read = (await counts.GetAsync(cancellationToken)).ToDictionary(count => count.Key.Slug, count => (long)count.Value);
        if (read.Count > 0)
        {
            read["withdrawals"] = await counts.WithdrawalsAsync(cancellationToken);
            read["mails"] = await counts.MailsAsync(cancellationToken);
        }

        return read;
    }

    public IDisposable Subscribe(Func<Task> changed) => new Both(feed.Subscribe(Queues, _ => changed()), inbox.Subscribe(changed));

    private sealed class Both(IDisposable cases, IDisposable inbox) : IDisposable
    {
        public void Dispose()
        {
            cases.Dispose();
            inbox.Dispose();
        }
    }
}
