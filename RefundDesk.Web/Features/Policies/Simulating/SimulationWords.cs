using System.Globalization;
using RefundDesk.Domain.Finance;
using RefundDesk.Domain.Policies;
using RefundDesk.Domain.Refunds.Deciding.Simulating;
using RefundDesk.Domain.Reporting;
using RefundDesk.Web.Components.Shared;
using Route = RefundDesk.Domain.Refunds.Deciding.Route;

namespace RefundDesk.Web.Features.Policies.Simulating;

/// <summary>Draws a simulation with a report's own figures and tables.</summary>
internal static class SimulationWords
{
    /// <summary>Where a decision goes, in words.</summary>
    public static string Of(Route route) => route switch
    {
        Route.Approve => "Paid",
        Route.Reject => "Refused",
        Route.Review => "Review",
        Route.Ask => "Question first",
        _ => "Return first",
    };

    /// <summary>What is read at a glance.</summary>
    public static ReportFigures Figures(SimulationReport report)
    {
        var result = report.Result;
        var own = result.Currencies.GetValueOrDefault(report.Currency.Code, SimulationSum.None);
        return ReportFigures.Of(
            new ReportFigure("Decisions looked at", ReportValue.Count(result.Decisions), result.Unreadable == 0 ? $"of {Days(report)}" : $"{result.Unreadable} cannot be read"),
            new ReportFigure("Would go differently", ReportValue.Count(result.Different), result.Decisions == 0 ? null : $"{ReportWording.Percent((decimal)result.Different / result.Decisions)} of them"),
            new ReportFigure("Given to customers", Amount(own.AfterMinor, report.Currency), $"{Signed(own.DifferenceMinor, report.Currency)} against {DeskText.Of(Money.Of(own.BeforeMinor, report.Currency))}"),
            new ReportFigure("Paid by automation", ReportValue.Count(result.Count(move => move.After == Route.Approve)), $"{result.Count(move => move.Before == Route.Approve).ToString("N0", CultureInfo.InvariantCulture)} before"),
            new ReportFigure("More work for people", ReportValue.Count(result.MoreReviews), PerDay(report)),
            new ReportFigure("Below the law’s floor", ReportValue.Count(result.BelowFloor), result.BelowFloor == 0 ? "the law never overrules it" : Overruled(result), result.BelowFloor == 0 ? ReportTone.Good : ReportTone.Bad));
    }

    /// <summary>From where to where, a row a way a decision went.</summary>
    public static ReportTable Matrix(SimulationResult result)
    {
        var routes = Enum.GetValues<Route>();
        ReportColumn[] columns = [new("Before ↓ after →", ReportColumnKind.Text), .. routes.Select(route => new ReportColumn(Of(route), ReportColumnKind.Count)), new("All", ReportColumnKind.Count)];
        return new ReportTable(
            "Where decisions went and would go",
            columns,
            [.. routes.Select(before => Row(Of(before), move => move.Before == before))],
            Row("All", _ => true));

        ReportRow Row(string name, Func<SimulationMove, bool> wanted) => new(
        [
            ReportValue.Text(name),
            .. routes.Select(after => ReportValue.Count(result.Count(move => wanted(move) && move.After == after))),
            ReportValue.Count(result.Count(wanted)),
        ]);
    }

    /// <summary>The ways that change, with their money.</summary>
    public static ReportTable Moves(SimulationResult result) => Sums(
        "What would change",
        "From → to",
        result.Moves.Where(move => move.Value.Different > 0)
            .Select(move => (move.Key.Before == move.Key.After ? $"{Of(move.Key.Before)}, another amount" : $"{Of(move.Key.Before)} → {Of(move.Key.After)}", move.Key.Currency, move.Value)));

    /// <summary>By reason.</summary>
    public static ReportTable Reasons(SimulationResult result) =>
        Sums("By reason", "Reason", result.Reasons.Select(reason => (DomainText.Of(reason.Key.Reason), reason.Key.Currency, reason.Value)));

    /// <summary>By category.</summary>
    public static ReportTable Categories(SimulationResult result) =>
        Sums("By category", "Category", result.Categories.Select(category => (category.Key.Category, category.Key.Currency, category.Value)));

