using Microsoft.EntityFrameworkCore;
using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Web.Infrastructure.Persistence;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Reads the activity of a client. Everything is summed inside the database, along indexes.</summary>
public sealed class RefundActivityQuery(DeskDatabase database, ICurrentUser user)
{
    /// <summary>Reads it.</summary>
    /// <param name="clientKey">The client; null for the principal's own.</param>
    /// <param name="period">From the client's zone to the period.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The activity, or <c>refund.forbidden</c>, <c>client.unknown</c>, <c>report.period</c>.</returns>
    public async Task<Outcome<RefundActivity>> HandleAsync(string? clientKey, Func<TimeZoneInfo, Outcome<ReportPeriod>> period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(period);
        var principal = await user.GetAsync(cancellationToken);
        if (!principal.May(Permission.ViewReports))
        {
            return RefundRefusals.Forbidden;
        }

        await using var db = await database.OpenAsync(principal, cancellationToken);
        var client = await db.Clients.AsNoTracking().OrderBy(c => c.Key).FirstOrDefaultAsync(c => clientKey == null || c.Key == clientKey, cancellationToken);
        if (client is null)
        {
            return new Refusal("client.unknown", $"There is no client '{clientKey}'.");
        }

        var days = period(client.TimeZone);
        return days.Succeeded ? await new ActivitySums(db, client, days.Value).ReadAsync(cancellationToken) : days.Refusal;
    }
}
