using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Deciding.Breaking;
using RefundDesk.Domain.Refunds.Watching;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Policies.Breaking;

/// <summary>Tells supervisors what stands still. A stop is always told by the case that came to people for it.</summary>
internal sealed class BreakerBanners(BreakersQuery breakers, ICaseFeed feed) : IBannerSource
{
    private static readonly CaseWatch Reviews = new(Statuses: new HashSet<RefundStatus> { RefundStatus.InReview });

    public async Task<IReadOnlyList<Banner>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await breakers.OpenAsync(cancellationToken)).Select(stop => new Banner(
            $"{stop.ClientName}: {BreakerGate.Words(stop.Limit.Rule)} of policy version {stop.PolicyVersion} stopped themselves; these cases come to people.",
            $"/policies/{stop.ClientKey}/breaker",
            "Look and decide"))];

    public IDisposable Subscribe(Func<Task> changed) => feed.Subscribe(Reviews, _ => changed());
}
