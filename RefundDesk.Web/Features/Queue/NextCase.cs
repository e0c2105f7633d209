using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The case a person works on after one, in the queue's own order.</summary>
public sealed class NextCase(DeskDatabase database, QueueQuery queues, ICurrentUser user)
{
    private const int PartRows = 4;

    /// <summary>The one after a case, whether that is still in the queue or not; from the beginning again after the last.</summary>
    /// <returns>Null where the queue is empty or not to be seen.</returns>
    public async Task<RefundNumber?> AfterAsync(DeskQueue queue, RefundNumber? after, CancellationToken cancellationToken)
    {
        var filter = new QueueFilter(queue);
        var seen = after is { } number ? await CursorAsync(filter, number, cancellationToken) : null;
        return (seen is null ? null : await FirstAsync(filter, seen, after, cancellationToken)) ?? await FirstAsync(filter, null, after, cancellationToken);
    }

    /// <summary>The first that is neither the one to leave nor a purchase of the person's own.</summary>
    private async Task<RefundNumber?> FirstAsync(QueueFilter filter, QueueCursor? seen, RefundNumber? not, CancellationToken cancellationToken)
    {
        for (var cursor = seen; ;)
        {
            var part = await queues.PartAsync(filter, cursor, PartRows, cancellationToken);
            if (!part.Succeeded)
            {
                return null;
            }

            var own = await OwnAsync(part.Value.Rows, cancellationToken);
            if (part.Value.Rows.FirstOrDefault(row => row.Number != not && !own.Contains(row.Id)) is { } next)
            {
                return next.Number;
            }

            if (part.Value.Next is null)
            {
                return null;
            }

            cursor = part.Value.Next;
        }
    }

    private async Task<HashSet<RefundCaseId>> OwnAsync(IReadOnlyList<QueueRow> rows, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        await using var db = await database.OpenAsync(principal, cancellationToken);
        if (rows.Count == 0 || (await db.KnownAsync(principal, cancellationToken)).Actor.Self is not { } self)
        {
            return [];
        }

        RefundCaseId[] ids = [.. rows.Select(row => row.Id)];
        var customers = await db.RefundCases.AsNoTracking().Where(refund => ids.Contains(refund.Id)).Select(refund => new { refund.Id, refund.CustomerEmail }).ToListAsync(cancellationToken);
        return [.. customers.Where(customer => self.IsCustomer(customer.CustomerEmail)).Select(customer => customer.Id)];
    }

    private async Task<QueueCursor?> CursorAsync(QueueFilter filter, RefundNumber number, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        await using var db = await database.OpenAsync(principal, cancellationToken);
        var found = await db.RefundCases.AsNoTracking().Where(refund => refund.Number == number)
            .Select(refund => new { refund.Id, refund.AnswerBy, refund.DueAt, refund.ReceivedAt }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : filter.AppliedSort switch
        {
            QueueSort.Received => new QueueCursor(found.ReceivedAt, 0, found.Id),
            _ when filter.Queue.WaitsForCustomer => found.DueAt is { } due ? new QueueCursor(due, 0, found.Id) : null,
            _ => new QueueCursor(found.AnswerBy, 0, found.Id),
        };
    }
}
