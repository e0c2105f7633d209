using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;

namespace RefundDesk.Tests.Infrastructure.Reporting;

/// <summary>Reports that look like those clients get, with figures that do not change from run to run.</summary>
internal static class SampleReport
{
    public static readonly DateOnly From = new(2026, 11, 1);
    public static readonly DateOnly To = new(2026, 11, 30);
    public static readonly DateTimeOffset GeneratedAt = new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] Categories =
        ["Clothing", "Shoes", "Kitchen", "Lighting", "Toys and games", "Garden furniture and outdoor living, including spare parts and covers", "Books"];

    public static ReportDocument RefundActivity(string currency = "EUR") => Document(
        ReportSection.Of(null, Figures(currency)),
        ReportSection.Of("Volume and outcome", ByDayChart(), Reasons(), TimeToRefund()),
        ReportSection.Of("In detail", ByCategory(currency), ByDay(currency), new ReportNote(
            "Days are counted in the client's time zone. A refund counts on the day it was decided; an amount is what was sent back to the customer, "
            + "without restocking fees. Time to refund runs from the request to the gateway's confirmation.")));

    public static ReportDocument Document(params IReadOnlyList<ReportSection> sections) => new()
    {
        Title = "Refund activity",
        ClientName = "Northwind Home",
        From = From,
        To = To,
        TimeZoneId = "Europe/Berlin",
        GeneratedAt = GeneratedAt,
        PreparedFor = "Hanna Berg, Head of Customer Care",
        Sections = sections,
    };

    public static ReportDocument OfTable(ReportTable table) => Document(ReportSection.Of(null, table));

    /// <summary>A table of numbered refunds.</summary>
    public static ReportTable Refunds(int rows, string currency = "EUR") => new(
        "Refunds",
        [
            new("Number", ReportColumnKind.Text),
            new("Customer", ReportColumnKind.Text) { Weight = 2 },
            new("Decided", ReportColumnKind.DateTime),
            new("Amount", ReportColumnKind.Amount),
        ],
        [.. Enumerable.Range(1, rows).Select(index => ReportRow.Of(
            ReportValue.Text($"RD-{index:00000000}"),
            ReportValue.Text($"Customer {index}"),
            ReportValue.DateTime(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(37 * index)),
            ReportValue.Amount(Money.Of(1_000 + (index * 7), Currency.Of(currency)))))],
        ReportRow.Of(
            ReportValue.Text("Total"),
            ReportValue.Missing,
            ReportValue.Missing,
            ReportValue.Amount(Money.Of(Enumerable.Range(1, rows).Sum(index => 1_000L + (index * 7)), Currency.Of(currency)))));

    private static ReportFigures Figures(string currency) => ReportFigures.Of(
        new("Refunded", ReportValue.Amount(Money.Of(18_422_045, Currency.Of(currency))), "3,412 refunds"),
        new("Rate of sales", ReportValue.Percent(0.078m), "−0.6 pts to October", ReportTone.Good),
        new("Decided by automation", ReportValue.Percent(0.81m), "+3 pts to October", ReportTone.Good),
        new("Time to refund, median", ReportValue.Duration(TimeSpan.FromMinutes(4)), "90 % within 19 h"),
        new("Within SLA", ReportValue.Percent(0.972m), "goal 98 %", ReportTone.Bad),
        new("Fraud stopped", ReportValue.Amount(Money.Of(694_000, Currency.Of(currency))), "41 cases"));

    private static ReportChart ByDayChart() => new(
        "Refunds a day by outcome",
        ReportChartKind.StackedBars,
        [.. Days().Select(ReportValue.Date)],
        new ReportSeries("automatic", [.. Days().Select(day => ReportValue.Count(Automatic(day)))]),
        new ReportSeries("by people", [.. Days().Select(day => ReportValue.Count(ByPeople(day)))]),
        new ReportSeries("refused", [.. Days().Select(day => ReportValue.Count(Refused(day)))]));

    private static ReportChart Reasons() => new(
        "Reasons",
        ReportChartKind.HorizontalBars,
        [.. new[] { "Changed mind", "Wrong size", "Defective", "Not received", "Damaged in transit", "Wrong item", "Other" }.Select(ReportValue.Text)],
        new ReportSeries("Refunds", [.. new long[] { 1_297, 716, 478, 307, 273, 205, 136 }.Select(ReportValue.Count)]))
    {
        Span = ReportSpan.Half,
        Unit = "refunds",
        CategoryTitle = "Reason",
    };

    private static ReportChart TimeToRefund() => new(
        "Time to refund",
        ReportChartKind.Lines,
        [.. Days().Select(ReportValue.Date)],
        new ReportSeries("median", [.. Days().Select(day => ReportValue.Duration(TimeSpan.FromMinutes(250 + (day.Day * 97 % 190))))]),
        new ReportSeries("90 %", [.. Days().Select(day => ReportValue.Duration(TimeSpan.FromMinutes(980 + (day.Day * 373 % 560))))]))
    {
        Span = ReportSpan.Half,
        Target = new ReportTarget("goal 24 h", ReportValue.Duration(TimeSpan.FromHours(24))),
    };

    private static ReportTable ByCategory(string currency)
    {
        var amounts = Money.Of(18_422_045, Currency.Of(currency)).Allocate([38, 21, 14, 9, 8, 6, 4]);
        long[] refunds = [1_297, 716, 478, 307, 273, 205, 136];
        return new ReportTable(
            "By category",
            [
                new("Category", ReportColumnKind.Text),
                new("Refunds", ReportColumnKind.Count) { Group = "Decided" },
                new("Refused", ReportColumnKind.Count) { Group = "Decided" },
                new("Share", ReportColumnKind.Percent),
                new("Refunded", ReportColumnKind.Amount),
                new("Time to refund, median", ReportColumnKind.Duration),
            ],
            [.. Categories.Select((name, index) => ReportRow.Of(
                ReportValue.Text(name),
                ReportValue.Count(refunds[index]),
                ReportValue.Count(refunds[index] / 11),
                ReportValue.Share(refunds[index], refunds.Sum()),
                ReportValue.Amount(amounts[index]),
                index == 6 ? ReportValue.Missing : ReportValue.Duration(TimeSpan.FromMinutes(4 + (index * 67)))))],
            ReportRow.Of(
                ReportValue.Text("Total"),
                ReportValue.Count(refunds.Sum()),
                ReportValue.Count(refunds.Sum(count => count / 11)),
                ReportValue.Percent(1),
                ReportValue.Amount(Money.Of(18_422_045, Currency.Of(currency))),
                ReportValue.Duration(TimeSpan.FromMinutes(4))));
    }

    private static ReportTable ByDay(string currency) => new(
        "By day",
        [
            new("Day", ReportColumnKind.Date),
            new("Automatic", ReportColumnKind.Count),
            new("By people", ReportColumnKind.Count),
            new("Refused", ReportColumnKind.Count),
            new("Refunded", ReportColumnKind.Amount),
        ],
        [.. Days().Select(day => ReportRow.Of(
            ReportValue.Date(day),
            ReportValue.Count(Automatic(day)),
            ReportValue.Count(ByPeople(day)),
            ReportValue.Count(Refused(day)),
            ReportValue.Amount(Money.Of((Automatic(day) + ByPeople(day)) * 5_399, Currency.Of(currency)))))],
        ReportRow.Of(
            ReportValue.Text("Total"),
            ReportValue.Count(Days().Sum(Automatic)),
            ReportValue.Count(Days().Sum(ByPeople)),
            ReportValue.Count(Days().Sum(Refused)),
            ReportValue.Amount(Money.Of(Days().Sum(day => (Automatic(day) + ByPeople(day)) * 5_399), Currency.Of(currency)))));

    private static IEnumerable<DateOnly> Days() => Enumerable.Range(0, 30).Select(From.AddDays);

    private static long Automatic(DateOnly day) => 62 + (day.Day * 37 % 41) + (day.DayOfWeek == DayOfWeek.Monday ? 34 : 0);

    private static long ByPeople(DateOnly day) => 14 + (day.Day * 13 % 17);

    private static long Refused(DateOnly day) => 5 + (day.Day * 7 % 6);
}
