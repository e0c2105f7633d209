using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Domain.Refunds.Withdrawing;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Queue;

/// <summary>How much waits in each queue, for the navigation.</summary>
public sealed class QueueCounts(DeskDatabase database, ICurrentUser user)
{
    /// <summary>Cases by queue, counted to <see cref="QueueQuery.CountAtMost"/>; empty for people who see no cases. One round trip.</summary>
    public async Task<IReadOnlyDictionary<DeskQueue, int>> GetAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases))
        {
            return new Dictionary<DeskQueue, int>();
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var counted = await DeskQueue.All
            .Select(queue => queue.Status)
            .OfType<RefundStatus>()
            .Select(status => db.RefundCases.AsNoTracking().Where(refund => refund.Queue == status).OrderBy(refund => refund.AnswerBy).Take(QueueQuery.CountAtMost).Select(refund => refund.Queue))
            .Aggregate((all, next) => all.Concat(next))
            .GroupBy(queue => queue)
            .Select(group => new { Queue = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return DeskQueue.All.Where(queue => queue.Status is not null)
            .ToDictionary(queue => queue, queue => counted.FirstOrDefault(row => row.Queue == queue.Status)?.Count ?? 0);
    }

    /// <summary>Declarations of withdrawal that wait for a person, counted to <see cref="QueueQuery.CountAtMost"/>; none for people who may not put requests in.</summary>
    public async Task<int> WithdrawalsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases) || !principal.May(Permission.RequestRefunds))
        {
            return 0;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await WaitingDeclarations(db).CountAsync(cancellationToken);
    }

    /// <summary>Mails that wait for a person, counted to <see cref="QueueQuery.CountAtMost"/>; none for people who may not put requests in.</summary>
    public async Task<int> MailsAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewCases) || !principal.May(Permission.RequestRefunds))
        {
            return 0;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await WaitingMails(db).CountAsync(cancellationToken);
    }

    /// <summary>Declarations that wait for a person, to count.</summary>
    internal static IQueryable<WithdrawalDeclaration> WaitingDeclarations(RefundDeskDbContext db) =>
        db.Withdrawals.Where(row => row.State == WithdrawalState.ToLookAt).Take(QueueQuery.CountAtMost);

    /// <summary>Mails that wait for a person, to count.</summary>
    internal static IQueryable<MailMessageRow> WaitingMails(RefundDeskDbContext db) =>
        db.MailMessages.Where(row => row.State == MailState.ToLookAt || row.State == MailState.Failed).Take(QueueQuery.CountAtMost);

    /// <summary>A count as people read it: <c>48</c>, <c>999+</c>.</summary>
    public static string Text(int count) => QueueHead.CountWord(count);
}
