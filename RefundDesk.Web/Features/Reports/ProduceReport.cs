using RefundDesk.Domain.Common;
using RefundDesk.Domain.People;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Features.Reports;

/// <summary>What is asked for.</summary>
/// <param name="Name">The report's name, <see cref="RefundActivityReport.Name"/>.</param>
/// <param name="ClientKey">The client; null for the principal's own.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day, included.</param>
public sealed record ReportOrder(string Name, string? ClientKey, DateOnly From, DateOnly To);

/// <summary>Puts a report together, for the page, a download and the command line alike.</summary>
public sealed class ProduceReport(RefundActivityQuery activity, ICurrentUser user, TimeProvider time)
{
    /// <summary>The names of the reports there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [RefundActivityReport.Name];

    /// <summary>The document, or <c>report.unknown</c>, <c>report.period</c>, <c>client.unknown</c>, <c>refund.forbidden</c>.</summary>
    public async Task<Outcome<ReportDocument>> HandleAsync(ReportOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!Names.Contains(order.Name, StringComparer.Ordinal))
        {
            return new Refusal("report.unknown", $"There is no report '{order.Name}'; there is {string.Join(", ", Names)}.");
        }

        var now = await activity.HandleAsync(order.ClientKey, zone => ReportPeriod.Of(order.From, order.To, zone), cancellationToken);
        if (!now.Succeeded)
        {
            return now.Refusal;
        }

        var before = await activity.HandleAsync(order.ClientKey, _ => now.Value.Period.Before, cancellationToken);
        var principal = await user.GetAsync(cancellationToken);
        return RefundActivityReport.Of(now.Value, before.Succeeded ? before.Value : null, principal.Role is null ? null : principal.Actor.Name, time.GetUtcNow());
    }
}
