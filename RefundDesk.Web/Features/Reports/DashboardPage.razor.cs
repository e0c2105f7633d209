namespace RefundDesk.Web.Features.Reports;

/// <summary>What a retailer looks at: figures and charts of the last days, current by themselves.</summary>
public partial class DashboardPage
{
    /// <inheritdoc />
    protected override string Address => "/dashboard";
}
