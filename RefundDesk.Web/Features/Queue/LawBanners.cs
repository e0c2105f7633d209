using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Queue;

/// <summary>Tells supervisors how many refunds wait longer than the law allows.</summary>
internal sealed class LawBanners(PastTheLaw past, ICaseFeed feed) : IBannerSource
{
    private static readonly CaseWatch Queues = new(Statuses: DeskQueue.All.Select(queue => queue.Status).OfType<RefundStatus>().ToHashSet());

    public async Task<IReadOnlyList<Banner>> ReadAsync(CancellationToken cancellationToken) => await past.CountAsync(cancellationToken) switch
    {
        0 => [],
        var count => [new Banner(
            count == 1 ? "1 refund waits past the day by which the law wants the money back." : $"{QueueCounts.Text(count)} refunds wait past the day by which the law wants the money back.",
            QueueAddress.Write(new QueueFilter(DeskQueue.Everything) { IsPastTheLaw = true }),
            "Show them")],
    };

    public IDisposable Subscribe(Func<Task> changed) => feed.Subscribe(Queues, _ => changed());
}
