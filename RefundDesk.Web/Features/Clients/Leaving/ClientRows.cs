using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Clients;
using RefundDesk.Domain.Orders;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Clients.Leaving;

/// <summary>A case with what was written down of it.</summary>
internal sealed record CaseWithHistory(RefundCase Refund, IEnumerable<CaseEventRow> Events);

/// <summary>Reads everything of a client a part at a time, each going on after the last row of the one before, so that memory stays flat.</summary>
internal static class ClientRows
{
    private const int Part = 500;

    public static async IAsyncEnumerable<Order> OrdersAsync(RefundDeskDbContext db, ClientId client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = string.Empty;
        while (true)
        {
            var after = last;
#pragma warning disable CA1309 // The database compares, as it sorts.
            var part = await db.WholeOrders().AsNoTracking().Where(row => row.ClientId == client && string.Compare(row.OrderNumber, after) > 0)
                .OrderBy(row => row.OrderNumber).Take(Part).ToListAsync(cancellationToken);
#pragma warning restore CA1309
            foreach (var order in part)
            {
                yield return order;
            }

            if (part.Count < Part)
            {
                yield break;
            }

            last = part[^1].OrderNumber;
        }
    }

    public static async IAsyncEnumerable<CaseWithHistory> CasesAsync(RefundDeskDbContext db, ClientId client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, id) = (DateTimeOffset.MinValue, new RefundCaseId(Guid.Empty));
        while (true)
        {
            var (after, last) = (at, id);
            var part = await db.WholeCases().AsNoTracking()
                .Where(row => row.ClientId == client && row.ReceivedAt >= after && (row.ReceivedAt > after || row.Id > last))
                .OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id).Take(Part).ToListAsync(cancellationToken);
            var ids = part.Select(row => row.Id).ToArray();
            var events = (await db.CaseEvents.AsNoTracking().Where(row => ids.Contains(row.CaseId)).OrderBy(row => row.Id).ToListAsync(cancellationToken)).ToLookup(row => row.CaseId);
            foreach (var refund in part)
            {
                yield return new CaseWithHistory(refund, events[refund.Id]);
            }

            if (part.Count < Part)
            {
                yield break;
            }

            (at, id) = (part[^1].ReceivedAt, part[^1].Id);
        }
    }

    /// <summary>Rows that are keyed by a growing number.</summary>
    /// <param name="part">The next rows behind a key, in its order.</param>
    /// <param name="keyOf">The key.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    public static async IAsyncEnumerable<T> NumberedAsync<T>(Func<long, IQueryable<T>> part, Func<T, long> keyOf, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var last = 0L;
        while (true)
        {
            var rows = await part(last).AsNoTracking().Take(Part).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Part)
            {
                yield break;
            }

            last = keyOf(rows[^1]);
        }
    }

    /// <summary>Everything that was written down about a client, its people and its customers.</summary>
    public static IQueryable<AuditRow> AuditOf(RefundDeskDbContext db, ClientId client, IReadOnlyCollection<Guid> subjects)
    {
        var key = client.Value;
        return db.Audit.Where(row =>
            (row.Subject == AuditSubject.Client && row.SubjectId == key)
            || (row.Subject == AuditSubject.Person && db.Users.Any(user => user.Id == row.SubjectId && user.ClientId == client))
            || (row.Subject == AuditSubject.Customer && subjects.Contains(row.SubjectId)));
    }
}
