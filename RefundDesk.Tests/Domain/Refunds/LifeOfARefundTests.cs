using System.Text.RegularExpressions;
using System.Xml.Linq;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;

namespace RefundDesk.Tests.Domain.Refunds;

/// <summary>Prints <c>docs/life-of-a-refund.md</c> from the table that decides, so that the page cannot tell another story.</summary>
public sealed partial class LifeOfARefundTests
{
    private const string Intro =
        """
        # The life of a refund

        This page is printed from the table in `RefundDesk.Domain/Refunds/RefundCase.Lifecycle.cs`. To change it, change the table, run the
        tests `LifeOfARefundTests` with `REFUNDDESK_APPROVE=1` in the environment, look at the difference and commit both.
        """;

    private const string Beside =
        """
        ## What holds beside the table

        - A step that is not in the table is refused and changes nothing. A step that is in it can still be refused for a reason of its own:
          a deadline that has not passed, a limit, a second person who is missing, units or money that others took.
        - Nobody approves before policy and risk were looked at, and the maker is never the checker: `docs/authority.md`.
        - Another amount voids the approvals given so far, also one that was given and not sent yet.
        - What is approved and sent is owed. From then on it cannot be withdrawn, asked back or decided anew; it is paid, or a person refuses it while
          nothing of it was paid. A deadline that passes brings it back to review instead of refusing it.
        - What is owed is what was approved, less what was paid, less what is on its way. Only that is ever paid anew.
        - A payout that was sent is unknown until its gateway says what became of it. It is looked up first, and only what the gateway has never
          seen is sent again, with the same key.
        """;

    [Fact]
    public void The_page_about_the_life_of_a_refund_is_what_the_table_says() => Approved.Match(Print(), "docs", "life-of-a-refund.md");

    private static string Print()
    {
        var statuses = Enum.GetValues<RefundStatus>();
        string[] page =
        [
            Intro,
            "",
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> Received",
            .. RefundCase.Transitions.Select(row => $"    {row.From} --> {row.To}: {Words(row.Trigger)}"),
            .. statuses.Where(RefundCase.IsEnd).Select(end => $"    {end} --> [*]"),
            "```",
            "",
            "## Where a refund is",
            "",
            "| status | meaning | leaves to |",
            "|---|---|---|",
            .. statuses.Select(status => $"| {status} | {Meaning(status)} | {LeavesTo(status)} |"),
            "",
            "## What moves it on",
            "",
            "| step | meaning | from |",
            "|---|---|---|",
            .. Enum.GetValues<RefundTrigger>().Select(trigger => $"| {Words(trigger)} | {Meaning(trigger)} | {LeavesFrom(trigger)} |"),
            "",
            Beside,
            "",
        ];
        return string.Join('\n', page);
    }

    private static string LeavesTo(RefundStatus status) =>
        string.Join(", ", RefundCase.Transitions.Where(row => row.From == status).Select(row => $"{row.To} ({Words(row.Trigger)})").DefaultIfEmpty("nowhere"));

    private static string LeavesFrom(RefundTrigger trigger) =>
        string.Join(", ", RefundCase.Transitions.Where(row => row.Trigger == trigger).Select(row => row.From));

    /// <summary>The sentence that stands over the value in the code.</summary>
    private static string Meaning<T>(T value)
        where T : struct, Enum
    {
        var member = $"F:{typeof(T).FullName}.{value}";
        var summary = Documentation.Descendants("member").Single(element => element.Attribute("name")?.Value == member).Element("summary")!.Value;
        return Spaces().Replace(summary.Trim(), " ");
    }

    private static XDocument Documentation { get; } = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "RefundDesk.Domain.xml"));

    private static string Words(RefundTrigger trigger) => Capitals().Replace(trigger.ToString(), match => $" {match.Value}").Trim().ToLowerInvariant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
