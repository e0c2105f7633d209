using Microsoft.Extensions.DependencyInjection;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class ReportingRegistrationTests
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddReporting()
        .AddReporting()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    [Fact]
    public void Every_format_has_exactly_one_renderer()
    {
        var renderers = _services.GetRequiredService<ReportRenderers>();

        Assert.Equal(Enum.GetValues<ReportFormat>(), renderers.Formats);
        Assert.All(Enum.GetValues<ReportFormat>(), format => Assert.Equal(format, renderers.For(format).Format));
    }

    [Fact]
    public void Long_lists_can_be_exported_as_xlsx_and_csv() =>
        Assert.Equal([ReportFormat.Xlsx, ReportFormat.Csv], _services.GetServices<IReportExport>().Select(export => export.Format));
}
