using System.Text;
using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Csv;
using RefundDesk.Web.Infrastructure.Reporting.Excel;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class ReportExportTests
{
    private static readonly ReportSheet Refunds = new(
        "Refunds",
        [
            new("Number", ReportColumnKind.Text),
            new("Amount", ReportColumnKind.Amount),
            new("Units", ReportColumnKind.Count),
            new("Share", ReportColumnKind.Percent),
            new("Took", ReportColumnKind.Duration),
            new("Day", ReportColumnKind.Date),
            new("Decided", ReportColumnKind.DateTime),
        ],
        "Europe/Berlin");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_holds_every_row_with_its_types()
    {
        using var workbook = new XLWorkbook(new MemoryStream(await XlsxAsync(Refunds, Rows(1_000))));

        var sheet = workbook.Worksheet("Refunds");

        Assert.Equal(1_001, sheet.RowsUsed().Count());
        Assert.Equal(["Number", "Amount", "Amount: currency", "Units", "Share", "Took", "Day", "Decided (Europe/Berlin)"], sheet.Row(1).CellsUsed().Select(cell => cell.GetString()));
        Assert.Equal("RD-7", sheet.Cell(8, 1).GetString());
        Assert.Equal(0.07, sheet.Cell(8, 2).GetDouble());
        Assert.Equal("EUR", sheet.Cell(8, 3).GetString());
        Assert.Equal(7, sheet.Cell(8, 4).GetDouble());
        Assert.Equal((0.007, "0.0%"), (sheet.Cell(8, 5).GetDouble(), sheet.Cell(8, 5).Style.NumberFormat.Format));
        Assert.Equal((TimeSpan.FromMinutes(7), "[h]:mm:ss"), (XlsxReportTests.Duration(sheet.Cell(8, 6)), sheet.Cell(8, 6).Style.NumberFormat.Format));
        Assert.Equal(new DateTime(2026, 11, 8), sheet.Cell(8, 7).GetDateTime());
        Assert.Equal(new DateTime(2026, 12, 1, 7, 7, 0), sheet.Cell(8, 8).GetDateTime());
        Assert.True(sheet.AutoFilter.IsEnabled);
        Assert.Equal(1, sheet.SheetView.SplitRow);
    }

    [Fact]
    public async Task The_workbook_keeps_to_the_schema_of_its_format()
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(await XlsxAsync(Refunds, Rows(100))), isEditable: false);

        Assert.Equal([], new OpenXmlValidator(FileFormatVersions.Office2013).Validate(package, Now).Select(fault => $"{fault.Path?.PartUri} {fault.Path?.XPath}: {fault.Description}"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(11, 2)]
    [InlineData(25, 3)]
    public async Task A_list_longer_than_a_sheet_goes_on_in_the_next_one(int rows, int sheets)
    {
        using var file = new MemoryStream();
        await new XlsxReportExport(rowsInSheet: 10).WriteAsync(Refunds, Rows(rows), file, Now);

        using var workbook = new XLWorkbook(file);

        Assert.Equal(new[] { "Refunds", "Refunds (2)", "Refunds (3)" }.Take(sheets), workbook.Worksheets.Select(sheet => sheet.Name));
        Assert.All(workbook.Worksheets, sheet => Assert.Equal("Number", sheet.Cell(1, 1).GetString()));
        Assert.Equal(
            Enumerable.Range(1, rows).Select(number => $"RD-{number}"),
            workbook.Worksheets.SelectMany(sheet => sheet.RowsUsed().Skip(1)).Select(row => row.Cell(1).GetString()));
    }

    [Theory]
    [InlineData("JPY", "Amount, JPY", 7, "#,##0")]
    [InlineData("KWD", "Amount, KWD", 0.007, "#,##0.000")]
    public async Task A_list_of_one_currency_names_it_in_the_heading(string currency, string heading, double expected, string format)
    {
        var file = await XlsxAsync(Refunds with { Currency = Currency.Of(currency) }, Rows(10, currency));

        using var workbook = new XLWorkbook(new MemoryStream(file));
        var cell = workbook.Worksheet("Refunds").Cell(8, 2);

        Assert.Equal(heading, workbook.Worksheet("Refunds").Cell(1, 2).GetString());
        Assert.Equal((expected, format), (cell.GetDouble(), cell.Style.NumberFormat.Format));
    }

    [Fact]
    public async Task An_amount_in_another_currency_than_the_list_is_a_defect() => await Assert.ThrowsAsync<ReportShapeException>(async () =>
        await XlsxAsync(Refunds with { Currency = Currency.Of("JPY") }, Rows(1)));

    [Fact]
    public async Task A_row_that_does_not_fit_the_columns_is_a_defect()
    {
        async IAsyncEnumerable<ReportRow> TooShort()
        {
            await Task.Yield();
            yield return ReportRow.Of(ReportValue.Text("a"));
        }

        await Assert.ThrowsAsync<ReportShapeException>(async () => await XlsxAsync(Refunds, TooShort()));
        await Assert.ThrowsAsync<ReportShapeException>(async () => await CsvAsync(Refunds, TooShort()));
    }

    [Fact]
    public async Task Formulas_control_characters_and_missing_values_are_harmless()
    {
        var sheet = new ReportSheet("a/b", [new("Name", ReportColumnKind.Text), new("Count", ReportColumnKind.Count)], "Europe/Berlin");
        async IAsyncEnumerable<ReportRow> Odd()
        {
            await Task.Yield();
            yield return ReportRow.Of(ReportValue.Text("=1+1"), ReportValue.Count(1));
            yield return ReportRow.Of(ReportValue.Text("<a> & \"b\" \u0001 \uD83D 😀"), ReportValue.Missing);
            yield return ReportRow.Of(ReportValue.Missing, ReportValue.Count(-3));
            yield return ReportRow.Of(ReportValue.Text("  spaces  "), ReportValue.Count(0));
        }

        using var workbook = new XLWorkbook(new MemoryStream(await XlsxAsync(sheet, Odd())));
        var cells = workbook.Worksheet("ab");

        Assert.Equal((false, "=1+1", XLDataType.Text), (cells.Cell(2, 1).HasFormula, cells.Cell(2, 1).GetString(), cells.Cell(2, 1).DataType));
        Assert.StartsWith("<a> & \"b\" ", cells.Cell(3, 1).GetString(), StringComparison.Ordinal);
        Assert.True(cells.Cell(3, 2).IsEmpty());
        Assert.Equal(-3, cells.Cell(4, 2).GetDouble());
        Assert.Equal("  spaces  ", cells.Cell(5, 1).GetString());
        Assert.True(cells.Cell(2, 1).Style.IncludeQuotePrefix);
        Assert.Contains("'=1+1,1\r\n", await CsvAsync(sheet, Odd()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_without_rows_is_its_heading()
    {
        using var workbook = new XLWorkbook(new MemoryStream(await XlsxAsync(Refunds, Rows(0))));

        Assert.Single(workbook.Worksheet("Refunds").RowsUsed());
        Assert.Equal("\uFEFFNumber,Amount,Amount: currency,Units,\"Share, %\",Took,Day,Decided (Europe/Berlin)\r\n", await CsvAsync(Refunds, Rows(0)));
    }

    [Fact]
    public async Task Rows_leave_while_others_are_still_read()
    {
        await using var xlsx = new AsyncOnlyStream();
        await using var csv = new AsyncOnlyStream();
        var sentBeforeTheLastRow = new Dictionary<AsyncOnlyStream, long>();
        async IAsyncEnumerable<ReportRow> WatchedBy(AsyncOnlyStream body)
        {
            await foreach (var row in Rows(30_000))
            {
                sentBeforeTheLastRow[body] = body.Sent;
                yield return row;
            }
        }

        await new XlsxReportExport().WriteAsync(Refunds, WatchedBy(xlsx), xlsx, Now);
        await new CsvReportExport().WriteAsync(Refunds, WatchedBy(csv), csv, Now);

        Assert.InRange(sentBeforeTheLastRow[xlsx], xlsx.Sent / 2, xlsx.Sent);
        Assert.InRange(sentBeforeTheLastRow[csv], csv.Sent / 2, csv.Sent);
    }

    [Fact]
    public async Task A_list_can_be_written_to_a_response_body()
    {
        await using var xlsx = new AsyncOnlyStream();
        await using var csv = new AsyncOnlyStream();

        await new XlsxReportExport().WriteAsync(Refunds, Rows(20_000), xlsx, Now);
        await new CsvReportExport().WriteAsync(Refunds, Rows(20_000), csv, Now);

        using var workbook = new XLWorkbook(new MemoryStream(xlsx.ToArray()));
        Assert.Equal("RD-20000", workbook.Worksheet("Refunds").Cell(20_001, 1).GetString());
        Assert.Contains("RD-20000,200.00,EUR,20000,2000,", Encoding.UTF8.GetString(csv.ToArray()), StringComparison.Ordinal);
        Assert.False(xlsx.Disposed || csv.Disposed);
    }

    [Theory]
    [InlineData(ReportFormat.Xlsx)]
    [InlineData(ReportFormat.Csv)]
    public async Task Writing_stops_when_it_is_cancelled(ReportFormat format)
    {
        IReportExport export = format == ReportFormat.Xlsx ? new XlsxReportExport() : new CsvReportExport();
        using var stop = new CancellationTokenSource();
        async IAsyncEnumerable<ReportRow> Endless()
        {
            for (var number = 1; ; number++)
            {
                yield return Row(number, "EUR");
                if (number == 5_000)
                {
                    await stop.CancelAsync();
                }
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await export.WriteAsync(Refunds, Endless(), Stream.Null, stop.Token));
    }

    private static async Task<byte[]> XlsxAsync(ReportSheet sheet, IAsyncEnumerable<ReportRow> rows)
    {
        await using var body = new AsyncOnlyStream();
        await new XlsxReportExport().WriteAsync(sheet, rows, body, Now);
        return body.ToArray();
    }

    private static async Task<string> CsvAsync(ReportSheet sheet, IAsyncEnumerable<ReportRow> rows)
    {
        await using var body = new AsyncOnlyStream();
        await new CsvReportExport().WriteAsync(sheet, rows, body, Now);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static async IAsyncEnumerable<ReportRow> Rows(int count, string currency = "EUR")
    {
        await Task.Yield();
        for (var number = 1; number <= count; number++)
        {
            yield return Row(number, currency);
        }
    }

    private static ReportRow Row(int number, string currency) => ReportRow.Of(
        ReportValue.Text($"RD-{number}"),
        ReportValue.Amount(Money.Of(number, Currency.Of(currency))),
        ReportValue.Count(number),
        ReportValue.Percent(number / 1_000m),
        ReportValue.Duration(TimeSpan.FromMinutes(number)),
        ReportValue.Date(new DateOnly(2026, 11, 1).AddDays(number)),
        ReportValue.DateTime(SampleReport.GeneratedAt.AddMinutes(number)));
}
