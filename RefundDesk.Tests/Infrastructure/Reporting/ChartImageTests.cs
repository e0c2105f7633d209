using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Pdf;
using SkiaSharp;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class ChartImageTests
{
    [Theory]
    [InlineData(ReportChartKind.StackedBars)]
    [InlineData(ReportChartKind.HorizontalBars)]
    [InlineData(ReportChartKind.Lines)]
    public void A_chart_becomes_a_picture_in_the_colours_of_its_series(ReportChartKind kind)
    {
        var chart = new ReportChart("Refunds", kind, [ReportValue.Text("a"), ReportValue.Text("b")],
            new ReportSeries("automatic", [ReportValue.Count(7), ReportValue.Count(9)]),
            new ReportSeries("by people", [ReportValue.Count(3), ReportValue.Count(2)]));

        using var picture = SKBitmap.Decode(ChartImage.Png(chart, 400, 150));

        Assert.Equal((1608, 608), (picture.Width, picture.Height));
        Assert.Contains(new SKColor(0x3B, 0x4F, 0xD0), picture.Pixels);
        Assert.Contains(new SKColor(0x2A, 0x9D, 0x8F), picture.Pixels);
    }

    [Fact]
    public void A_year_of_days_and_a_single_day_can_be_drawn()
    {
        ReportChart Days(int count) => new("Refunds", ReportChartKind.StackedBars,
            [.. Enumerable.Range(0, count).Select(day => ReportValue.Date(SampleReport.From.AddDays(day)))],
            new ReportSeries("automatic", [.. Enumerable.Range(0, count).Select(day => ReportValue.Count(day % 9))]));

        Assert.NotEmpty(ChartImage.Png(Days(366), 500));
        Assert.NotEmpty(ChartImage.Png(Days(1), 500));
        Assert.NotEmpty(ChartImage.Png(Days(0), 500));
    }

    [Fact]
    public void Values_below_zero_and_of_the_largest_size_can_be_drawn()
    {
        foreach (var kind in Enum.GetValues<ReportChartKind>())
        {
            var chart = new ReportChart("Extremes", kind, [ReportValue.Text("a"), ReportValue.Text("b"), ReportValue.Missing],
                new ReportSeries("s", [ReportValue.Count(long.MaxValue), ReportValue.Count(-5), ReportValue.Missing]));

            var allBelow = new ReportChart("Below zero", kind, [ReportValue.Text("a")], new ReportSeries("s", [ReportValue.Percent(-0.0001m)]));

            Assert.NotEmpty(ChartImage.Png(chart, 300));
            Assert.NotEmpty(ChartImage.Png(allBelow, 300));
        }
    }
}
