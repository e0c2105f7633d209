using RefundDesk.Domain.Reporting;

namespace RefundDesk.Web.Features.Reports;

/// <summary>The report, as the files have it.</summary>
public partial class ReportsPage
{
    /// <inheritdoc />
    protected override string Address => "/reports";

    private ReportDocument? Document => Activity is null ? null : RefundActivityReport.Of(Activity, Before, null, Time.GetUtcNow());
}
