using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Tests.Domain.Reporting;

public sealed class ReportShapeTests
{
    private static readonly ReportColumn[] NameAndAmount = [new("Name", ReportColumnKind.Text), new("Amount", ReportColumnKind.Amount)];

    [Fact]
    public void A_row_with_a_cell_too_few_is_a_defect()
    {
        var thrown = Assert.Throws<ReportShapeException>(() => new ReportTable("T", NameAndAmount, [ReportRow.Of(ReportValue.Text("a"))]));

        Assert.Contains("1 cells", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_another_kind_than_its_column_is_a_defect()
    {
        var thrown = Assert.Throws<ReportShapeException>(() => new ReportTable("T", NameAndAmount, [ReportRow.Of(ReportValue.Text("a"), ReportValue.Count(1))]));

        Assert.Contains("'Amount'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_columns_is_a_defect() => Assert.Throws<ReportShapeException>(() => new ReportTable("T", [], []));

    [Fact]
    public void A_missing_value_fits_every_column() =>
        Assert.Single(new ReportTable("T", NameAndAmount, [ReportRow.Of(ReportValue.Missing, ReportValue.Missing)]).Rows);

    [Fact]
    public void A_total_may_begin_with_a_word_in_a_column_of_days()
    {
        ReportColumn[] columns = [new("Day", ReportColumnKind.Date), new("Refunds", ReportColumnKind.Count)];

        var table = new ReportTable("T", columns, [], ReportRow.Of(ReportValue.Text("Total"), ReportValue.Count(0)));

        Assert.NotNull(table.Total);
        Assert.Throws<ReportShapeException>(() => new ReportTable("T", columns, [], ReportRow.Of(ReportValue.Text("Total"), ReportValue.Text("x"))));
    }

    [Fact]
    public void The_currency_of_a_column_is_known_only_where_it_has_one()
    {
        var euro = ReportRow.Of(ReportValue.Text("a"), ReportValue.Amount(Money.Of(1, Currency.Of("EUR"))));
        var yen = ReportRow.Of(ReportValue.Text("b"), ReportValue.Amount(Money.Of(1, Currency.Of("JPY"))));

        Assert.Equal(Currency.Of("EUR"), new ReportTable("T", NameAndAmount, [euro, euro]).CurrencyOf(1));
        Assert.Null(new ReportTable("T", NameAndAmount, [euro, yen]).CurrencyOf(1));
        Assert.Null(new ReportTable("T", NameAndAmount, [euro]).CurrencyOf(0));
    }

    [Fact]
    public void A_series_shorter_than_its_axis_is_a_defect() => Assert.Throws<ReportShapeException>(() =>
        new ReportChart("C", ReportChartKind.Lines, [ReportValue.Text("a"), ReportValue.Text("b")], new ReportSeries("s", [ReportValue.Count(1)])));

    [Fact]
    public void A_chart_of_two_currencies_is_a_defect() => Assert.Throws<ReportShapeException>(() =>
        new ReportChart("C", ReportChartKind.Lines, [ReportValue.Text("a")],
            new ReportSeries("s", [ReportValue.Amount(Money.Of(1, Currency.Of("EUR")))]),
            new ReportSeries("t", [ReportValue.Amount(Money.Of(1, Currency.Of("JPY")))])));

    [Fact]
    public void A_chart_of_words_is_a_defect() => Assert.Throws<ReportShapeException>(() =>
        new ReportChart("C", ReportChartKind.Lines, [ReportValue.Text("a")], new ReportSeries("s", [ReportValue.Text("b")])));

    [Fact]
    public void The_data_of_a_chart_is_a_table_with_a_column_for_each_series()
    {
        var chart = new ReportChart(
            "By day",
            ReportChartKind.StackedBars,
            [ReportValue.Date(new DateOnly(2026, 11, 1))],
            new ReportSeries("automatic", [ReportValue.Count(3)]),
            new ReportSeries("by people", [ReportValue.Missing]));

        var table = chart.ToTable();

        Assert.Equal(["Day", "automatic", "by people"], table.Columns.Select(column => column.Title));
        Assert.Equal([ReportValue.Date(new DateOnly(2026, 11, 1)), ReportValue.Count(3), ReportValue.Missing], table.Rows.Single().Cells);
    }

    [Fact]
    public void A_file_name_has_no_character_that_a_file_system_or_header_minds()
    {
        var document = Infrastructure.Reporting.SampleReport.Document() with { ClientName = " Müller & Söhne / \"Kitchen\" " };

        Assert.Equal("refund-activity-muller-sohne-kitchen-2026-11-01-2026-11-30", document.FileStem);
    }
}
