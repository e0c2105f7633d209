using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Components.Shared;

namespace RefundDesk.Web.Features.Reports;

/// <summary>Draws the activity as one document; the page, the PDF, the workbook and the CSV file all say what it says.</summary>
public static class RefundActivityReport
{
    /// <summary>The report's name on the command line and in addresses.</summary>
    public const string Name = "refund-activity";

    /// <summary>The document.</summary>
    /// <param name="activity">What happened.</param>
    /// <param name="before">What happened in the period before, for comparison; null where none is wanted.</param>
    /// <param name="preparedFor">The person it is for; null for nobody in particular.</param>
    /// <param name="now">When the figures were read, UTC.</param>
    public static ReportDocument Of(RefundActivity activity, RefundActivity? before, string? preparedFor, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new ReportDocument
        {
            Title = "Refund activity",
            ClientName = activity.Client.Name,
            From = activity.Period.From,
            To = activity.Period.To,
            TimeZoneId = activity.Client.TimeZoneId,
            GeneratedAt = now,
            PreparedFor = preparedFor,
            Sections =
            [
                ReportSection.Of(null, Figures(activity, before)),
                ReportSection.Of("Over time", OutcomeChart(activity), AmountChart(activity), ReasonChart(activity)),
                ReportSection.Of("What came back and why", CategoryTable(activity), ReasonTable(activity)),
                ReportSection.Of(null, DayTable(activity)),
                ReportSection.Of("In the books", BooksTable(activity), Note(activity)),
            ],
        };
    }

