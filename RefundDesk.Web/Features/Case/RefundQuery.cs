using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Features.Case.Attaching;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Case;

/// <summary>Reads a refund for a system: what became of it, without what only a person who decides needs to see.</summary>
public sealed class RefundQuery(DeskDatabase database, RestingRefunds resting, ICurrentUser user)
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
        return await db.WholeCases(few: true).AsNoTracking().SingleOrDefaultAsync(refund => refund.Number == number, cancellationToken) is { } refund ? refund : RefundRefusals.NotFound;
    }

    /// <summary>Waits while automation moves a refund by itself; a refund that the caller may not see is not waited for.</summary>
    /// <param name="number">Of the refund.</param>
    /// <param name="atMost">Not longer than this.</param>
    /// <param name="cancellationToken">Gives up with an exception.</param>
    public async Task WaitForRestAsync(RefundNumber number, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (atMost <= TimeSpan.Zero || !principal.May(Permission.ViewCases))
        {
            return;
        }

        RefundCaseId[] moving;
        await using (var db = await database.OpenAsync(principal, cancellationToken))
        {
            moving = await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number).Where(RestingRefunds.Moves).Select(refund => refund.Id).ToArrayAsync(cancellationToken);
        }

        foreach (var refund in moving)
        {
            await resting.WaitAsync(refund, atMost, cancellationToken);
        }
    }

    /// <summary>What came with a refund that was read, oldest first.</summary>
    public async Task<IReadOnlyList<AttachmentView>> FilesAsync(RefundCase refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refund);
        await using var db = await database.OpenAsync(await user.GetAsync(cancellationToken), cancellationToken);
        var id = refund.Id;
        var files = await db.Attachments.AsNoTracking().Where(row => row.CaseId == id).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return files.ConvertAll(AttachmentView.Of);
    }
}
