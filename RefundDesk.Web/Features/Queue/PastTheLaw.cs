using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The refunds that wait for people although the law wants the money back by now.</summary>
public sealed class PastTheLaw(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>How many there are, counted to <see cref="QueueQuery.CountAtMost"/>; none for anyone but those who steer the floor. One round trip.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ApproveRefunds))
        {
            return 0;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await Of(db.RefundCases.AsNoTracking(), time.GetUtcNow()).OrderBy(refund => refund.LawfulBy).Take(QueueQuery.CountAtMost).CountAsync(cancellationToken);
    }

    /// <summary>Those of some cases.</summary>
    internal static IQueryable<RefundCase> Of(IQueryable<RefundCase> cases, DateTimeOffset now) =>
        cases.Where(refund => refund.Queue != null && refund.LawfulBy < now && refund.WithheldAt == null);
}
