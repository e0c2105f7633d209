using System.Linq.Expressions;
using RefundDesk.Domain.Refunds;

namespace RefundDesk.Web.Features.Queue;

/// <summary>
/// Orders cases and goes on after the last one seen. The condition holds the key's own bound as well as the pair's, so that every
/// provider seeks to it in the index instead of reading up to it.
/// </summary>
internal static class QueueKeyset
{
    public static IQueryable<RefundCase> Ordered(IQueryable<RefundCase> cases, QueueFilter filter, QueueCursor? after)
    {
        var descending = filter.AppliedDescending;
        return filter.AppliedSort switch
        {
            QueueSort.Amount => By(cases, refund => refund.ProposedMinor, after?.Number, after, descending),
            QueueSort.Risk => By(cases.Where(refund => refund.RiskScore != null), refund => refund.RiskScore, (int?)after?.Number, after, descending),
            QueueSort.Received => By(cases, refund => refund.ReceivedAt, after?.Instant, after, descending),
            _ when filter.Queue.WaitsForCustomer => By(cases.Where(refund => refund.DueAt != null), refund => refund.DueAt, after?.Instant, after, descending),
            _ => By(cases, refund => refund.AnswerBy, after?.Instant, after, descending),
        };
    }

    public static QueueCursor CursorOf(QueueFilter filter, QueueRow row) => filter.AppliedSort switch
    {
        QueueSort.Amount => new QueueCursor(default, row.AmountMinor, row.Id),
        QueueSort.Risk => new QueueCursor(default, row.Risk ?? 0, row.Id),
        QueueSort.Received => new QueueCursor(row.ReceivedAt, 0, row.Id),
        _ => new QueueCursor(row.Due ?? default, 0, row.Id),
    };

    private static IQueryable<RefundCase> By<TKey>(IQueryable<RefundCase> cases, Expression<Func<RefundCase, TKey>> key, object? value, QueueCursor? after, bool descending)
    {
        if (after is not null)
        {
            cases = cases.Where(After(key, new Seen<TKey>((TKey)value!, after.Id), descending));
        }

        return descending
            ? cases.OrderByDescending(key).ThenByDescending(refund => refund.Id)
            : cases.OrderBy(key).ThenBy(refund => refund.Id);
    }

    /// <summary>key ≥ seen and (key &gt; seen or id &gt; seen id); the other way round where descending.</summary>
    private static Expression<Func<RefundCase, bool>> After<TKey>(Expression<Func<RefundCase, TKey>> key, Seen<TKey> seen, bool descending)
    {
        // Read through an object, not as constants: one prepared statement serves every place in the queue.
        var holder = Expression.Constant(seen);
        var seenKey = Expression.Property(holder, nameof(Seen<>.Key));
        var seenId = Expression.Property(holder, nameof(Seen<>.Id));
        var id = Expression.Property(key.Parameters[0], nameof(RefundCase.Id));
        var (atLeast, beyond, beyondId) = descending
            ? (Expression.LessThanOrEqual(key.Body, seenKey), Expression.LessThan(key.Body, seenKey), Expression.LessThan(id, seenId))
            : (Expression.GreaterThanOrEqual(key.Body, seenKey), Expression.GreaterThan(key.Body, seenKey), Expression.GreaterThan(id, seenId));
        return Expression.Lambda<Func<RefundCase, bool>>(Expression.AndAlso(atLeast, Expression.OrElse(beyond, beyondId)), key.Parameters);
    }

    private sealed record Seen<TKey>(TKey Key, RefundCaseId Id);
}