    /// <summary>By currency.</summary>
    public static ReportTable Currencies(SimulationResult result) =>
        Sums("By currency", "Currency", result.Currencies.Select(currency => (currency.Key, currency.Key, currency.Value)));

    /// <summary>At which pace automation would have decided, beside the policy's own limits.</summary>
    public static ReportTable Pace(SimulationReport report) => new(
        "Busiest hour of automation",
        [new("Decided by", ReportColumnKind.Text), new("Hour", ReportColumnKind.DateTime), new("Decisions", ReportColumnKind.Count), new("Amount", ReportColumnKind.Amount), new("Stops itself at", ReportColumnKind.Text)],
        [.. report.Result.BusiestHours.OrderByDescending(hour => hour.Value.Count).Select(hour => ReportRow.Of(
            ReportValue.Text(Rule(hour.Key)),
            ReportValue.DateTime(hour.Value.Start),
            ReportValue.Count(hour.Value.Count),
            Amount(hour.Value.AmountMinor, report.Currency),
            ReportValue.Text(Limit(report, hour.Key))))])
    {
        EmptyText = "Automation would decide nothing by itself.",
    };

    /// <summary>An amount with its sign.</summary>
    public static string Signed(long minor, Currency currency) => minor > 0 ? $"+{DeskText.Of(Money.Of(minor, currency))}" : minor == 0 ? "±0" : DeskText.Of(Money.Of(minor, currency));

    private static ReportTable Sums(string title, string key, IEnumerable<(string Name, string Currency, SimulationSum Sum)> rows) => new(
        title,
        [
            new(key, ReportColumnKind.Text), new("Decisions", ReportColumnKind.Count), new("Different", ReportColumnKind.Count),
            new("Given before", ReportColumnKind.Amount), new("Given after", ReportColumnKind.Amount), new("Difference", ReportColumnKind.Amount),
        ],
        [.. rows.OrderByDescending(row => row.Sum.Different).ThenByDescending(row => row.Sum.Decisions).ThenBy(row => row.Name, StringComparer.Ordinal).Take(40).Select(row =>
        {
            var currency = Currency.Of(row.Currency);
            return ReportRow.Of(
                ReportValue.Text(row.Name),
                ReportValue.Count(row.Sum.Decisions),
                ReportValue.Count(row.Sum.Different),
                Amount(row.Sum.BeforeMinor, currency),
                Amount(row.Sum.AfterMinor, currency),
                Amount(row.Sum.DifferenceMinor, currency));
        })])
    {
        EmptyText = "Nothing would change.",
    };

    private static ReportValue Amount(long minor, Currency currency) => ReportValue.Amount(Money.Of(minor, currency));

    private static string Days(SimulationReport report) => report.Order.Days == 1 ? "today" : $"{report.Order.Days} days";

    private static string PerDay(SimulationReport report) => string.Create(
        CultureInfo.InvariantCulture, $"{(decimal)report.Result.MoreReviews / report.Order.Days:0.#} a day; {report.Result.FewerReviews:N0} fewer elsewhere");

    private static string Overruled(SimulationResult result) => string.Join(", ", result.BelowFloorByRule.OrderByDescending(rule => rule.Value).Take(3).Select(rule => $"{rule.Key}: {rule.Value}"));

    private static string Rule(string rule) => rule switch
    {
        BreakerLimit.Approve => "Approvals",
        BreakerLimit.Refuse => "Refusals, all rules",
        _ => $"Refusals by “{rule}”",
    };

    private static string Limit(SimulationReport report, string rule)
    {
        var limits = report.Policy.Breaker.Where(limit => limit.Rule == rule).SelectMany(limit => new[]
        {
            limit.CountAnHour?.ToString("N0", CultureInfo.InvariantCulture),
            limit.AmountAnHourMinor is { } minor ? DeskText.Of(Money.Of(minor, report.Currency)) : null,
        }).OfType<string>();
        return string.Join(" or ", limits) is { Length: > 0 } text ? text : "nothing";
    }
}
