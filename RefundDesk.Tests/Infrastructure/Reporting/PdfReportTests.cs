using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Infrastructure.Reporting.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace RefundDesk.Tests.Infrastructure.Reporting;

public sealed class PdfReportTests : ReportRendererContract
{
    protected override IReportRenderer Renderer { get; } = new SkiaReportRenderer();

    protected override string Content(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return string.Join('\f', pdf.GetPages().Select(Text));
    }

    [Fact]
    public async Task The_text_of_a_report_can_be_read_back()
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity());

        var text = Text(pdf.GetPage(1));

        Assert.Contains("Refund activity", text, StringComparison.Ordinal);
        Assert.Contains("Northwind Home", text, StringComparison.Ordinal);
        Assert.Contains("1 – 30 Nov 2026", text, StringComparison.Ordinal);
        Assert.Contains("Europe/Berlin", text, StringComparison.Ordinal);
        Assert.Contains("Prepared for Hanna Berg", text, StringComparison.Ordinal);
        Assert.Contains("184,220.45", text, StringComparison.Ordinal);
        Assert.Contains("−0.6 pts to October", text, StringComparison.Ordinal);
        Assert.Contains("Damaged in transit", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Totals_are_the_report_s_own()
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity());

        var lines = Lines(pdf);

        Assert.Contains("Total 3,412 306 100.0 % 184,220.45 4 min", lines);
        Assert.Contains("Total 2,630 668 225 178,059.02", lines);
    }

    [Fact]
    public async Task A_row_is_read_from_left_to_right()
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity());

        Assert.Contains("Clothing 1,297 117 38.0 % 70,003.77 4 min", Lines(pdf));
    }

    [Fact]
    public async Task Headings_are_repeated_on_every_page_of_a_long_table()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(500)));

        Assert.True(pdf.NumberOfPages > 10);
        Assert.All(pdf.GetPages(), page => Assert.Contains("Number Customer Decided Amount, EUR", Lines(page)));
        Assert.All(pdf.GetPages().Skip(1), page => Assert.Contains("Refunds continued", Lines(page)));
    }

    [Fact]
    public async Task No_row_of_a_long_table_is_lost_or_repeated()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(500)));

        var numbers = pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text).Where(word => word.StartsWith("RD-", StringComparison.Ordinal));

        Assert.Equal(Enumerable.Range(1, 500).Select(index => $"RD-{index:00000000}"), numbers);
        Assert.Contains("Total 13,767.50", Lines(pdf));
    }

    [Fact]
    public async Task The_total_of_a_table_never_stands_alone_on_a_page()
    {
        for (var rows = 34; rows < 46; rows++)
        {
            using var pdf = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(rows)));

            var last = pdf.GetPage(pdf.NumberOfPages);

            Assert.Contains(last.GetWords(), word => word.Text == $"RD-{rows:00000000}");
            Assert.Contains(last.GetWords(), word => word.Text == "Total");
        }
    }

    [Fact]
    public async Task Every_page_says_which_one_it_is()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(100)));

        Assert.Equal(3, pdf.NumberOfPages);
        Assert.All(pdf.GetPages(), page => Assert.Contains($"Generated 1 Dec 2026 06:00 UTC · 1 Dec 2026 07:00 Europe/Berlin Page {page.Number} of 3", Lines(page)));
    }

    [Fact]
    public async Task The_file_says_what_it_is()
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity());

        Assert.Equal("Refund activity – Northwind Home – 1 – 30 Nov 2026", pdf.Information.Title);
        Assert.Equal("RefundDesk", pdf.Information.Author);
        Assert.Equal(SampleReport.GeneratedAt, pdf.Information.GetCreatedDateTimeOffset());
    }

    [Fact]
    public async Task Fonts_travel_with_the_file()
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity());

        var fonts = pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.FontName).Distinct();

        Assert.Equal(["Inter-Regular", "Inter-SemiBold"], fonts.Select(name => name![(name!.IndexOf('+', StringComparison.Ordinal) + 1)..]).Order());
    }

    [Fact]
    public async Task Amounts_end_at_one_edge_and_their_digits_stand_under_each_other()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(SampleReport.Refunds(30)));

        var amounts = pdf.GetPage(1).GetWords().Where(word => System.Text.RegularExpressions.Regex.IsMatch(word.Text, @"^\d\d\.\d\d$")).ToList();

        Assert.Equal(30, amounts.Count);
        Assert.All(amounts, amount => Assert.Equal(amounts[0].Letters[0].StartBaseLine.X, amount.Letters[0].StartBaseLine.X, 0.01));
        Assert.All(amounts, amount => Assert.Equal(amounts[0].Letters[4].StartBaseLine.X, amount.Letters[4].StartBaseLine.X, 1.0));
    }

    [Fact]
    public async Task A_report_without_rows_says_so()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(new ReportTable("By category", [new("Category", ReportColumnKind.Text)], [])));
        using var empty = await ReadBackAsync(SampleReport.Document());

        Assert.Contains("Nothing in this period.", Lines(pdf));
        Assert.Contains("There is nothing to report for this period.", Lines(empty));
    }

    [Fact]
    public async Task A_chart_without_data_says_so()
    {
        using var pdf = await ReadBackAsync(SampleReport.Document(ReportSection.Of(null,
            new ReportChart("Refunds a day", ReportChartKind.StackedBars, [], new ReportSeries("automatic", [])),
            new ReportChart("Reasons", ReportChartKind.HorizontalBars, [ReportValue.Text("a")], new ReportSeries("Refunds", [ReportValue.Count(0)])))));

        Assert.Equal(2, Lines(pdf).Count(line => line == "Nothing in this period."));
    }

    [Theory]
    [InlineData("JPY", "18,422,045")]
    [InlineData("EUR", "184,220.45")]
    [InlineData("KWD", "18,422.045")]
    public async Task Amounts_have_the_digits_of_their_currency(string currency, string expected)
    {
        using var pdf = await ReadBackAsync(SampleReport.RefundActivity(currency));

        Assert.Contains(pdf.GetPage(1).GetWords(), word => word.Text == expected);
        Assert.Contains(pdf.GetPages().SelectMany(Lines), line => line.Contains($"Refunded, {currency}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Amounts_of_several_currencies_each_name_theirs()
    {
        using var pdf = await ReadBackAsync(SampleReport.OfTable(MixedCurrencies()));

        Assert.Contains("a EUR 1.00", Lines(pdf));
        Assert.Contains("b JPY −100", Lines(pdf));
    }

    [Theory]
    [InlineData("株式会社サンプル 山田太郎")]
    [InlineData("محمد العبدالله & Sons 42")]
    [InlineData("שלום עולם")]
    [InlineData("😀 a\u0301 \uD83D lone surrogate \t tab \u0001")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_name_in_any_script_does_not_stop_a_report(string name)
    {
        var document = SampleReport.OfTable(new ReportTable(name, [new(name, ReportColumnKind.Text)], [ReportRow.Of(ReportValue.Text(name))]));

        using var pdf = await ReadBackAsync(document with { ClientName = name, Title = name, PreparedFor = name });

        Assert.Equal(1, pdf.NumberOfPages);
    }

    [Fact]
    public async Task A_long_name_wraps_and_ends_in_an_ellipsis_inside_its_column()
    {
        var name = string.Concat(Enumerable.Repeat("Donaudampfschifffahrtsgesellschaft", 20));
        var table = new ReportTable(
            "Customers",
            [new("Customer", ReportColumnKind.Text), new("Amount", ReportColumnKind.Amount)],
            [ReportRow.Of(ReportValue.Text(name), ReportValue.Amount(Money.Of(99_999_999, Currency.Of("EUR"))))]);

        using var pdf = await ReadBackAsync(SampleReport.OfTable(table) with { ClientName = name, Title = name, PreparedFor = name });

        Assert.Contains("999,999.99", Text(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.Contains("…", Text(pdf.GetPage(1)), StringComparison.Ordinal);
        Assert.All(pdf.GetPage(1).Letters, letter => Assert.InRange(letter.BoundingBox.Right, 0, pdf.GetPage(1).Width - 39));
    }

    [Fact]
    public async Task A_table_too_wide_for_a_page_turns_it_and_then_sets_its_type_smaller()
    {
        using var portrait = await ReadBackAsync(SampleReport.OfTable(Wide(4)));
        using var landscape = await ReadBackAsync(SampleReport.OfTable(Wide(9)));
        using var smaller = await ReadBackAsync(SampleReport.OfTable(Wide(24)));

        Assert.True(portrait.GetPage(1).Height > portrait.GetPage(1).Width);
        Assert.True(landscape.GetPage(1).Width > landscape.GetPage(1).Height);
        Assert.All(smaller.GetPage(1).Letters, letter => Assert.InRange(letter.BoundingBox.Right, 0, smaller.GetPage(1).Width - 39));
        Assert.Equal(24, smaller.GetPage(1).GetWords().Count(word => word.Text == "12,345,678.90"));
    }

    [Fact]
    public async Task The_axis_of_durations_is_labelled_without_rounding()
    {
        var chart = new ReportChart("Time", ReportChartKind.Lines, [ReportValue.Text("a"), ReportValue.Text("b")],
            new ReportSeries("median", [ReportValue.Duration(TimeSpan.FromSeconds(10)), ReportValue.Duration(TimeSpan.FromSeconds(80))]));

        using var pdf = await ReadBackAsync(SampleReport.Document(ReportSection.Of(null, chart)));

        Assert.Subset(Lines(pdf).ToHashSet(), new HashSet<string> { "30 s", "60 s", "90 s" });
    }

    [Fact]
    public async Task The_axis_of_large_amounts_has_one_unit()
    {
        var chart = new ReportChart("Refunded", ReportChartKind.Lines, [ReportValue.Text("a"), ReportValue.Text("b")],
            new ReportSeries("refunded", [ReportValue.Amount(Money.Of(400_000, Currency.Of("EUR"))), ReportValue.Amount(Money.Of(1_200_000, Currency.Of("EUR")))]));

        using var pdf = await ReadBackAsync(SampleReport.Document(ReportSection.Of(null, chart)));

        Assert.Subset(Lines(pdf).ToHashSet(), new HashSet<string> { "Refunded EUR", "5k", "10k", "15k" });
    }

    private static ReportTable Wide(int amounts) => new(
        "Wide",
        [.. Enumerable.Range(1, amounts).Select(index => new ReportColumn($"Column {index}", ReportColumnKind.Amount))],
        [new ReportRow([.. Enumerable.Repeat(ReportValue.Amount(Money.Of(1_234_567_890, Currency.Of("EUR"))), amounts)])]);

    private static ReportTable MixedCurrencies() => new(
        "Mixed",
        [new("Name", ReportColumnKind.Text), new("Amount", ReportColumnKind.Amount)],
        [
            ReportRow.Of(ReportValue.Text("a"), ReportValue.Amount(Money.Of(100, Currency.Of("EUR")))),
            ReportRow.Of(ReportValue.Text("b"), ReportValue.Amount(Money.Of(-100, Currency.Of("JPY")))),
        ]);

    private static string Text(Page page) => ContentOrderTextExtractor.GetText(page).Replace('\u00A0', ' ');

    private static List<string> Lines(PdfDocument pdf) => [.. pdf.GetPages().SelectMany(Lines)];

    /// <summary>The words that stand on one line, each line from left to right.</summary>
    private static List<string> Lines(Page page) =>
    [
        .. page.GetWords()
            .GroupBy(word => Math.Round(word.Letters[0].StartBaseLine.Y, 1))
            .OrderByDescending(line => line.Key)
            .Select(line => string.Join(' ', line.OrderBy(word => word.BoundingBox.Left).Select(word => word.Text)).Replace('\u00A0', ' ')),
    ];

    private async Task<PdfDocument> ReadBackAsync(ReportDocument document) => PdfDocument.Open(await RenderAsync(document));
}
