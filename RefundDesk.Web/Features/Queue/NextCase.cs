using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Queue;

/// <summary>The case a person works on after one, in the queue's own order.</summary>
public sealed class NextCase(DeskDatabase database, QueueQuery queues, ICurrentUser user)
{
    /// <summary>The one after a case, whether that is still in the queue or not; from the beginning again after the last.</summary>
    /// <returns>Null where the queue is empty or not to be seen.</returns>
    public async Task<RefundNumber?> AfterAsync(DeskQueue queue, RefundNumber? after, CancellationToken cancellationToken)
    {
        var filter = new QueueFilter(queue);
        var seen = after is { } number ? await CursorAsync(filter, number, cancellationToken) : null;
        return (seen is null ? null : await FirstAsync(filter, seen, after, cancellationToken)) ?? await FirstAsync(filter, null, after, cancellationToken);
    }

    private async Task<RefundNumber?> FirstAsync(QueueFilter filter, QueueCursor? seen, RefundNumber? not, CancellationToken cancellationToken)
    {
        var part = await queues.PartAsync(filter, seen, 2, cancellationToken);
        return part.Succeeded ? part.Value.Rows.Where(row => row.Number != not).Select(row => (RefundNumber?)row.Number).FirstOrDefault() : null;
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
