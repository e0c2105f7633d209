using System.Text;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Csv;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class CsvReportTests : ReportRendererContract
{
    protected override IReportRenderer Renderer { get; } = new CsvReportRenderer();

    protected override string Content(byte[] file) => Encoding.UTF8.GetString(file);

    [Fact]
    public async Task A_report_with_one_table_is_that_table()
    {
        Assert.Equal(
            """
            Number,Customer,Decided (Europe/Berlin),"Amount, EUR"
            RD-00000001,Customer 1,2026-11-01T09:37:00+01:00,10.07
            RD-00000002,Customer 2,2026-11-01T10:14:00+01:00,10.14

            """,
            await TextAsync(SampleReport.OfTable(SampleReport.Refunds(2))));
    }

    [Fact]
    public async Task Several_tables_follow_each_other_under_their_titles()
    {
        var text = await TextAsync(SampleReport.RefundActivity());

        Assert.StartsWith("By category\nCategory,Decided: Refunds,Decided: Refused,\"Share, %\",\"Refunded, EUR\",\"Time to refund, median\"\nClothing,1297,117,38.0129,70003.77,00:04:00\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\nBy day\nDay,Automatic,By people,Refused,\"Refunded, EUR\"\n2026-11-01,99,27,6,6802.74\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Total", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_charts_only_gives_their_data()
    {
        var chart = new ReportChart("Reasons", ReportChartKind.HorizontalBars, [ReportValue.Text("Defective")], new ReportSeries("Refunds", [ReportValue.Count(3)])) { CategoryTitle = "Reason" };

        Assert.Equal("Reason,Refunds\nDefective,3\n", await TextAsync(SampleReport.Document(ReportSection.Of(null, chart))));
    }

    [Fact]
    public async Task The_file_begins_with_the_mark_of_utf_8_and_ends_its_lines_as_the_format_wants()
    {
        var file = await RenderAsync(SampleReport.OfTable(OneName("Łódź 株式会社")));

        Assert.Equal("\uFEFFName\r\nŁódź 株式会社\r\n", Encoding.UTF8.GetString(file));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 1234", "'+49 30 1234")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData("=A1,\"x\"", "\"'=A1,\"\"x\"\"\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\rlines", "\"two\rlines\"")]
    [InlineData(" spaces ", "\" spaces \"")]
    [InlineData("a \"quote\"", "\"a \"\"quote\"\"\"")]
    public async Task Text_that_a_spreadsheet_would_run_is_defused(string text, string expected) =>
        Assert.Equal($"Name\n{expected}\n", await TextAsync(SampleReport.OfTable(OneName(text))));

    [Fact]
    public async Task A_negative_number_is_a_number_and_not_defused()
    {
        var table = new ReportTable(
            "Numbers",
            [new("Amount", ReportColumnKind.Amount), new("Change", ReportColumnKind.Percent), new("Count", ReportColumnKind.Count), new("Time", ReportColumnKind.Duration)],
            [ReportRow.Of(ReportValue.Amount(Money.Of(-1_234_567, Currency.Of("KWD"))), ReportValue.Percent(-0.0062m), ReportValue.Count(-3), ReportValue.Duration(TimeSpan.FromMinutes(-90)))]);

        Assert.Equal("\"Amount, KWD\",\"Change, %\",Count,Time\n-1234.567,-0.62,-3,-01:30:00\n", await TextAsync(SampleReport.OfTable(table)));
    }

    [Fact]
    public async Task What_was_not_measured_is_an_empty_field()
    {
        var table = new ReportTable("T", [new("A", ReportColumnKind.Text), new("B", ReportColumnKind.Count)], [ReportRow.Of(ReportValue.Missing, ReportValue.Missing)]);

        Assert.Equal("A,B\n,\n", await TextAsync(SampleReport.OfTable(table)));
    }

    [Fact]
    public async Task A_long_table_is_complete()
    {
        var text = await TextAsync(SampleReport.OfTable(SampleReport.Refunds(5_000)));

        Assert.Equal(5_001, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("RD-00005000,Customer 5000,2027-03-09T20:20:00+01:00,360.00\n", text, StringComparison.Ordinal);
    }

    private static ReportTable OneName(string name) => new("Names", [new("Name", ReportColumnKind.Text)], [ReportRow.Of(ReportValue.Text(name))]);

    private async Task<string> TextAsync(ReportDocument document) =>
        Encoding.UTF8.GetString(await RenderAsync(document)).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
}
