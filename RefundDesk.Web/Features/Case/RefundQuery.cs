using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>Reads a refund for a system: what became of it, without what only a person who decides needs to see.</summary>
public sealed class RefundQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The refund with its lines and payouts.</summary>
    /// <returns>The refund; <c>refund.forbidden</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<RefundCase>> FindAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.WholeCases().AsNoTracking().SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken) is { } refund ? refund : RefundRefusals.NotFound;
    }
}
