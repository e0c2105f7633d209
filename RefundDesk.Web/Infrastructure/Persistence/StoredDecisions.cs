using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence.Rows;

namespace RefundDesk.Web.Infrastructure.Persistence;

/// <summary>A decision as it is stored, not read yet.</summary>
/// <param name="Id">The row.</param>
/// <param name="CaseId">The case.</param>
/// <param name="At">When, UTC.</param>
/// <param name="PolicyVersion">The version that the row says was applied.</param>
/// <param name="CurrentVersion">The version that the row says was in force.</param>
/// <param name="Json">The document, see <see cref="DecisionJson"/>.</param>
public sealed record DecisionText(long Id, RefundCaseId CaseId, DateTimeOffset At, int PolicyVersion, int CurrentVersion, string Json);

/// <summary>Reads many decisions without holding many.</summary>
public static class StoredDecisions
{
    /// <summary>Decisions oldest first, a part at a time, each part going on after the last row of the one before.</summary>
    /// <param name="decisions">Which ones.</param>
    /// <param name="size">Rows a part.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    public static async IAsyncEnumerable<IReadOnlyList<DecisionText>> InPartsAsync(
        this IQueryable<DecisionRow> decisions, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, id) = (DateTimeOffset.MinValue, 0L);
        while (true)
        {
            var (after, last) = (at, id);
            var part = await decisions.AsNoTracking()
                .Where(row => row.At >= after && (row.At > after || row.Id > last))
                .OrderBy(row => row.At).ThenBy(row => row.Id)
                .Take(size)
                .Select(row => new DecisionText(row.Id, row.CaseId, row.At, row.PolicyVersion, row.CurrentVersion, row.Json))
                .ToListAsync(cancellationToken);
            if (part.Count > 0)
            {
                (at, id) = (part[^1].At, part[^1].Id);
                yield return part;
            }

            if (part.Count < size)
            {
                yield break;
            }
        }
    }
}
