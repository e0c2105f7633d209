using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.People;
using RefundDesk.Web.Infrastructure.Persistence;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Features.Audit;

/// <summary>One change of a person or a client.</summary>
/// <param name="Id">Grows with every change.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Subject">Person or client.</param>
/// <param name="Name">The person's address, the client's key, as it was then.</param>
/// <param name="Field">What of it.</param>
/// <param name="Before">What it was; null where there was nothing.</param>
/// <param name="After">What it is; null where there is nothing any more.</param>
public sealed record AuditLine(long Id, DateTimeOffset At, string By, AuditSubject Subject, string Name, string Field, string? Before, string? After);

/// <summary>Who changed what about people and clients, for administrators.</summary>
public sealed class AuditQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>How many are read at once.</summary>
    public const int PageSize = 50;

    /// <summary>The newest changes, or those older than one; none for anyone but administrators.</summary>
    /// <param name="olderThan">The <see cref="AuditLine.Id"/> of the last one that is shown.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<IReadOnlyList<AuditLine>> ReadAsync(long? olderThan, CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.Administer))
        {
            return [];
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var below = olderThan ?? long.MaxValue;
        return await db.Audit.AsNoTracking().Where(row => row.Id < below).OrderByDescending(row => row.Id).Take(PageSize)
            .Select(row => new AuditLine(row.Id, row.At, row.ActorName, row.Subject, row.SubjectName, row.Field, row.Before, row.After))
            .ToListAsync(cancellationToken);
    }
}