    /// <summary>The figures at the top.</summary>
    public static ReportFigures Figures(RefundActivity activity, RefundActivity? before)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return ReportFigures.Of(
            new ReportFigure("Refunded", ReportValue.Amount(activity.PaidAmount), $"{Count(activity.Paid, "refund")}"),
            new ReportFigure("Requests", ReportValue.Count(activity.Received), Compared(activity.Received, before?.Received)),
            new ReportFigure("Decided by automation", ReportValue.Share(activity.Automatic, activity.Decided), Points(activity, before)),
            new ReportFigure("Time to refund, median", activity.MedianToPaid is { } median ? ReportValue.Duration(median) : ReportValue.Missing, activity.NinetyPercentToPaid is { } ninety ? $"90 %: {ReportWording.Duration(ninety)}" : null),
            new ReportFigure("Decided in time", ReportValue.Share(activity.DecidedInTime, activity.Decided), "of all decisions"),
            new ReportFigure("Refused", ReportValue.Amount(activity.RefusedAmount), Count(activity.Refused, "request")));
    }

    /// <summary>Decisions a day by outcome.</summary>
    public static ReportChart OutcomeChart(RefundActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new ReportChart(
            "Decisions a day by outcome",
            ReportChartKind.StackedBars,
            Days(activity),
            new ReportSeries("automatic", [.. activity.Days.Select(day => ReportValue.Count(day.ApprovedByAutomation))]),
            new ReportSeries("by people", [.. activity.Days.Select(day => ReportValue.Count(day.ApprovedByPeople))]),
            new ReportSeries("refused", [.. activity.Days.Select(day => ReportValue.Count(day.Refused))])) { Unit = "requests" };
    }

    /// <summary>What was paid a day.</summary>
    public static ReportChart AmountChart(RefundActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new ReportChart(
            "Refunded a day",
            ReportChartKind.Lines,
            Days(activity),
            new ReportSeries("refunded", [.. activity.Days.Select(day => Amount(activity, day.PaidMinor))])) { Span = ReportSpan.Half };
    }

    /// <summary>Why customers ask.</summary>
    public static ReportChart ReasonChart(RefundActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new ReportChart(
            "Reasons",
            ReportChartKind.HorizontalBars,
            [.. activity.Reasons.Select(reason => ReportValue.Text(DomainText.Of(reason.Reason)))],
            new ReportSeries("decided", [.. activity.Reasons.Select(reason => ReportValue.Count(reason.Decided))])) { Span = ReportSpan.Half, CategoryTitle = "Reason", Unit = "requests" };
    }

    /// <summary>By category.</summary>
    public static ReportTable CategoryTable(RefundActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return new ReportTable(
            "By category",
            [new("Category", ReportColumnKind.Text), new("Refunds", ReportColumnKind.Count), new("Refunded", ReportColumnKind.Amount), new("Share", ReportColumnKind.Percent), new("Refused", ReportColumnKind.Count), new("Refused amount", ReportColumnKind.Amount)],
            [.. activity.Categories.Select(group => ReportRow.Of(ReportValue.Text(group.Name), ReportValue.Count(group.Paid), Amount(activity, group.PaidMinor), ReportValue.Share(group.PaidMinor, activity.PaidAmount.Minor), ReportValue.Count(group.Refused), Amount(activity, group.RefusedMinor)))],
            ReportRow.Of(ReportValue.Text("Total"), ReportValue.Count(activity.Paid), ReportValue.Amount(activity.PaidAmount), ReportValue.Missing, ReportValue.Count(activity.Refused), ReportValue.Amount(activity.RefusedAmount)));
    }

    private static ReportTable ReasonTable(RefundActivity activity) => new(
        "By reason",
        [new("Reason", ReportColumnKind.Text), new("Decided", ReportColumnKind.Count), new("Approved", ReportColumnKind.Count), new("Refused", ReportColumnKind.Count), new("Refused share", ReportColumnKind.Percent)],
        [.. activity.Reasons.Select(reason => ReportRow.Of(ReportValue.Text(DomainText.Of(reason.Reason)), ReportValue.Count(reason.Decided), ReportValue.Count(reason.Decided - reason.Refused), ReportValue.Count(reason.Refused), ReportValue.Share(reason.Refused, reason.Decided)))],
        ReportRow.Of(ReportValue.Text("Total"), ReportValue.Count(activity.Decided), ReportValue.Count(activity.Decided - activity.Refused), ReportValue.Count(activity.Refused), ReportValue.Share(activity.Refused, activity.Decided)));

    private static ReportTable DayTable(RefundActivity activity) => new(
        "By day",
        [new("Day", ReportColumnKind.Date), new("Requests", ReportColumnKind.Count), new("Automatic", ReportColumnKind.Count), new("By people", ReportColumnKind.Count), new("Refused", ReportColumnKind.Count), new("Refunds paid", ReportColumnKind.Count), new("Refunded", ReportColumnKind.Amount)],
        [.. activity.Days.Select(day => ReportRow.Of(ReportValue.Date(day.Day), ReportValue.Count(day.Received), ReportValue.Count(day.ApprovedByAutomation), ReportValue.Count(day.ApprovedByPeople), ReportValue.Count(day.Refused), ReportValue.Count(day.Paid), Amount(activity, day.PaidMinor)))],
        ReportRow.Of(ReportValue.Text("Total"), ReportValue.Count(activity.Received), ReportValue.Count(activity.Days.Sum(day => day.ApprovedByAutomation)), ReportValue.Count(activity.Days.Sum(day => day.ApprovedByPeople)), ReportValue.Count(activity.Refused), ReportValue.Count(activity.Paid), ReportValue.Amount(activity.PaidAmount)));

    private static ReportTable BooksTable(RefundActivity activity) => new(
        "Refunded and booked",
        [new("What", ReportColumnKind.Text), new("Refunds", ReportColumnKind.Count), new("Amount", ReportColumnKind.Amount)],
        [
            .. activity.Currencies.Select(one => ReportRow.Of(ReportValue.Text($"Refunded in {one.Currency.Code}"), ReportValue.Count(one.Paid), ReportValue.Amount(Money.Of(one.PaidMinor, one.Currency)))),
            ReportRow.Of(ReportValue.Text($"Paid out by the ledger in {activity.Client.Currency.Code}, less what came back"), ReportValue.Missing, Amount(activity, activity.BooksPaidMinor)),
        ]);

    private static ReportNote Note(RefundActivity activity)
    {
        var counted = "A request counts on the day it came, a decision on the day it was taken, money on the day it was paid; days are those of " + activity.Client.TimeZoneId + ".";
        var difference = activity.BooksPaidMinor - activity.PaidAmount.Minor;
        return difference == 0
            ? new ReportNote(counted + " What was refunded agrees with the ledger.")
            : new ReportNote($"{counted} The ledger differs by {Money.Of(difference, activity.Client.Currency)}: payouts of refunds that are not complete, or that failed after they had succeeded.", ReportTone.Warning);
    }

    private static ReportValue[] Days(RefundActivity activity) => [.. activity.Days.Select(day => ReportValue.Date(day.Day))];

    private static ReportValue Amount(RefundActivity activity, long minor) => ReportValue.Amount(Money.Of(minor, activity.Client.Currency));

    private static string Count(int count, string noun) => FormattableString.Invariant($"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private static string? Compared(int now, int? before) => before is { } was and > 0
        ? FormattableString.Invariant($"{(now - was) * 100m / was:+0;−0;±0} % vs. before")
        : null;

    private static string? Points(RefundActivity now, RefundActivity? before) => before is { Decided: > 0 } && now.Decided > 0
        ? FormattableString.Invariant($"{(now.Automatic * 100m / now.Decided) - (before.Automatic * 100m / before.Decided):+0.0;−0.0;±0.0} pts vs. before")
        : null;
}
