using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Intake.Withdrawing;

/// <summary>A person says what became of a declaration that could not be matched: which refund it led to, or why to none.</summary>
public sealed class CloseWithdrawal(DeskDatabase database, ICurrentUser user, TimeProvider time)
{
    /// <summary>Closes it.</summary>
    /// <param name="number">The declaration.</param>
    /// <param name="caseNumber">The refund it led to, of the same retailer; null where to none.</param>
    /// <param name="why">What was found out, 3 to 400 characters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done; or <c>refund.forbidden</c>, <c>withdrawal.not-found</c>, <c>withdrawal.no-such-refund</c>, what <see cref="Domain.Refunds.Withdrawing.WithdrawalDeclaration.Close"/> refuses, or <c>refund.stale</c>.</returns>
    public async Task<Outcome> HandleAsync(RefundNumber number, RefundNumber? caseNumber, string why, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.RequestRefunds) || !principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var declaration = await db.Withdrawals.SingleOrDefaultAsync(row => row.Number == number, cancellationToken);
        if (declaration is null)
        {
            return new Refusal("withdrawal.not-found", $"There is no declaration {number} in reach.");
        }

        if (caseNumber is { } refund && !await db.RefundCases.AnyAsync(row => row.ClientId == declaration.ClientId && row.Number == refund, cancellationToken))
        {
            return new Refusal("withdrawal.no-such-refund", $"The retailer has no refund {refund}.");
        }

        return await DeskDatabase.SaveAsync(db, declaration.Close(principal.Actor, caseNumber, why, time.GetUtcNow()), cancellationToken);
    }
}
