using RefundDesk.Domain.People;
using RefundDesk.Domain.Refunds;
using RefundDesk.Tests.Kit;
using RefundDesk.Web.Features.Case;

namespace RefundDesk.Tests.Features.Case;

/// <summary>Prints <c>docs/authority.md</c> from the table every door is measured by.</summary>
public sealed class AuthorityPageTests
{
    private const string Intro =
        """
        # Who may approve what

        The tables are printed from `AuthorityTable`, by which page, API and command line are measured combination by combination. To change
        them, change the rules and the table, run `AuthorityPageTests` with `REFUNDDESK_APPROVE=1` in the environment, look at the difference and
        commit both. The amounts are those of the table: 250 is the agent's limit, from 1,000 two people agree, from 2,000 two supervisors approve.
        """;

    private const string Rules =
        """
        ## Limits

        A policy's `authority` has a list of limits: an amount over one refund, a day, or a customer within some days, narrowed by role, person,
        currency, reason and destination. Of the limits that fit, those that say more take the place of those that say less of the same period; all
        that are left hold, so the least wins. Where nothing fits an agent approves nothing alone, and a supervisor without limit.

        - A limit without a currency is in the client's; a refund in another currency is never within it.
        - A day is one of the client's calendar, whichever door is used and wherever the person sits. A day counts what the person approved for the
          client, first approvals included; a customer counts what anybody approved, automation included.
        - What is read for it is read in the transaction of the approval. Approvals that count against the same person or customer wait for each other.
        - The limits in force are those of the policy as of now, not of the purchase.

        ## Maker and checker

        Makers of a case are: who put it in, who reviewed it and sent it on (also before it was sent back), who changed its amount, and who wrote
        down an answer or an inspection. A maker approves nothing that waits for approval; in review the approval of who put it in, changed it, or
        wrote something down after an approval sends the case on.

        - Two approvals are given by two people, neither of them a maker.
        - Another amount voids every approval given so far. What was approved and not sent yet goes back to review; what was sent stays.
        - Sending a case back, contesting a refusal and taking a failed payout to review void the first of two approvals.
        - Paying anew to the payment that failed is anybody's step. Where the money would go to another payment, it is neither a maker's nor an approver's.
        - Refusing moves no money: whoever may decide may refuse, also what they made.

        ## Purchases of one's own

        Whoever is the customer takes no step with a case: not putting it in, nor any other, whatever the role. A person is the customer where the
        account's e-mail address, or one the person declared as private on the account page, is the customer's; letters' case and what follows a plus
        do not count. *Next case* leaves such cases out. Whoever has the customer's name may work on the case and never approves it alone. An authority
        that was lent does not reach to a purchase of the lender's. Declared addresses are seen by the person alone; administrators see how many there are.

        ## Deputies

        A supervisor lends the own authority to an agent or another supervisor, from a day to a day. It lends limits, and what is approved by it counts
        against the lender's. Neither the deputy nor the one deputised for may be a maker, and of two approvals only one is theirs together. What was lent
        cannot be lent on, and ends when the lender is disabled or no longer a supervisor.

        ## Requests that belong together

        Requests of the same order, customer (key or address) or card within `splitWindowDays` are measured by their sum: the limit of a refund, four eyes,
        two approvals, and automation's own limit, which looks at the customer. Refused and withdrawn ones do not count. A card is the same by the
        gateway's charge, or by brand, four digits and name together: four digits alone are shared by too many people.

        ## Doors

        The page, `POST /api/v1/refunds/{number}/approve|reject|send-back|amount` and `cases approve|reject|send-back|amount NUMBER --as EMAIL` call the same
        use cases. The API wants the person's cookie, the header `RefundDesk-Request` and `seenVersion`, and answers refusals as problem details with their
        `code`. The command line acts as the person, with that person's role and limits, and the history says that it came over the command line.
        """;

    [Fact]
    public void The_page_about_authority_is_what_the_table_says() => Approved.Match(Print(), "docs", "authority.md");

    private static string Print()
    {
        var steps = AuthorityTable.All.Where(one => one.Role is Role.Agent or Role.Supervisor).GroupBy(one => (one.Role, one.Status));
        string[] page =
        [
            Intro,
            "",
            .. steps.SelectMany(Table),
            "Client viewers and administrators take none of these steps: `refund.forbidden`.",
            "",
            Rules,
            "",
        ];
        return string.Join('\n', page);
    }

    private static IEnumerable<string> Table(IGrouping<(Role Role, RefundStatus Status), AuthorityCase> rows) =>
    [
        $"## {rows.Key.Role}, {(rows.Key.Status == RefundStatus.InReview ? "in review" : "awaiting approval")}",
        "",
        "| step | amount | nothing to do with it | " + string.Join(" | ", Parts(rows).Skip(1).Select(Words)) + " |",
        "|---|---|" + string.Concat(Parts(rows).Select(_ => "---|")),
        .. rows.GroupBy(one => (one.Step, one.Band)).Select(line =>
            $"| {Words(line.Key.Step)} | {AuthorityTable.AmountOf(line.Key.Band)} | "
            + string.Join(" | ", Parts(rows).Select(part => line.SingleOrDefault(one => one.Part == part) is { } one ? $"`{AuthorityTable.Expected(one)}`" : "")) + " |"),
        "",
    ];

    private static Part[] Parts(IEnumerable<AuthorityCase> rows) => [.. rows.Select(one => one.Part).Distinct().Order()];

    private static string Words(Part part) => part switch
    {
        Part.Created => "put it in",
        Part.Changed => "changed it",
        Part.Own => "is the customer",
        Part.Reviewed => "reviewed it",
        Part.ApprovedFirst => "approved it first",
        Part.AnotherApprovedFirst => "another approved it first",
        _ => "nothing to do with it",
    };

    private static string Words(CaseStep step) => step switch
    {
        CaseStep.SendBack => "send back",
        CaseStep.ChangeAmount => "change amount",
        _ => step.ToString().ToLowerInvariant(),
    };
}
