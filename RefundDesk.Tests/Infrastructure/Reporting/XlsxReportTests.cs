using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Excel;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class XlsxReportTests : ReportRendererContract
{
    protected override IReportRenderer Renderer { get; } = new ClosedXmlReportRenderer();

    protected override string Content(byte[] file)
    {
        using var workbook = new XLWorkbook(new MemoryStream(file));
        return string.Join('\n', workbook.Worksheets.SelectMany(sheet => sheet.CellsUsed()).Select(cell => $"{cell.Address} {cell.GetFormattedString()}"));
    }

    [Fact]
    public async Task There_is_an_overview_and_a_sheet_for_each_table_and_chart()
    {
        using var workbook = await ReadBackAsync(SampleReport.RefundActivity());

        Assert.Equal(
            ["Overview", "Refunds a day by outcome", "Reasons", "Time to refund", "By category", "By day"],
            workbook.Worksheets.Select(sheet => sheet.Name));
    }

    [Fact]
    public async Task The_overview_says_what_the_report_is_and_holds_its_figures()
    {
        using var workbook = await ReadBackAsync(SampleReport.RefundActivity());

        var overview = workbook.Worksheet("Overview");

        Assert.Equal("Refund activity", overview.Cell(1, 1).GetString());
        Assert.Equal("Northwind Home", overview.Cell(2, 1).GetString());
        Assert.Equal(new DateTime(2026, 11, 1), Beside(overview, "First day").GetDateTime());
        Assert.Equal(new DateTime(2026, 11, 30), Beside(overview, "Last day").GetDateTime());
        Assert.Equal(new DateTime(2026, 12, 1, 7, 0, 0), Beside(overview, "Generated").GetDateTime());
        Assert.Equal(184_220.45, Beside(overview, "Refunded").GetDouble());
        Assert.Equal("EUR", Beside(overview, "Refunded").CellRight().GetString());
        Assert.Equal(0.81, Beside(overview, "Decided by automation").GetDouble());
        Assert.Equal("3,412 refunds", Beside(overview, "Refunded").CellRight(2).GetString());
        Assert.Contains(overview.CellsUsed(), cell => cell.GetString().StartsWith("Days are counted in the client's time zone.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_cell_holds_the_value_of_the_report_with_its_type()
    {
        var document = SampleReport.RefundActivity();
        using var workbook = await ReadBackAsync(document);

        foreach (var table in document.Tables)
        {
            var sheet = workbook.Worksheet(table.Title);
            for (var row = 0; row < table.Rows.Count; row++)
            {
                for (var column = 0; column < table.Columns.Count; column++)
                {
                    AssertHolds(table.Rows[row].Cells[column], sheet.Cell(row + 2, column + 1));
                }
            }
        }
    }

    [Fact]
    public async Task Totals_are_sums_with_the_value_of_the_report()
    {
        using var workbook = await ReadBackAsync(SampleReport.RefundActivity());

        var total = workbook.Worksheet("By category").LastRowUsed();

        Assert.Equal("Total", total.Cell(1).GetString());
        Assert.Equal("SUM(B2:B8)", total.Cell(2).FormulaA1);
        Assert.Equal(3_412, total.Cell(2).GetDouble());
        Assert.Equal("SUM(E2:E8)", total.Cell(5).FormulaA1);
        Assert.Equal(184_220.45, total.Cell(5).GetDouble(), 0.000001);
        Assert.False(total.Cell(4).HasFormula);
        Assert.False(total.Cell(6).HasFormula);
    }

    [Fact]
    public async Task The_value_of_a_sum_is_stored_for_readers_that_do_not_calculate()
    {
        using var file = new MemoryStream(await RenderAsync(SampleReport.RefundActivity()));
        using var package = SpreadsheetDocument.Open(file, isEditable: false);

        var sums = package.WorkbookPart!.WorksheetParts
            .SelectMany(part => part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>())
            .Where(cell => cell.CellFormula is not null)
            .ToList();

        Assert.NotEmpty(sums);
        Assert.All(sums, cell => Assert.False(string.IsNullOrEmpty(cell.CellValue?.Text)));
        Assert.Contains(sums, cell => cell.CellValue!.Text == "3412");
    }

    [Fact]
    public async Task A_total_that_is_not_the_sum_of_its_column_is_a_value()
    {
        var table = new ReportTable(
            "Customers",
            [new("Day", ReportColumnKind.Text), new("Customers", ReportColumnKind.Count)],
            [ReportRow.Of(ReportValue.Text("a"), ReportValue.Count(3)), ReportRow.Of(ReportValue.Text("b"), ReportValue.Count(4))],
            ReportRow.Of(ReportValue.Text("Distinct"), ReportValue.Count(5)));

        using var workbook = await ReadBackAsync(SampleReport.OfTable(table));

        Assert.False(workbook.Worksheet("Customers").Cell(4, 2).HasFormula);
        Assert.Equal(5, workbook.Worksheet("Customers").Cell(4, 2).GetDouble());
    }

    [Fact]
    public async Task Headings_are_frozen_and_filter_and_are_printed_on_each_page()
    {
        using var workbook = await ReadBackAsync(SampleReport.RefundActivity());

        var sheet = workbook.Worksheet("By category");

        Assert.Equal(["Category", "Decided: Refunds", "Decided: Refused", "Share", "Refunded, EUR", "Time to refund, median"], sheet.Row(1).CellsUsed().Select(cell => cell.GetString()));
        Assert.Equal(1, sheet.SheetView.SplitRow);
        Assert.True(sheet.AutoFilter.IsEnabled);
        Assert.Equal("A1:F8", sheet.AutoFilter.Range.RangeAddress.ToString());
        Assert.Equal(1, sheet.PageSetup.FirstRowToRepeatAtTop);
        Assert.Equal(XLPaperSize.A4Paper, sheet.PageSetup.PaperSize);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"https://example.org\",\"click\")")]
    [InlineData("+49 30 1234")]
    [InlineData("-5")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1+1")]
    [InlineData("'=1+1")]
    [InlineData("123")]
    [InlineData("2026-11-01")]
    [InlineData("TRUE")]
    public async Task Text_stays_text_whatever_it_begins_with(string text)
    {
        using var workbook = await ReadBackAsync(WithName(text));

        foreach (var cell in new[] { workbook.Worksheets.ElementAt(1).Cell(1, 1), workbook.Worksheets.ElementAt(1).Cell(2, 1), Beside(workbook.Worksheet("Overview"), "Prepared for") })
        {
            Assert.False(cell.HasFormula);
            Assert.Equal(XLDataType.Text, cell.DataType);
            Assert.Equal(text, cell.GetString());
        }
    }

    [Fact]
    public async Task Text_that_looks_like_a_formula_stays_text_when_its_cell_is_edited()
    {
        using var workbook = await ReadBackAsync(WithName("=1+1"));
        using var harmless = await ReadBackAsync(WithName("Anna"));

        Assert.True(workbook.Worksheets.ElementAt(1).Cell(2, 1).Style.IncludeQuotePrefix);
        Assert.False(harmless.Worksheets.ElementAt(1).Cell(2, 1).Style.IncludeQuotePrefix);
    }

    [Theory]
    [InlineData("JPY", 1_299, 1_299, "#,##0")]
    [InlineData("EUR", 1_299, 12.99, "#,##0.00")]
    [InlineData("KWD", 1_299, 1.299, "#,##0.000")]
    [InlineData("EUR", -5, -0.05, "#,##0.00")]
    public async Task Amounts_are_numbers_in_major_units_with_the_digits_of_their_currency(string currency, long minor, double expected, string format)
    {
        using var workbook = await ReadBackAsync(SampleReport.OfTable(OneAmount(minor, currency)));

        var cell = workbook.Worksheet("Amounts").Cell(2, 1);

        Assert.Equal(XLDataType.Number, cell.DataType);
        Assert.Equal(expected, cell.GetDouble());
        Assert.Equal(format, cell.Style.NumberFormat.Format);
        Assert.Equal($"Amount, {currency}", workbook.Worksheet("Amounts").Cell(1, 1).GetString());
    }

    [Fact]
    public async Task Amounts_of_several_currencies_have_a_column_of_codes_and_no_sum()
    {
        var table = new ReportTable(
            "Mixed",
            [new("Amount", ReportColumnKind.Amount), new("Name", ReportColumnKind.Text)],
            [
                ReportRow.Of(ReportValue.Amount(Money.Of(100, Currency.Of("EUR"))), ReportValue.Text("a")),
                ReportRow.Of(ReportValue.Amount(Money.Of(100, Currency.Of("JPY"))), ReportValue.Text("b")),
            ]);

        using var workbook = await ReadBackAsync(SampleReport.OfTable(table));
        var sheet = workbook.Worksheet("Mixed");

        Assert.Equal(["Amount", "Amount: currency", "Name"], sheet.Row(1).CellsUsed().Select(cell => cell.GetString()));
        Assert.Equal([1d, 100d], new[] { sheet.Cell(2, 1).GetDouble(), sheet.Cell(3, 1).GetDouble() });
        Assert.Equal(["EUR", "JPY"], new[] { sheet.Cell(2, 2).GetString(), sheet.Cell(3, 2).GetString() });
    }

    [Fact]
    public async Task A_moment_stands_in_the_zone_that_its_heading_names()
    {
        using var workbook = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(1)));

        Assert.Equal("Decided (Europe/Berlin)", workbook.Worksheet("Refunds").Cell(1, 3).GetString());
        Assert.Equal(new DateTime(2026, 11, 1, 9, 37, 0), workbook.Worksheet("Refunds").Cell(2, 3).GetDateTime());
    }

    [Fact]
    public async Task Sheets_have_valid_names_of_their_own()
    {
        ReportTable Named(string title) => new(title, [new("Name", ReportColumnKind.Text)], []);
        var longName = new string('x', 40);

        using var workbook = await ReadBackAsync(SampleReport.Document(ReportSection.Of(null,
            Named("Overview"), Named("a/b:c*?[d]\\'"), Named(longName), Named(longName), Named(""), Named("ABC"))));

        Assert.Equal(
            ["Overview", "Overview (2)", "abcd", longName[..31], longName[..27] + " (2)", "Table", "ABC"],
            workbook.Worksheets.Select(sheet => sheet.Name));
    }

    [Fact]
    public async Task Text_that_a_workbook_cannot_hold_does_not_stop_the_report()
    {
        using var workbook = await ReadBackAsync(WithName("a\u0001b\uD83D" + new string('c', 40_000)));

        var text = workbook.Worksheets.ElementAt(1).Cell(2, 1).GetString();

        Assert.StartsWith("ab", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 32_000, 32_767);
    }

    [Fact]
    public async Task A_report_without_rows_says_so()
    {
        using var workbook = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(0)));

        Assert.Equal("Nothing in this period.", workbook.Worksheet("Refunds").Cell(2, 1).GetString());
    }

    [Fact]
    public async Task Columns_are_wide_enough_for_what_they_hold()
    {
        using var workbook = await ReadBackAsync(SampleReport.RefundActivity());

        var sheet = workbook.Worksheet("By category");

        Assert.InRange(sheet.Column(1).Width, 50, 60);
        Assert.InRange(sheet.Column(5).Width, 11, 20);
    }

    /// <summary>A length of time: a workbook has none, it counts days since its first one, and so it is read back as that day.</summary>
    internal static TimeSpan Duration(IXLCell cell) => cell.GetDateTime() - new DateTime(1899, 12, 30);

    [Fact]
    public async Task The_file_keeps_to_the_schema_of_its_format()
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(await RenderAsync(SampleReport.RefundActivity() with { ClientName = "A & B \"<C>\"" })), isEditable: false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2013).Validate(package, Now).Select(fault => $"{fault.Path?.PartUri}: {fault.Description}"));
    }

    private static ReportDocument WithName(string name) =>
        SampleReport.OfTable(new ReportTable("T", [new(name, ReportColumnKind.Text)], [ReportRow.Of(ReportValue.Text(name))])) with { PreparedFor = name };

    private static ReportTable OneAmount(long minor, string currency) => new(
        "Amounts",
        [new("Amount", ReportColumnKind.Amount)],
        [ReportRow.Of(ReportValue.Amount(Money.Of(minor, Currency.Of(currency))))]);

    private static IXLCell Beside(IXLWorksheet sheet, string label) =>
        sheet.CellsUsed().Single(cell => cell.DataType == XLDataType.Text && cell.GetString() == label && cell.Address.ColumnNumber == 1).CellRight();

    private static void AssertHolds(ReportValue expected, IXLCell cell)
    {
        switch (expected)
        {
            case ReportValue.TextValue text:
                Assert.Equal((XLDataType.Text, text.Value), (cell.DataType, cell.GetString()));
                break;
            case ReportValue.CountValue count:
                Assert.Equal((XLDataType.Number, (double)count.Value), (cell.DataType, cell.GetDouble()));
                break;
            case ReportValue.AmountValue amount:
                Assert.Equal((XLDataType.Number, amount.Value.ToMajorString()), (cell.DataType, cell.GetDouble().ToString("F2", System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case ReportValue.PercentValue percent:
                Assert.Equal((double)percent.Fraction, cell.GetDouble(), 0.000000000001);
                Assert.Equal((XLDataType.Number, "0.0%"), (cell.DataType, cell.Style.NumberFormat.Format));
                break;
            case ReportValue.DurationValue duration:
                Assert.Equal(duration.Value.TotalSeconds, Duration(cell).TotalSeconds, 0.001);
                Assert.Equal("[h]:mm:ss", cell.Style.NumberFormat.Format);
                break;
            case ReportValue.DateValue date:
                Assert.Equal((XLDataType.DateTime, date.Value.ToDateTime(TimeOnly.MinValue)), (cell.DataType, cell.GetDateTime()));
                break;
            default:
                Assert.True(cell.IsEmpty());
                break;
        }
    }

    private async Task<XLWorkbook> ReadBackAsync(ReportDocument document) => new(new MemoryStream(await RenderAsync(document)));
}
