using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Risk;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case.Replaying;

/// <summary>Takes every decision of a case anew from what was stored. Changes nothing.</summary>
public sealed class ReplayCase(DeskDatabase database, ICurrentUser user, IRiskModel model)
{
    /// <summary>The case's decisions, oldest first.</summary>
    /// <returns>Them; or <c>refund.forbidden</c>, <c>refund.not-found</c>.</returns>
    public async Task<Outcome<IReadOnlyList<ReplayedDecision>>> HandleAsync(RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var refund = await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number).Select(refund => new { refund.Id, refund.ClientId }).SingleOrDefaultAsync(cancellationToken);
        if (refund is null)
        {
            return RefundRefusals.NotFound;
        }

        var policies = await PolicyShelf.LoadAsync(db, refund.ClientId, cancellationToken);
        var stored = await db.Decisions.AsNoTracking().Where(row => row.CaseId == refund.Id).OrderBy(row => row.Id)
            .Select(row => new DecisionText(row.Id, row.CaseId, row.At, row.PolicyVersion, row.CurrentVersion, row.Json))
            .ToListAsync(cancellationToken);
        return stored.ConvertAll(text => ReplayedDecision.Of(text, policies, model));
    }
}
