using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Reports;

/// <summary>A client one may choose.</summary>
public sealed record ClientChoice(string Key, string Name);

/// <summary>The clients whose figures the principal may see.</summary>
public sealed class ReportClients(DeskDatabase database, ICurrentUser user)
{
    /// <summary>By name; or <c>refund.forbidden</c>.</summary>
    public async Task<Outcome<IReadOnlyList<ClientChoice>>> HandleAsync(CancellationToken cancellationToken)
    {
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewReports))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        return await db.Clients.AsNoTracking().OrderBy(client => client.Name).Select(client => new ClientChoice(client.Key, client.Name)).ToArrayAsync(cancellationToken);
    }
}
