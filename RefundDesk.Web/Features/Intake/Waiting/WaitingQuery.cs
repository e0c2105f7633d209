using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Waiting;

/// <summary>A request that came before its order.</summary>
/// <param name="Number">What it will be called.</param>
/// <param name="OrderNumber">The order it waits for.</param>
/// <param name="EndCode">Why it did not become a case; null while it waits.</param>
/// <param name="EndText">The same in words.</param>
public sealed record WaitingRequest(RefundNumber Number, string OrderNumber, string? EndCode, string? EndText);

/// <summary>Reads what waits for its order.</summary>
public sealed class WaitingQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>The request of a number; null where none waits under it in reach.</summary>
    public async Task<WaitingRequest?> FindAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return null;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.WaitingRequests.AsNoTracking().Where(row => row.Number == number)
            .Select(row => new WaitingRequest(row.Number, row.OrderNumber, row.EndCode, row.EndText)).SingleOrDefaultAsync(cancellationToken);
    }
}
